import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  CHOSEN_PURPOSES,
  RECEIVED_RELEASE_COMMANDS,
  RELEASE_COMMANDS,
  RELEASE_PURPOSES,
  RELEASE_STATES,
  RELEASED_FIELDS,
  type ReleaseCommand,
  type ReleasedField,
  type ReleasePurpose,
  SEALED_COPY_KINDS,
  type SealedCopyKind,
} from "../../domain/release/release";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

const ReleasePurposeEnum = enumOf(RELEASE_PURPOSES, {
  name: "ReleasePurpose",
  description: "成果通报、反馈抄送、联动监督。Results, a copy of feedback, a link to a joint supervision.",
});
const ChosenPurposeEnum = enumOf(CHOSEN_PURPOSES, {
  name: "ChosenPurpose",
  description: "成果通报、反馈抄送。Results, or a copy of what was fed back with a target.",
});
export const ReleasedFieldEnum = enumOf(RELEASED_FIELDS, {
  name: "ReleasedField",
  description: "通报哪些内容：标题、内容、监督重点、类别、单位、当前状态。What of a finding is shown.",
});
export const ReleaseStateEnum = enumOf(RELEASE_STATES, {
  name: "ReleaseState",
  description: "现状：已通报、已签收、已到期、已撤回。How it stands today; that it has expired is derived.",
});
export const ReleaseCommandEnum = enumOf(RELEASE_COMMANDS, {
  name: "ReleaseCommand",
  description:
    "撤回；TAKE_BACK 随反馈或联动监督而定。Withdraws it; TAKE_BACK follows from the feedback or the supervision.",
});

export const ReceivedReleaseCommandEnum = enumOf(RECEIVED_RELEASE_COMMANDS, {
  name: "ReceivedReleaseCommand",
  description: "签收；WITHDRAW 由通报单位。Acknowledges it; WITHDRAW is its source's.",
});

/** What both sides see of a release. */
@ObjectType()
abstract class ReleaseHeader {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ReleasePurposeEnum, { description: "用途。Purpose." }) purpose: ReleasePurpose;
  @Field(() => ID, { nullable: true, description: "所属联动监督。The joint supervision that it is a link to." })
  supervisionId: string | null;
  @Field(() => String, { description: "事由。What it is about." }) title: string;
  @Field(() => [ReleasedFieldEnum], { description: "通报哪些内容。What of its findings it shows." })
  fields: ReleasedField[];
  @Field(() => String, { nullable: true, description: "文号。Document number." }) documentNumber: string | null;
  @Field(() => CalendarDate, { description: "通报日期。Issued on." }) issuedOn: string;
  @Field(() => CalendarDate, { description: "可查阅至（含）。Readable until, inclusive." }) expiresOn: string;
  @Field(() => Instant, { nullable: true, description: "撤回时间。Withdrawn at." }) withdrawnAt: string | null;
  @Field(() => String, { nullable: true, description: "撤回理由。Why it was withdrawn." })
  withdrawalReason: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}

@ObjectType({
  description:
    "成果通报：向本办下级或同级披露的问题，仅限所列内容，到期自行失效。What the own office released downward or sideways.",
})
export class TierRelease extends ReleaseHeader {
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => ID, { description: "通报账号。The account that issued it." }) issuedBy: string;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "通报的一个对象及其签收。An office that it was released to, and its receipt." })
export class TierReleaseGrantee {
  @Field(() => ID, { description: "巡视办、巡察办所在地代码。Region code of the office." }) officeCode: string;
  @Field(() => Instant, { description: "自何时起。Since when." }) since: string;
  @Field(() => Instant, {
    nullable: true,
    description: "不再是联动监督成员、或得知无法送达的时刻。Since when it is no member, or is known to take no part.",
  })
  endedAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "无法送达：对方未入网，内容未留存。It could not be delivered: the office takes no part, nothing stayed there.",
  })
  undeliverableAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "到达时间，由对方确认。When it arrived, by the receiver's word.",
  })
  receivedAt: string | null;
  @Field(() => Instant, { nullable: true, description: "签收时间。Acknowledged at." }) acknowledgedAt: string | null;
  @Field(() => ID, { nullable: true, description: "签收账号。Who acknowledged it." }) acknowledgedBy: string | null;
}

@ObjectType({
  description:
    "收到的通报，依收件为准；不得再行通报。撤回或到期后内容不再可见，仅留此条。What was released to the own office: a tombstone once it has ended, never to be released on.",
})
export class TierReceivedRelease extends ReleaseHeader {
  @Field(() => Int, { description: "修订号，签收时填写。Revision, to be named when it is acknowledged." })
  revision: number;
  @Field(() => Instant, { description: "收到时间。Received at." }) receivedAt: string;
  @Field(() => Instant, { nullable: true, description: "签收时间。Acknowledged at." }) acknowledgedAt: string | null;
  @Field(() => ID, { nullable: true, description: "签收账号。Who acknowledged it." }) acknowledgedBy: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "通报单位的数据恢复到较早时点，已无此件。The source came back from an older copy and does not know it.",
  })
  lostAt: string | null;
}

@ObjectType({
  description:
    "通报中的一个问题；未列入通报的内容为空。A finding of a release; what the release does not show is null.",
})
class TierReleasedFinding {
  @Field(() => ID, { description: "问题的标识。Id of the finding." }) findingId: string;
  @Field(() => Int, { description: "序号。Number." }) ordinal: number;
  @Field(() => String, { nullable: true, description: "标题。Title." }) title: string | null;
  @Field(() => String, { nullable: true, description: "内容。Text." }) description: string | null;
  @Field(() => String, { nullable: true, description: "监督重点。Focus." }) focus: string | null;
  @Field(() => String, { nullable: true, description: "类别。Category." }) category: string | null;
  @Field(() => String, { nullable: true, description: "单位名称。Name of the unit." }) unitName: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "状态：所发的为通报时的，收到的为最近的。As it was released; where received, by the last word of its source.",
  })
  status: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "遮盖其中姓名的时刻；此后文字封存。Since when its words are sealed, because they named somebody.",
  })
  sealedAt: string | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      "其后更正文本的时刻：此处仍为更正前的文字，请待通报单位重新通报。Since when the finding says something else: these are the words before, until its office releases it anew.",
  })
  correctedAt: string | null;
}

export const TierReleaseConnection = connectionOf(TierRelease, "TierRelease", "通报");
export const TierReceivedReleaseConnection = connectionOf(TierReceivedRelease, "TierReceivedRelease", "收到的通报");
export const TierReleasedFindingConnection = connectionOf(TierReleasedFinding, "TierReleasedFinding", "通报的问题");
export const TierReleaseResult = resultOf(TierRelease, "TierRelease", "通报");
export const TierReceivedReleaseResult = resultOf(TierReceivedRelease, "TierReceivedRelease", "收到的通报");

@ArgsType()
export class ReleasePageArgs extends PageArgs {
  @Field(() => ReleasePurposeEnum, { nullable: true, description: "用途。Purpose." }) purpose?: ReleasePurpose | null;
  @Field(() => ID, { nullable: true, description: "向哪个办。Region code of an office that it was made to." })
  grantee?: string | null;
  @Field(() => ID, { nullable: true, description: "联动监督。The joint supervision." }) supervision?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "只要现行而未全部签收的。Only what stands and waits for a receipt.",
  })
  unacknowledged?: boolean | null;
}

@ArgsType()
export class ReceivedReleasePageArgs extends PageArgs {
  @Field(() => ReleasePurposeEnum, { nullable: true, description: "用途。Purpose." }) purpose?: ReleasePurpose | null;
  @Field(() => ID, { nullable: true, description: "由哪个办通报。Region code of the office that released." })
  source?: string | null;
  @Field(() => ID, { nullable: true, description: "联动监督。The joint supervision." }) supervision?: string | null;
  @Field(() => Boolean, { nullable: true, description: "只要现行的。Only what stands today." }) standing?:
    | boolean
    | null;
}

@InputType({
  description:
    "向本办下级或同级通报成果：一轮、若干对象或若干问题，三者择一。Releases results of a round, of targets or of single findings, one of the three.",
})
export class ReleaseResultsInput {
  @Field(() => ChosenPurposeEnum, { defaultValue: "RESULTS", description: "用途；反馈抄送按对象办理。Purpose." })
  purpose: (typeof CHOSEN_PURPOSES)[number];
  @Field(() => [ID], { description: "向哪些巡视办、巡察办，所在地代码。Region codes of the offices." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  grantees: string[];
  @Field(() => String, { description: "事由，对方可见。What it is about, for the grantees." })
  @Length(1, 200)
  title: string;
  @Field(() => ID, { nullable: true, description: "一轮中已听取汇报的对象。The heard targets of a round." })
  roundId?: string | null;
  @Field(() => [ID], { nullable: true, description: "对象。Targets." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  targetIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: "问题。Findings." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  findingIds?: string[] | null;
  @Field(() => [ReleasedFieldEnum], { description: "通报哪些内容。What of each finding is shown." })
  @ArrayMinSize(1)
  fields: ReleasedField[];
  @Field(() => CalendarDate, { description: "可查阅至（含）。Readable until, inclusive." }) expiresOn: string;
  @Field(() => String, { nullable: true, description: "文号。Document number." })
  @Length(1, 100)
  documentNumber?: string | null;
}

const SealedCopyKindEnum = enumOf(SEALED_COPY_KINDS, {
  name: "SealedCopyKind",
  description: "报送、通报。A submission or a release.",
});

@ObjectType({
  description:
    "已封存的报送、通报文字（仅安全审计员，查阅留痕）。What a submission or a release said of a finding before it was masked.",
})
export class TierSealedCopy {
  @Field(() => SealedCopyKindEnum, { description: "何种文件。Of what it is a copy." }) kind: SealedCopyKind;
  @Field(() => ID, { description: "该报送或通报。The submission or the release." }) sourceId: string;
  @Field(() => ID, { description: "报送或通报单位所在地代码。Region code of the office that it came from." })
  officeCode: string;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "内容。Text." }) description: string;
  @Field(() => String, { nullable: true, description: "单位的意见。What the unit replied." }) unitReply: string | null;
  @Field(() => Instant, { description: "封存时间。Sealed at." }) sealedAt: string;
}

@InputType({ description: "撤回一件通报；内容即行失效。Withdraws a release: its content is gone." })
export class MoveReleaseInput {
  @Field(() => ID, { description: "通报。The release." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => ReleaseCommandEnum, { description: "操作。The command." }) command: ReleaseCommand;
  @Field(() => String, { nullable: true, description: "理由，对方可见。The reason, for the grantees too." })
  @Length(0, 2000)
  note?: string | null;
}

@InputType({ description: "所签收的一件。A release to acknowledge." })
class AcknowledgedReleaseInput {
  @Field(() => ID, { description: "通报。The release." }) id: string;
  @Field(() => Int, { description: "所见修订号。The revision that was read." }) revision: number;
}

@InputType({ description: "签收若干通报，全部或全不。Acknowledges releases, all or none." })
export class AcknowledgeReleasesInput {
  @Field(() => [AcknowledgedReleaseInput], { description: "通报。The releases." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  releases: AcknowledgedReleaseInput[];
}
