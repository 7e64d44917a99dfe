import { Field, ID, Int, ObjectType } from "type-graphql";
import type { DisclosurePurpose } from "../../domain/disclosure/disclosure";
import type { ExchangeException, FindingStatus } from "../../domain/finding/finding";
import { ExchangeExceptionEnum, FindingStatusEnum } from "../finding/finding.type";
import { PersonAdvice } from "../finding/findingParts.type";
import { Refusal } from "../graph/refusal.type";
import { DisclosurePurposeEnum } from "./disclosure.type";

@ObjectType({ description: "将反馈的一个问题，与反馈的字段相同。A finding as it would be fed back, field by field." })
class TierFeedbackPreviewFinding {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number in the target." }) ordinal: number;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Description." }) description: string;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
}

@ObjectType({ description: "将收到反馈的一方。Who would receive the feedback, and what." })
class TierFeedbackPreviewReceiver {
  @Field(() => ID, { description: "单位。The unit." }) unitId: string;
  @Field(() => String, { description: "名称。Its name." }) name: string;
  @Field(() => DisclosurePurposeEnum, { description: "反馈或抄送。The feedback itself, or a copy." })
  purpose: DisclosurePurpose;
  @Field(() => [TierFeedbackPreviewFinding], { description: "将收到的问题。What it would receive." })
  findings: TierFeedbackPreviewFinding[];
}

@ObjectType({ description: "不反馈给任何一方的问题。A finding that nobody would be told of." })
class TierFeedbackPreviewWithheld {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => FindingStatusEnum, { description: "状态。Its status." }) status: FindingStatus;
  @Field(() => ExchangeExceptionEnum, { nullable: true, description: "未交换意见的情形。Why it went unheard." })
  exchangeException: ExchangeException | null;
}

@ObjectType({
  description: "将反馈的文本疑似涉及个人之处。Where a text that would be fed back seems to name a person.",
})
class TierFeedbackPreviewWarning {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => Boolean, {
    description:
      "含身份证号、手机号而未遮盖或确认，反馈将被拒绝。It tells a number that is neither masked nor cleared: the feedback is refused.",
  })
  holdsUp: boolean;
  @Field(() => [PersonAdvice], { description: "所提示之处。Where." }) advice: PersonAdvice[];
}

@ObjectType({ description: "反馈预览（仅本办台账）：谁将收到什么。Exactly who would receive what; own book only." })
export class TierFeedbackPreview {
  @Field(() => [TierFeedbackPreviewReceiver], {
    description: "单位、上级党组织和另抄送的单位。Unit, body above, copies.",
  })
  receivers: TierFeedbackPreviewReceiver[];
  @Field(() => [TierFeedbackPreviewWithheld], { description: "不反馈的问题。What is withheld." })
  withheld: TierFeedbackPreviewWithheld[];
  @Field(() => [TierFeedbackPreviewWarning], { description: "提示。Warnings." }) warnings: TierFeedbackPreviewWarning[];
  @Field(() => Refusal, { nullable: true, description: "现在不能反馈的理由。Why it cannot be fed back now." })
  refusal: Refusal | null;
}
