import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  CLUE_COMMANDS,
  CLUE_DISPOSALS,
  CLUE_OUTCOMES,
  CLUE_RECEIPT_COMMANDS,
  CLUE_RECEIPT_STATUSES,
  CLUE_SENDER_COMMANDS,
  CLUE_STATUSES,
  type ClueCommand,
  type ClueDisposal,
  type ClueOutcome,
  type ClueReceiptCommand,
  type ClueReceiptStatus,
  type ClueSenderCommand,
  type ClueStatus,
} from "../../domain/clue/clue";
import { CADRE_LEVELS, type CadreLevel, CLUE_MATTERS, type ClueMatter } from "../../domain/clue/route";
import type { Colour, PolicyClock } from "../../domain/deadline/deadline";
import { CUSTODY_EVENTS, type CustodyEvent } from "../../trust/clue/chain";
import { ClockEnum, ColourEnum } from "../deadline/deadline.type";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

const ClueStatusEnum = enumOf(CLUE_STATUSES, {
  name: "ClueStatus",
  description: "线索状态（移送方）。Status, on the sender's side.",
});
const ClueReceiptStatusEnum = enumOf(CLUE_RECEIPT_STATUSES, {
  name: "ClueReceiptStatus",
  description: "接收回执的状态（接收方）。Status of the receiver's receipt.",
});
const ClueSenderCommandEnum = enumOf(CLUE_SENDER_COMMANDS, {
  name: "ClueSenderCommand",
  description: "移送方：批准移送、移送、封存。What the sender does.",
});
const ClueReceiptCommandEnum = enumOf(CLUE_RECEIPT_COMMANDS, {
  name: "ClueReceiptCommand",
  description:
    "接收方：签收、退回、拟处置、批准处置、不同意处置、办结。What the receiver does; whoever proposes a disposal does not decide it.",
});
const ClueCommandEnum = enumOf(CLUE_COMMANDS, {
  name: "ClueCommand",
  description: "对线索的操作。Commands on a clue.",
});
const ClueDisposalEnum = enumOf(CLUE_DISPOSALS, {
  name: "ClueDisposal",
  description: "处置方式：谈话函询、初步核实、暂存待查、予以了结。The four ways of disposal.",
});
const ClueOutcomeEnum = enumOf(CLUE_OUTCOMES, {
  name: "ClueOutcome",
  description: "办理结果：立案、采取措施、查无实据、了结。What a disposal came to.",
});
const CadreLevelEnum = enumOf(CADRE_LEVELS, {
  name: "CadreLevel",
  description: "干部管理权限：省管、市管、县管、其他。Which committee manages the subject.",
});
const ClueMatterEnum = enumOf(CLUE_MATTERS, {
  name: "ClueMatter",
  description: "违纪违法、选人用人、派驻监督单位人员。What decides the department that receives it.",
});
const CustodyEventEnum = enumOf(CUSTODY_EVENTS, {
  name: "CustodyEvent",
  description: "登记、移送、退回、办结反馈。What happened to the custody.",
});

@ObjectType({ description: "移交链的一环：双方签名。One entry of the chain of custody, signed by both sides." })
class TierClueCustody {
  @Field(() => Int, { description: "序号。Number, from 1." }) sequence: number;
  @Field(() => CustodyEventEnum, { description: "事项。What happened." }) event: CustodyEvent;
  @Field(() => ID, { description: "交出方，如 990101:INSPECTION。Who handed over." }) from: string;
  @Field(() => ID, { description: "接收方。To whom." }) to: string;
  @Field(() => Instant, { description: "时间。At." }) at: string;
  @Field(() => ID, { description: "密封内容的摘要。SHA-256 of the sealed content." }) sealedHash: string;
  @Field(() => String, { description: "交出方的签名。Signature of the one." }) signature: string;
  @Field(() => String, { nullable: true, description: "接收方的会签；尚未签收为空。Of the other; null until then." })
  countersignature: string | null;
  @Field(() => Instant, { nullable: true, description: "会签时间。Countersigned at." }) countersignedAt: string | null;
}

@ObjectType({ description: "线索的时限。A clock of the receiver." })
class TierClueDeadline {
  @Field(() => ClockEnum, { description: "哪一时限。Which." }) clock: PolicyClock;
  @Field(() => CalendarDate, { description: "起算日（当日不计）。Started on; that day does not count." })
  startedOn: string;
  @Field(() => CalendarDate, { description: "到期日。Due on." }) dueOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "办结日。Met on." }) metOn: string | null;
  @Field(() => ColourEnum, { nullable: true, description: "颜色；已办为空。Colour; null once it was met." })
  colour: Colour | null;
}

@ObjectType({ description: "接收回执：接收方自己的状态。The receiver's receipt, with its own states." })
class TierClueReceipt {
  @Field(() => ID, { description: "移送方。Sender." }) sender: string;
  @Field(() => ID, { description: "接收方。Receiver." }) receiver: string;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => ClueReceiptStatusEnum, { description: "状态。Status." }) status: ClueReceiptStatus;
  @Field(() => Instant, { description: "到达。Arrived at." }) arrivedAt: string;
  @Field(() => Instant, { nullable: true, description: "签收。Signed for at." }) receivedAt: string | null;
  @Field(() => ClueDisposalEnum, { nullable: true, description: "处置方式。Disposal." }) disposal: ClueDisposal | null;
  @Field(() => Instant, { nullable: true, description: "拟处置。Proposed at." }) proposedAt: string | null;
  @Field(() => Instant, { nullable: true, description: "批准处置。Decided at." }) decidedAt: string | null;
  @Field(() => ClueOutcomeEnum, { nullable: true, description: "办理结果。Outcome." }) outcome: ClueOutcome | null;
  @Field(() => Instant, { nullable: true, description: "办结。Concluded at." }) concludedAt: string | null;
  @Field(() => Instant, { nullable: true, description: "退回。Returned at." }) returnedAt: string | null;
  @Field(() => [TierClueDeadline], { description: "时限。Its clocks." }) deadlines: TierClueDeadline[];
}

@ObjectType({
  description:
    "问题线索：仅移交链上的保管人可见，查阅留痕。A clue, for its custodians alone; that you see it is recorded. Its content: `countyClueText`.",
})
export class TierClue {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => ClueStatusEnum, { description: "状态。Status." }) status: ClueStatus;
  @Field(() => ID, { description: "所属保管方，如 990101:INSPECTION。Whose clue it is." }) owner: string;
  @Field(() => ID, { nullable: true, description: "移送给。Whom it was referred to." }) receiver: string | null;
  @Field(() => Boolean, { description: "内容不在平台，只有存放处。Only where it lies is here." }) pointerOnly: boolean;
  @Field(() => Boolean, { description: "合成数据。Synthetic." }) synthetic: boolean;
  @Field(() => Instant, { description: "登记时间。Registered at." }) registeredAt: string;
  @Field(() => ID, { description: "登记人账号。Registered by." }) registeredBy: string;
  @Field(() => ID, { nullable: true, description: "批准移送人账号。Who approved the transfer." }) approvedBy:
    | string
    | null;
  @Field(() => Instant, { nullable: true, description: "移送时间。Referred at." }) referredAt: string | null;
  @Field(() => [TierClueReceipt], { description: "接收回执，先到的在前。Its receipts, the first first." })
  receipts: TierClueReceipt[];
  @Field(() => [TierClueCustody], { description: "移交链。The chain of custody." }) chain: TierClueCustody[];
  @Field(() => Boolean, {
    nullable: true,
    description:
      "移交链的签名是否全部有效；缺公钥、尚不能核验的为空。Whether every signature of the chain holds; null where a public key is not at hand and nothing contradicts.",
  })
  chainHolds: boolean | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "因缺其公钥而不能核验的保管方：请运维人员引入。The custody whose public key is not at hand: the operator brings it.",
  })
  chainLacksKeyOf: string | null;
  @Field(() => [ClueCommandEnum], { description: "您现在可执行的操作。What you may do now." }) commands: ClueCommand[];
}
export const TierClueConnection = connectionOf(TierClue, "TierClue", "线索");
export const TierClueResult = resultOf(TierClue, "TierClue", "线索");

@ObjectType({
  description: "线索所附的密封文字：退回理由、处置意见等。What a holder wrote about it, sealed like the clue.",
})
class TierClueNote {
  @Field(() => String, { description: "种类，即所附的操作。The command that it goes with." }) kind: string;
  @Field(() => ID, { description: "账号。Written by." }) writtenBy: string;
  @Field(() => Instant, { description: "时间。At." }) at: string;
  @Field(() => String, { description: "文字。Text." }) text: string;
}

@ObjectType({ description: "线索的内容：启封即留痕。The content of a clue; that you opened it is recorded." })
export class TierClueText {
  @Field(() => TierClue, { description: "线索。The clue." }) clue: TierClue;
  @Field(() => String, {
    nullable: true,
    description: "内容；只存指针的为空。Text; null where only a pointer is kept.",
  })
  text: string | null;
  @Field(() => String, { nullable: true, description: "存放处。Where it lies." }) pointer: string | null;
  @Field(() => String, { description: "反映对象的职务或身份。The post of whom it concerns." }) post: string;
  @Field(() => ID, { description: "所在地区。Where that is." }) region: string;
  @Field(() => CadreLevelEnum, { description: "干部管理权限。Who manages that post." }) cadreLevel: CadreLevel;
  @Field(() => ClueMatterEnum, { description: "事项。Matter." }) matter: ClueMatter;
  @Field(() => ID, { nullable: true, description: "按权限应移送给。Where it goes by that; null where nowhere." })
  route: string | null;
  @Field(() => [TierClueNote], { description: "办理意见。What its holders wrote." }) notes: TierClueNote[];
}

@InputType({ description: "反映对象：密封保存，只用于确定移送路径和拒绝本人及其下属查阅。Whom it concerns; sealed." })
class ClueSubjectInput {
  @Field(() => String, { description: "职务或身份，不必写姓名。The post; no name is needed." })
  @Length(1, 500)
  post: string;
  @Field(() => ID, { description: "所在地区代码。Region code of where the post is." }) region: string;
  @Field(() => CadreLevelEnum, { description: "干部管理权限。Who manages that post." }) cadreLevel: CadreLevel;
  @Field(() => ClueMatterEnum, { description: "事项。Matter." }) matter: ClueMatter;
  @Field(() => [ID], { nullable: true, description: "其在本平台的账号。Accounts of the subject on this platform." })
  @ArrayMaxSize(20)
  accountIds?: string[] | null;
  @Field(() => ID, { nullable: true, description: "其所在的被巡察单位。Unit whose people stand under the subject." })
  unitId?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: "其任职的巡察办或部门，如 990101:DISCIPLINE。Offices and departments in which the subject works.",
  })
  @ArrayMaxSize(20)
  workplaces?: string[] | null;
}

@InputType({ description: "登记一条线索：内容或存放处二者之一。Registers a clue: its text, or where it lies." })
export class RegisterClueInput {
  @Field(() => String, { nullable: true, description: "内容。Text." }) @Length(1, 20000) text?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "存放处及编号，内容不进入平台。Where it lies, and its number there.",
  })
  @Length(1, 500)
  pointer?: string | null;
  @Field(() => ClueSubjectInput, { description: "反映对象。Whom it concerns." })
  @ValidateNested()
  subject: ClueSubjectInput;
  @Field(() => String, {
    nullable: true,
    description:
      "反映人：另行密封，不随线索移送，也不与其一同显示。Who reported it; sealed apart, never shown with it.",
  })
  @Length(1, 2000)
  reporter?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}

@InputType({ description: "移送方的操作。A step of the sender." })
export class MoveClueInput {
  @Field(() => ID, { description: "线索。The clue." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => ClueSenderCommandEnum, { description: "操作。Command." }) command: ClueSenderCommand;
  @Field(() => ID, {
    nullable: true,
    description: "移送给；缺省按干部管理权限。The receiver; by default whoever manages the subject.",
  })
  receiver?: string | null;
  @Field(() => String, { nullable: true, description: "理由（密封）。Reason, sealed." }) @Length(1, 5000) note?:
    | string
    | null;
}

@InputType({ description: "接收方的操作。A step of the receiver." })
export class MoveClueReceiptInput {
  @Field(() => ID, { description: "线索。The clue." }) id: string;
  @Field(() => Int, { description: "所见的回执版本。The version of the receipt that was read." }) version: number;
  @Field(() => ClueReceiptCommandEnum, { description: "操作。Command." }) command: ClueReceiptCommand;
  @Field(() => ClueDisposalEnum, { nullable: true, description: "处置方式。Disposal." }) disposal?: ClueDisposal | null;
  @Field(() => ClueOutcomeEnum, { nullable: true, description: "办理结果。Outcome." }) outcome?: ClueOutcome | null;
  @Field(() => String, { nullable: true, description: "理由或意见（密封）。Reason or opinion, sealed." })
  @Length(1, 5000)
  note?: string | null;
}

const CLUE_SIDES = ["OWN", "RECEIVED"] as const;
const ClueSideEnum = enumOf(CLUE_SIDES, {
  name: "ClueSide",
  description: "本方登记的，或移送来的。Own, or given to you.",
});

@InputType({ description: "筛选线索。Which clues." })
class ClueFilter {
  @Field(() => [ClueStatusEnum], { nullable: true, description: "状态。Statuses." }) status?: ClueStatus[] | null;
  @Field(() => ClueSideEnum, { nullable: true, description: "哪一方。Which side." }) side?:
    | (typeof CLUE_SIDES)[number]
    | null;
}

@ArgsType()
export class CluePageArgs extends PageArgs {
  @Field(() => ClueFilter, { nullable: true, description: "筛选。Filter." }) filter?: ClueFilter | null;
}
