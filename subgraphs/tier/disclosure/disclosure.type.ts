import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import {
  DISCLOSURE_COMMANDS,
  DISCLOSURE_PURPOSES,
  DISCLOSURE_STATUSES,
  type DisclosureCommand,
  type DisclosurePurpose,
  type DisclosureStatus,
  UNIT_ANSWERS,
  type UnitAnswer,
} from "../../domain/disclosure/disclosure";
import type { FindingStatus } from "../../domain/finding/finding";
import type { ObjectionDecision } from "../../domain/finding/objection";
import type { StepEnteredBy } from "../../domain/lifecycle";
import { FindingStatusEnum, FindingVersionInput } from "../finding/finding.type";
import { ObjectionDecisionEnum } from "../finding/findingParts.type";
import { ENTERED_BY, StepEnteredByEnum } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

export const DisclosurePurposeEnum = enumOf(DISCLOSURE_PURPOSES, {
  name: "DisclosurePurpose",
  description: "反馈、反馈抄送。Feedback to the unit, or a copy of it.",
});
const DisclosureStatusEnum = enumOf(DISCLOSURE_STATUSES, {
  name: "DisclosureStatus",
  description: "反馈状态。Status of a disclosure.",
});
export const DisclosureCommandEnum = enumOf(DISCLOSURE_COMMANDS, {
  name: "DisclosureCommand",
  description: "签收、撤回；TAKE_BACK 随对象而定。Commands; TAKE_BACK follows from the target.",
});
const DISCLOSURE_DIRECTIONS = ["ISSUED_BY_US", "TO_US"] as const;
const DisclosureDirectionEnum = enumOf(DISCLOSURE_DIRECTIONS, {
  name: "DisclosureDirection",
  description: "本办发出，或发给本单位（本办）。Issued by the own office, or to the own unit or office.",
});
export const UnitAnswerEnum = enumOf(UNIT_ANSWERS, {
  name: "UnitAnswer",
  description: "被巡察单位的答复：报整改、申诉。How a unit answers: it claims a finding rectified, or objects to it.",
});

@InterfaceType("Disclosure", {
  description: "反馈：向一个单位或巡察办披露的内容，仅限所列字段。What is fed back to one grantee, exactly as listed.",
  autoRegisterImplementations: false,
  resolveType: () => "TierDisclosure",
})
abstract class Disclosure {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => DisclosurePurposeEnum, { description: "用途。Purpose." }) purpose: DisclosurePurpose;
  @Field(() => DisclosureStatusEnum, { description: "状态。Status." }) status: DisclosureStatus;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => String, { description: "轮次名称。Title of the round." }) roundTitle: string;
  @Field(() => String, { description: "被巡察单位。The inspected unit." }) unitName: string;
  @Field(() => String, { description: "送达对象。Whom it goes to." }) granteeName: string;
  @Field(() => String, { nullable: true, description: "文号。Document number." }) documentNumber: string | null;
  @Field(() => CalendarDate, { description: "反馈日期。Issued on." }) issuedOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "可查阅至（含）。Readable until, inclusive." })
  expiresOn: string | null;
  @Field(() => Instant, { nullable: true, description: "签收时间。Acknowledged at." }) acknowledgedAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "整件撤回的时间；所反馈的内容不再可见。When the feedback was withdrawn as a whole: its content is gone.",
  })
  withdrawnAt: string | null;
  @Field(() => String, { nullable: true, description: "整件撤回的理由。Why it was withdrawn as a whole." })
  withdrawalReason: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Disclosure, description: "本级发出的反馈。A disclosure of this tier." })
export class TierDisclosure extends Disclosure {
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "反馈中的一个问题。One finding, as it was fed back, with its live status." })
export class TierDisclosedFinding {
  @Field(() => ID, { description: "问题标识，答复时填写。Id of the finding, to be named by an answer." })
  findingId: string;
  @Field(() => Int, { description: "问题版本，答复时填写。Version of the finding, to be named by an answer." })
  findingVersion: number;
  @Field(() => Int, { description: "序号。Number in the target." }) ordinal: number;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Description." }) description: string;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
  @Field(() => Int, { description: "文本版本；更正后加一。Version of the text; a correction raises it." })
  textVersion: number;
  @Field(() => FindingStatusEnum, { description: "当前状态。Live status." }) status: FindingStatus;
  @Field(() => StepEnteredByEnum, {
    nullable: true,
    description: "最近一次报整改由谁录入。Who entered the last claim.",
  })
  claimEnteredBy: StepEnteredBy | null;
  @Field(() => String, {
    nullable: true,
    description: "退回整改或撤回上一步的理由。Why the claim came back, or the last step was taken back.",
  })
  reason: string | null;
}

@ObjectType({ description: "更正之前所反馈的文本。What was fed back before it was corrected." })
export class TierDisclosedText {
  @Field(() => Int, { description: "文本版本。Version of the text." }) textVersion: number;
  @Field(() => String, { description: "标题；已封存的为空串。Title; empty where it is sealed." }) title: string;
  @Field(() => String, { description: "内容；已封存的为空串。Description; empty where it is sealed." })
  description: string;
  @Field(() => Instant, {
    nullable: true,
    description: "因涉及个人而遮盖并封存的时间，未封存为空。Since when it is sealed, because it named somebody.",
  })
  sealedAt: string | null;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
}

@ObjectType({
  description:
    "已封存的反馈文本（仅本办安全审计员，查阅留痕）。What a disclosure said before it was masked, for the audit administrator.",
})
export class TierSealedText {
  @Field(() => ID, { description: "反馈。The disclosure." }) disclosureId: string;
  @Field(() => Int, { description: "文本版本。Version of the text." }) textVersion: number;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Description." }) description: string;
  @Field(() => Instant, { description: "封存时间。Sealed at." }) sealedAt: string;
  @Field(() => ID, { description: "遮盖人账号。Who masked it." }) sealedBy: string;
}

@ObjectType({ description: "本单位的申诉及其处理。An objection of the own unit, and how it was decided." })
export class TierDisclosedObjection {
  @Field(() => CalendarDate, { description: "申诉日期。Objected on." }) objectedOn: string;
  @Field(() => String, { description: "申诉内容。What the unit says." }) text: string;
  @Field(() => StepEnteredByEnum, { description: "由谁录入：本单位，或巡察办代为录入。Who entered it." })
  enteredBy: StepEnteredBy;
  @Field(() => ObjectionDecisionEnum, {
    nullable: true,
    description: "处理，未处理为空。The decision, null while open.",
  })
  decision: ObjectionDecision | null;
  @Field(() => Instant, { nullable: true, description: "处理时间。Decided at." }) decidedAt: string | null;
  @Field(() => String, { nullable: true, description: "处理理由。Why." }) reason: string | null;
  @Field(() => String, { nullable: true, description: "答复文号。Document number." }) documentNumber: string | null;
}

export const TierDisclosureConnection = connectionOf(TierDisclosure, "TierDisclosure", "反馈");
export const TierDisclosedFindingConnection = connectionOf(TierDisclosedFinding, "TierDisclosedFinding", "反馈的问题");
export const TierDisclosureResult = resultOf(TierDisclosure, "TierDisclosure", "反馈");

@ArgsType()
export class DisclosurePageArgs extends PageArgs {
  @Field(() => DisclosureDirectionEnum, { defaultValue: "TO_US", description: "方向。Direction." })
  direction: (typeof DISCLOSURE_DIRECTIONS)[number];
  @Field(() => DisclosureStatusEnum, { nullable: true, description: "状态。Status." }) status?: DisclosureStatus | null;
  @Field(() => DisclosurePurposeEnum, { nullable: true, description: "用途。Purpose." })
  purpose?: DisclosurePurpose | null;
}

@InputType({ description: "签收或撤回一件反馈。Acknowledges or withdraws a disclosure." })
export class MoveDisclosureInput {
  @Field(() => ID, { description: "反馈。The disclosure." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => DisclosureCommandEnum, { description: "操作。The command." }) command: DisclosureCommand;
  @Field(() => String, { nullable: true, description: "理由。Reason." }) @Length(0, 2000) note?: string | null;
}

@InputType({
  description:
    "被巡察单位就反馈的问题答复，至多 500 个。A unit answers up to 500 findings that were fed back to it, all or none.",
})
export class AnswerFeedbackInput {
  @Field(() => ID, { description: "反馈。The disclosure." }) disclosureId: string;
  @Field(() => UnitAnswerEnum, { description: "答复。The answer." }) answer: UnitAnswer;
  @Field(() => [FindingVersionInput], { description: "问题。The findings." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  findings: FindingVersionInput[];
  @Field(() => String, {
    description: "佐证，或申诉、撤回的理由。The proof, or why the unit objects or takes its claim back.",
  })
  @Length(1, 4000)
  note: string;
}
