import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import type { StepEnteredBy } from "../../domain/lifecycle";
import {
  EVALUATIONS,
  type Evaluation,
  RECTIFICATION_COMMANDS,
  RECTIFICATION_SORTS,
  RECTIFICATION_STATUSES,
  type RectificationCommand,
  type RectificationDate,
  type RectificationSort,
  type RectificationStatus,
} from "../../domain/rectification/rectification";
import { DayRangeInput } from "../graph/dayRange";
import { ENTERED_BY, StepEnteredByEnum } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate } from "../graph/scalars";
import { HistoryStep } from "../history/history.type";

const RectificationStatusEnum = enumOf(RECTIFICATION_STATUSES, {
  name: "RectificationStatus",
  description: "整改状态。Status of a rectification.",
});
export const RectificationCommandEnum = enumOf(RECTIFICATION_COMMANDS, {
  name: "RectificationCommand",
  description: "对整改的操作。Commands.",
});
export const EvaluationEnum = enumOf(EVALUATIONS, {
  name: "Evaluation",
  description: "评估等次：优秀、合格、基本合格、不合格。Grade.",
});
@InterfaceType("Rectification", {
  description: "整改：一个对象自反馈起的整改。The rectification of one target, from its feedback on.",
  autoRegisterImplementations: false,
  resolveType: () => "TierRectification",
})
abstract class Rectification {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => RectificationStatusEnum, { description: "状态。Status." }) status: RectificationStatus;
  @Field(() => CalendarDate, { description: "进入此状态的日期。In this status since." }) statusOn: string;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => String, { description: "被巡察单位。The inspected unit." }) unitName: string;
  @Field(() => String, { nullable: true, description: "整改方案。The plan." }) plan: string | null;
  @Field(() => String, { nullable: true, description: "整改报告。The report." }) report: string | null;
  @Field(() => EvaluationEnum, { nullable: true, description: "评估等次。Grade." }) evaluation: Evaluation | null;
  @Field(() => String, { nullable: true, description: "最近一步的理由。Why the last step was taken." }) note:
    | string
    | null;
  @Field(() => CalendarDate, { description: "反馈。Fed back on." }) fedBackOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "提交方案。Plan submitted on." })
  planSubmittedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "审核方案。Plan reviewed on." }) planReviewedOn:
    | string
    | null;
  @Field(() => CalendarDate, { nullable: true, description: "集中整改开始。Concentrated rectification from." })
  concentratedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "报告整改。Reported on." }) reportedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "提交联合审核。Joint review opened on." })
  reviewOpenedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "评估。Evaluated on." }) evaluatedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "决定继续整改。To continue since." })
  continuedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "完成。Completed on." }) completedOn: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Rectification, description: "本级的整改。A rectification of this tier." })
export class TierRectification extends Rectification {
  @Field(() => StepEnteredByEnum, { nullable: true, description: "方案由谁录入。Who entered the plan." })
  planEnteredBy: StepEnteredBy | null;
  @Field(() => StepEnteredByEnum, { nullable: true, description: "报告由谁录入。Who entered the report." })
  reportEnteredBy: StepEnteredBy | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "整改措施。What the unit will do about a finding." })
export class TierMeasure {
  @Field(() => ID, { description: "问题标识。Id of the finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number in the plan." }) ordinal: number;
  @Field(() => String, { description: "措施。The measure." }) text: string;
  @Field(() => String, { description: "责任人（职务）。Who is responsible, by post." }) responsible: string;
  @Field(() => CalendarDate, { description: "完成时限。Due on." }) dueOn: string;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierRectificationConnection = connectionOf(TierRectification, "TierRectification", "整改");
@ObjectType({ description: "整改经历的一步。One thing that happened to a rectification." })
class TierRectificationHistory extends HistoryStep {}
export const TierRectificationHistoryConnection = connectionOf(
  TierRectificationHistory,
  "TierRectificationHistory",
  "经历",
);
export const TierRectificationResult = resultOf(TierRectification, "TierRectification", "整改");

const RectificationSortEnum = enumOf(RECTIFICATION_SORTS, {
  name: "RectificationSort",
  description:
    "整改的排序：新的，或先到期的在前（仅本办台账）。How rectifications are sorted: newest, or earliest due first (own book).",
});

@InputType({ description: "整改的筛选。Filter of rectifications." })
class RectificationFilter {
  @Field(() => [RectificationStatusEnum], { nullable: true, description: "状态之一。One of these statuses." })
  status?: RectificationStatus[] | null;
  @Field(() => ID, { nullable: true, description: "被巡察单位。The inspected unit." }) unitId?: string | null;
  @Field(() => DayRangeInput, { nullable: true, description: "反馈日期。When it was fed back." })
  @ValidateNested()
  fedBack?: DayRangeInput | null;
  @Field(() => DayRangeInput, { nullable: true, description: "到期日（仅本办台账）。What is due; own book." })
  @ValidateNested()
  due?: DayRangeInput | null;
}

@ArgsType()
export class RectificationPageArgs extends PageArgs {
  @Field(() => RectificationSortEnum, { defaultValue: "NEWEST", description: "排序。Sort." }) sort: RectificationSort;
  @Field(() => RectificationFilter, { nullable: true, description: "筛选。Filter." })
  @ValidateNested()
  filter?: RectificationFilter | null;
}

@InputType({ description: "一条整改措施。One measure of a plan." })
export class MeasureInput {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => String, { description: "措施。The measure." }) @Length(1, 2000) text: string;
  @Field(() => String, { description: "责任人（职务）。Who is responsible, by post." })
  @Length(1, 100)
  responsible: string;
  @Field(() => CalendarDate, { description: "完成时限。Due on." }) dueOn: string;
}

@InputType({ description: "整改方案：每个反馈的问题至少一条措施。A plan: at least one measure for each finding." })
class PlanInput {
  @Field(() => String, { description: "方案。The plan." }) @Length(1, 10_000) text: string;
  @Field(() => [MeasureInput], { description: "措施。The measures." })
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  measures: MeasureInput[];
}

@InputType({
  description:
    "更正由本办录入的日期，未填的不变。What the record should have said of the days that the office entered; what is left out stays.",
})
export class RectificationCorrectionInput implements Partial<Record<RectificationDate, string | null>> {
  @Field(() => CalendarDate, { nullable: true, description: "提交方案。Plan submitted on." })
  planSubmittedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "审核方案。Plan reviewed on." })
  planReviewedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "集中整改开始。Concentrated rectification from." })
  concentratedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "报告整改。Reported on." }) reportedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "提交联合审核。Joint review opened on." })
  reviewOpenedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "评估。Evaluated on." }) evaluatedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "决定继续整改。To continue since." })
  continuedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "完成。Completed on." }) completedOn?: string | null;
}

@InputType({ description: "推进一个对象的整改。Moves the rectification of a target along." })
export class MoveRectificationInput {
  @Field(() => ID, { description: "整改。The rectification." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => RectificationCommandEnum, { description: "操作。The command." }) command: RectificationCommand;
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
  @Field(() => PlanInput, { nullable: true, description: "方案（SUBMIT_PLAN）。The plan." })
  @ValidateNested()
  plan?: PlanInput | null;
  @Field(() => String, { nullable: true, description: "整改报告（REPORT）。The report." })
  @Length(0, 20_000)
  report?: string | null;
  @Field(() => EvaluationEnum, {
    nullable: true,
    description:
      "提出的等次（OPEN_REVIEW、PROPOSE_GRADE）；改提的，各方重新签署。The grade that is proposed; where it changes, all parties sign anew.",
  })
  evaluation?: Evaluation | null;
  @Field(() => RectificationCorrectionInput, { nullable: true, description: "更正（CORRECT）。The correction." })
  @ValidateNested()
  correction?: RectificationCorrectionInput | null;
  @Field(() => String, { nullable: true, description: "理由。Reason." }) @Length(0, 2000) note?: string | null;
}
