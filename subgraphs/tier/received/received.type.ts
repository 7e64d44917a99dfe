import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { FIGURE_DEFINITIONS } from "../../domain/figures/definitions";
import type { FindingStatus } from "../../domain/finding/finding";
import { COMPARED, type ComparedField } from "../../domain/publication/difference";
import { DECISIONS, type Decision, type PublicationStatus } from "../../domain/publication/publication";
import { FindingStatusEnum } from "../finding/finding.type";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length } from "../graph/rules";
import { Instant } from "../graph/scalars";
import { PublicationStatusEnum } from "../publication/publication.type";

export const DecisionEnum = enumOf(DECISIONS, {
  name: "PublicationDecision",
  description: "对所接收报送的决定：接收、退回。What the direct superior decides about a submission.",
});
const ComparedFieldEnum = enumOf(COMPARED, {
  name: "PublishedField",
  description: "两版报送可能不同之处。In what two versions of a submission can differ.",
});

@ObjectType({ description: "所接收报送中的一个问题，文字以报送时为准。One finding, in the words of the submission." })
export class TierReceivedFinding {
  @Field(() => ID, { description: "问题。The finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => String, { description: "单位名称。Name of the unit." }) unitName: string;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Text." }) description: string;
  @Field(() => String, { description: "监督重点。Focus." }) focus: string;
  @Field(() => String, { description: "类别。Category." }) category: string;
  @Field(() => FindingStatusEnum, { description: "报送时的状态。Status when it was submitted." }) status: FindingStatus;
  @Field(() => FindingStatusEnum, { description: "最近收到的状态。Status by the last word of the source." })
  liveStatus: FindingStatus;
  @Field(() => Instant, { description: "该状态的时刻。Since when." }) liveAt: string;
  @Field(() => Instant, {
    nullable: true,
    description:
      "报送单位遮盖其中姓名的时刻；此后文字封存，仅审计管理员可见。When its source masked a name in it: the words are sealed from then on, the audit administrator's alone.",
  })
  sealedAt: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}
export const TierReceivedFindingConnection = connectionOf(TierReceivedFinding, "TierReceivedFinding", "问题");

@ObjectType({ description: "与前一版不同的一个问题。A finding in which the version differs from the one before." })
class TierReceivedChange {
  @Field(() => [ComparedFieldEnum], { description: "何处不同。In what it differs." }) fields: ComparedField[];
  @Field(() => TierReceivedFinding, { description: "本版。As this version says it." }) finding: TierReceivedFinding;
  @Field(() => TierReceivedFinding, {
    nullable: true,
    description: "前一版；其文字已封存的为空。As the version before said it; null where that is sealed.",
  })
  before: TierReceivedFinding | null;
}

@ObjectType({ description: "与本办此前收到的一版相比。Compared with the version that was received before it." })
export class TierReceivedDifference {
  @Field(() => Int, { description: "与第几版相比。The version that it is compared with." }) against: number;
  @Field(() => [TierReceivedFinding], { description: "新增。What came." }) added: TierReceivedFinding[];
  @Field(() => [TierReceivedFinding], { description: "删去。What went." }) removed: TierReceivedFinding[];
  @Field(() => [TierReceivedChange], { description: "改动。What is said differently." }) changed: TierReceivedChange[];
}

@ObjectType({
  description:
    "接收的报送：下级报来的一版成果，依收件为准。A version that an office below submitted, as it was received.",
})
export class TierReceivedPublication {
  @Field(() => ID, { description: "报送的标识。Id of the submission." }) id: string;
  @Field(() => Int, { description: "第几版。Number of the version." }) version: number;
  @Field(() => PublicationStatusEnum, { description: "状态。Status." }) status: PublicationStatus;
  @Field(() => Int, { description: "状态的修订号，决定时须提供。Revision, to be named by a decision." })
  revision: number;
  @Field(() => Boolean, { description: "是否现行版本。Whether it is the current version." }) isCurrent: boolean;
  @Field(() => ID, { description: "报送单位所在地代码。Region code of the office that submitted." }) officeCode: string;
  @Field(() => ID, { description: "巡察对象。The target." }) targetId: string;
  @Field(() => String, { description: "被巡察单位。The unit." }) unitName: string;
  @Field(() => Instant, { description: "报送时间。Submitted at." }) submittedAt: string;
  @Field(() => ID, { description: "报送账号。The account that submitted." }) submittedBy: string;
  @Field(() => Instant, { description: "收到时间。Received at, by the clock of this tier." }) receivedAt: string;
  @Field(() => Instant, { nullable: true, description: "决定时间。Decided at." }) decidedAt: string | null;
  @Field(() => ID, { nullable: true, description: "决定者。Who decided." }) decidedBy: string | null;
  @Field(() => String, { nullable: true, description: "退回理由。Why it was returned." }) decisionReason: string | null;
  @Field(() => Instant, { nullable: true, description: "撤回时间。Recalled at." }) recalledAt: string | null;
  @Field(() => String, { nullable: true, description: "撤回理由。Why it was recalled." }) recallReason: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "报送单位的数据恢复到较早时点，已无此版。The source came back from an older copy and does not know it.",
  })
  lostAt: string | null;
  @Field(() => ID, { nullable: true, description: "代录机关所在地代码。Who entered it on behalf." })
  enteredByOffice: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}
export const TierReceivedPublicationConnection = connectionOf(
  TierReceivedPublication,
  "TierReceivedPublication",
  "接收的报送",
);
export const TierReceivedPublicationResult = resultOf(TierReceivedPublication, "TierReceivedPublication", "接收的报送");

@ArgsType()
export class ReceivedPageArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "所在地及其以下。Region and below." }) region?: string | null;
  @Field(() => PublicationStatusEnum, { nullable: true, description: "状态。Status." })
  status?: PublicationStatus | null;
  @Field(() => Instant, { nullable: true, description: "此刻以来收到的。Received since." }) since?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "只要待本办决定的。Only what waits for the decision of the own office.",
  })
  waiting?: boolean | null;
}

@InputType({ description: "要决定的一版。A version to decide about." })
class DecidedPublicationInput {
  @Field(() => ID, { description: "报送。The submission." }) id: string;
  @Field(() => Int, { description: "所见修订号。The revision that was read." }) revision: number;
}

@InputType({ description: "接收或退回若干报送，全部或全不。Accepts or returns submissions, all or none." })
export class DecidePublicationsInput {
  @Field(() => [DecidedPublicationInput], { description: "报送。The submissions." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  publications: DecidedPublicationInput[];
  @Field(() => DecisionEnum, { description: "决定。The decision." }) command: Decision;
  @Field(() => String, { nullable: true, description: "退回理由。The reason of a return." })
  @Length(0, 2000)
  note?: string | null;
}

const meaning = (name: "total" | "rectified" | "longTerm" | "open" | "closureRate") =>
  `${FIGURE_DEFINITIONS[name].zh}。${FIGURE_DEFINITIONS[name].en}.`;

@ObjectType({
  description:
    "截至某日收到的数字，只依收件。Figures as they had been received by the end of a day, from the inbox alone.",
})
export class TierReceivedFigures {
  @Field(() => Int, { description: meaning("total") }) total: number;
  @Field(() => Int, { description: meaning("rectified") }) rectified: number;
  @Field(() => Int, { description: meaning("longTerm") }) longTerm: number;
  @Field(() => Int, { description: meaning("open") }) open: number;
  @Field(() => Float, { nullable: true, description: meaning("closureRate") }) closureRate: number | null;
  @Field(() => Boolean, { description: "是否含合成数据。Whether synthetic rows are among them." }) synthetic: boolean;
  @Field(() => Instant, { description: "截至何时。What was received before this instant." }) asOf: string;
}
