import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { FIGURE_DEFINITIONS } from "../../domain/figures/definitions";
import { RELEASED_FIELDS, type ReleasedField } from "../../domain/release/release";
import {
  MEMBER_COMMANDS,
  MEMBER_STATUSES,
  type MemberCommand,
  type MemberStatus,
  SUPERVISION_COMMANDS,
  SUPERVISION_KINDS,
  SUPERVISION_STATUSES,
  type SupervisionCommand,
  type SupervisionKind,
  type SupervisionStatus,
} from "../../domain/supervision/supervision";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, IsInt, Length, Min } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { ReleasedFieldEnum } from "../release/release.type";

const SupervisionKindEnum = enumOf(SUPERVISION_KINDS, {
  name: "SupervisionKind",
  description: "同题共答、专项治理。One topic that all answer, or a special campaign.",
});
const SupervisionStatusEnum = enumOf(SUPERVISION_STATUSES, {
  name: "SupervisionStatus",
  description: "已提出、进行中、已结束、已撤销。Proposed, open, concluded, withdrawn.",
});
export const SupervisionCommandEnum = enumOf(SUPERVISION_COMMANDS, {
  name: "SupervisionCommand",
  description: "启动、结束、撤销。Opens it, concludes it, withdraws what was only proposed.",
});
const MemberStatusEnum = enumOf(MEMBER_STATUSES, {
  name: "SupervisionMemberStatus",
  description: "已邀请、已参加、不参加、已退出。How an office answered.",
});
export const MemberCommandEnum = enumOf(MEMBER_COMMANDS, {
  name: "SupervisionMemberCommand",
  description: "参加、不参加、退出。Joins, declines, leaves.",
});

@ObjectType({ description: "清单中的一题。A question of the checklist." })
class TierChecklistItem {
  @Field(() => Int, { description: "题号。Its number." }) number: number;
  @Field(() => String, { description: "题目。What is asked." }) text: string;
}

@ObjectType()
abstract class SupervisionHeader {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => SupervisionKindEnum, { description: "类型。Kind." }) kind: SupervisionKind;
  @Field(() => String, { description: "议题。The topic." }) title: string;
  @Field(() => [TierChecklistItem], { description: "清单。The checklist." }) checklist: TierChecklistItem[];
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { description: "止（含）。Through." }) endsOn: string;
  @Field(() => SupervisionStatusEnum, { description: "状态。Status." }) status: SupervisionStatus;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}

@ObjectType({
  description: "联动监督：本办发起的同题共答或专项治理。A joint supervision that the own office opened.",
})
export class TierSupervision extends SupervisionHeader {
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => Instant, { description: "提出时间。Proposed at." }) proposedAt: string;
  @Field(() => Instant, { nullable: true, description: "启动时间。Opened at." }) openedAt: string | null;
  @Field(() => Instant, { nullable: true, description: "结束时间。Concluded at." }) concludedAt: string | null;
  @Field(() => String, { nullable: true, description: "结论，或撤销的理由。What it came to, or why it was withdrawn." })
  note: string | null;
}

@ObjectType({ description: "受邀的一个办及其答复。An office that is invited, and what it answered." })
export class TierSupervisionMember {
  @Field(() => ID, { description: "所在地代码。Region code of the office." }) officeCode: string;
  @Field(() => MemberStatusEnum, { description: "答复；INVITED 为尚未答复。INVITED has not answered." })
  status: MemberStatus;
  @Field(() => Instant, { description: "邀请时间。Invited at." }) invitedAt: string;
  @Field(() => Instant, { nullable: true, description: "答复时间。Answered at." }) answeredAt: string | null;
  @Field(() => String, { nullable: true, description: "不参加或退出的理由。Why it declined or left." })
  reason: string | null;
}

@ObjectType({
  description:
    "受邀参加的联动监督，依收件为准。A joint supervision that the own office is invited to, as it was received.",
})
export class TierReceivedSupervision extends SupervisionHeader {
  @Field(() => [ID], { description: "已参加的各办，发起者除外。Who has joined, beside who opened it." })
  members: string[];
  @Field(() => String, { nullable: true, description: "结论。What it came to." }) conclusion: string | null;
  @Field(() => Instant, { description: "收到时间。Received at." }) receivedAt: string;
  @Field(() => MemberStatusEnum, { description: "本办的答复。What the own office answered." }) answer: MemberStatus;
  @Field(() => Int, { description: "修订号，答复时填写。Revision, to be named by an answer." }) revision: number;
  @Field(() => Instant, { nullable: true, description: "答复时间。Answered at." }) answeredAt: string | null;
  @Field(() => String, { nullable: true, description: "不参加或退出的理由。Why it declined or left." })
  reason: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "发起单位的数据恢复到较早时点，已无此件。Who opened it came back from an older copy and does not know it.",
  })
  lostAt: string | null;
}

@ObjectType({
  description: "成员所挂接的一个问题，仅限所列内容。A finding that a member linked, with what its link shows.",
})
class TierLinkedFinding {
  @Field(() => ID, { description: "由哪个办挂接。Region code of the office that linked it." }) officeCode: string;
  @Field(() => ID, { description: "挂接所凭的通报。The release that it is." }) releaseId: string;
  @Field(() => ID, { description: "问题的标识。Id of the finding." }) findingId: string;
  @Field(() => Int, { nullable: true, description: "对应清单的题号。The question that it answers." })
  checklistItem: number | null;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => String, { nullable: true, description: "标题。Title." }) title: string | null;
  @Field(() => String, { nullable: true, description: "内容。Text." }) description: string | null;
  @Field(() => String, { nullable: true, description: "监督重点。Focus." }) focus: string | null;
  @Field(() => String, { nullable: true, description: "类别。Category." }) category: string | null;
  @Field(() => String, { nullable: true, description: "单位名称。Name of the unit." }) unitName: string | null;
  @Field(() => String, { nullable: true, description: "最近的状态。Its status, by the last word of its office." })
  status: string | null;
  @Field(() => CalendarDate, { description: "可查阅至（含）。Readable until, inclusive." }) expiresOn: string;
  @Field(() => Instant, { nullable: true, description: "文字封存的时刻。Since when its words are sealed." })
  sealedAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "其后更正文本的时刻：此处仍为更正前的文字，请待通报单位重新通报。Since when the finding says something else: these are the words before, until its office releases it anew.",
  })
  correctedAt: string | null;
}

const meaning = (name: "total" | "rectified" | "longTerm" | "open" | "closureRate") =>
  `${FIGURE_DEFINITIONS[name].zh}。${FIGURE_DEFINITIONS[name].en}.`;

@ObjectType({
  description:
    "各级汇总的数字：所挂接而现行的问题，各计一次；结束后以当时为准。Figures over all tiers: each linked finding that stands, once; as they were at the conclusion once there is one.",
})
export class TierSupervisionFigures {
  @Field(() => Int, { description: meaning("total") }) total: number;
  @Field(() => Int, { description: meaning("open") }) open: number;
  @Field(() => Int, { description: meaning("rectified") }) rectified: number;
  @Field(() => Int, { description: meaning("longTerm") }) longTerm: number;
  @Field(() => Float, { nullable: true, description: meaning("closureRate") }) closureRate: number | null;
  @Field(() => [TierSupervisionPart], {
    description:
      "各办所挂接的；有回避者不得知不足五个的。What each office linked; a part of fewer than five is kept from whoever is recused from something.",
  })
  parts: TierSupervisionPart[];
  @Field(() => Instant, {
    nullable: true,
    description:
      "结束的时刻；此后数字不再变动，无论整改进展或成员退出。空为仍在计数。When it was concluded: the figures stay as they were then, whatever becomes of the findings or of the members; null while they are counted on.",
  })
  concludedAt: string | null;
}

@ObjectType({ description: "一个办所挂接的。What one office linked." })
export class TierSupervisionPart {
  @Field(() => ID, { description: "所在地代码。Region code of the office." }) officeCode: string;
  @Field(() => Int, { nullable: true, description: meaning("total") }) total: number | null;
  @Field(() => Int, { nullable: true, description: meaning("open") }) open: number | null;
  @Field(() => Int, { nullable: true, description: meaning("rectified") }) rectified: number | null;
}

export const TierSupervisionConnection = connectionOf(TierSupervision, "TierSupervision", "联动监督");
export const TierReceivedSupervisionConnection = connectionOf(
  TierReceivedSupervision,
  "TierReceivedSupervision",
  "受邀的联动监督",
);
export const TierLinkedFindingConnection = connectionOf(TierLinkedFinding, "TierLinkedFinding", "挂接的问题");
export const TierSupervisionResult = resultOf(TierSupervision, "TierSupervision", "联动监督");
export const TierReceivedSupervisionResult = resultOf(
  TierReceivedSupervision,
  "TierReceivedSupervision",
  "受邀的联动监督",
);

@ArgsType()
export class SupervisionPageArgs extends PageArgs {
  @Field(() => SupervisionStatusEnum, { nullable: true, description: "状态。Status." })
  status?: SupervisionStatus | null;
}

@ArgsType()
export class ReceivedSupervisionPageArgs extends PageArgs {
  @Field(() => MemberStatusEnum, { nullable: true, description: "本办的答复。What the own office answered." })
  answer?: MemberStatus | null;
}

@InputType({ description: "提出联动监督：议题、清单、期限、受邀的下级。Proposes a joint supervision." })
export class ProposeSupervisionInput {
  @Field(() => SupervisionKindEnum, { description: "类型。Kind." }) kind: SupervisionKind;
  @Field(() => String, { description: "议题。The topic." }) @Length(1, 200) title: string;
  @Field(() => [String], { description: "清单，依次编号。The questions of the checklist, numbered in this order." })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  checklist: string[];
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { description: "止（含）。Through." }) endsOn: string;
  @Field(() => [ID], { description: "受邀各办的所在地代码，均在本办之下。Region codes of offices below yours." })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  offices: string[];
  @Field(() => Boolean, { defaultValue: false, description: "是否合成数据。Whether it is synthetic." })
  synthetic: boolean;
}

@InputType({ description: "再邀请若干下级。Invites further offices." })
export class InviteToSupervisionInput {
  @Field(() => ID, { description: "联动监督。The supervision." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => [ID], { description: "所在地代码。Region codes." })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  offices: string[];
}

@InputType({ description: "启动、结束或撤销联动监督。Opens, concludes or withdraws it." })
export class MoveSupervisionInput {
  @Field(() => ID, { description: "联动监督。The supervision." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => SupervisionCommandEnum, { description: "操作。The command." }) command: SupervisionCommand;
  @Field(() => String, { nullable: true, description: "结论或理由，成员可见。What it came to, or why." })
  @Length(0, 4000)
  note?: string | null;
}

@InputType({ description: "参加、不参加或退出。An invited office joins, declines or leaves." })
export class AnswerSupervisionInput {
  @Field(() => ID, { description: "联动监督。The supervision." }) id: string;
  @Field(() => Int, { description: "所见修订号。The revision that was read." }) revision: number;
  @Field(() => MemberCommandEnum, { description: "答复。The answer." }) command: MemberCommand;
  @Field(() => String, { nullable: true, description: "理由，发起者可见。The reason." })
  @Length(0, 2000)
  note?: string | null;
}

@InputType({
  description:
    "将本办的问题挂接到联动监督，全体成员可见所列内容。Links findings of the own office, for all members to see.",
})
export class LinkFindingsInput {
  @Field(() => ID, { description: "联动监督。The supervision." }) supervisionId: string;
  @Field(() => [ID], { description: "问题。The findings." }) @ArrayMinSize(1) @ArrayMaxSize(100) findingIds: string[];
  @Field(() => Int, { nullable: true, description: "对应清单的题号。The question that they answer." })
  @IsInt()
  @Min(1)
  checklistItem?: number | null;
  @Field(() => [ReleasedFieldEnum], {
    defaultValue: RELEASED_FIELDS.filter((field) => field !== "DESCRIPTION"),
    description: "可见哪些内容；状态总在其中。What is shown; the status always is.",
  })
  @ArrayMinSize(1)
  fields: ReleasedField[];
  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "可查阅至（含），缺省为联动监督止日。Readable until; where it is not given, as long as the supervision lasts.",
  })
  expiresOn?: string | null;
}
