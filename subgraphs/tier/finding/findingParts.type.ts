import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { OBJECTION_DECISIONS, type ObjectionDecision } from "../../domain/finding/objection";
import { ADVICE_REASONS, type AdviceReason } from "../../domain/finding/personNames";
import type { StepEnteredBy } from "../../domain/lifecycle";
import { ENTERED_BY, StepEnteredByEnum } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf } from "../graph/paging";
import { CalendarDate, Instant } from "../graph/scalars";
import { HistoryStep } from "../history/history.type";

export const ObjectionDecisionEnum = enumOf(OBJECTION_DECISIONS, {
  name: "ObjectionDecision",
  description: "申诉的处理：维持、更正、撤销。How an objection was decided.",
});
const AdviceReasonEnum = enumOf(ADVICE_REASONS, {
  name: "AdviceReason",
  description: "姓名、以“某”代称的姓名、身份证号、手机号。Why a text seems to name a person.",
});

@ObjectType({ description: "问题文本的一个版本（台账）。One version of the text; book." })
export class TierFindingText {
  @Field(() => Int, { description: "第几版。Number of the version." }) version: number;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Description." }) description: string;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
  @Field(() => [ID], { description: "其他责任单位。Further responsible units." }) furtherUnitIds: string[];
  @Field(() => ID, { description: "撰写账号。The account that wrote it." }) writtenBy: string;
  @Field(() => Instant, { description: "撰写时间。Written at." }) writtenAt: string;
  @Field(() => String, { nullable: true, description: "更正的理由。Why it was corrected." }) reason: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "申诉：反馈后被巡察党组织对问题的异议（台账）。An objection of the unit; book." })
export class TierObjection {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "录入账号。The account that entered it." }) objectedBy: string;
  @Field(() => CalendarDate, { description: "申诉日期。Objected on." }) objectedOn: string;
  @Field(() => String, { description: "申诉内容。What the unit says." }) text: string;
  @Field(() => StepEnteredByEnum, { description: "由谁录入。Who entered it." }) enteredBy: StepEnteredBy;
  @Field(() => ObjectionDecisionEnum, {
    nullable: true,
    description: "处理，未处理为空。The decision, null while open.",
  })
  decision: ObjectionDecision | null;
  @Field(() => ID, { nullable: true, description: "处理账号。Who decided." }) decidedBy: string | null;
  @Field(() => Instant, { nullable: true, description: "处理时间。Decided at." }) decidedAt: string | null;
  @Field(() => String, { nullable: true, description: "处理理由。Why." }) reason: string | null;
  @Field(() => String, { nullable: true, description: "答复文号。Document number." }) documentNumber: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@Directive("@shareable")
@ObjectType({
  description:
    "提示：文本疑似涉及个人之处；遮盖或确认之前不得报送，含身份证号、手机号的不得反馈。Where a text seems to name a person: until masked or confirmed it is not submitted, nor, with a number, fed back.",
})
export class PersonAdvice {
  @Field(() => String, { description: "字段：title、description 或 unitReply。The field." }) field: string;
  @Field(() => Int, { description: "起始位置。From, in UTF-16 code units." }) start: number;
  @Field(() => Int, { description: "结束位置（不含）。To, exclusive." }) end: number;
  @Field(() => String, { description: "所提示的文字。The words." }) text: string;
  @Field(() => AdviceReasonEnum, { description: "缘由。Why." }) why: AdviceReason;
}

@ObjectType({ description: "问题经历的一步（台账）。One thing that happened to a finding; book." })
class TierFindingHistory extends HistoryStep {}

export const TierFindingHistoryConnection = connectionOf(TierFindingHistory, "TierFindingHistory", "经历");
