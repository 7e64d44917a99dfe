import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { Colour } from "../../domain/deadline/deadline";
import {
  ANSWER_COMMANDS,
  type AnswerCommand,
  ISSUER_COMMANDS,
  type IssuerCommand,
  ORDER_KINDS,
  ORDER_STATUSES,
  ORDER_WAYS,
  type OrderKind,
  type OrderStatus,
  type OrderWay,
} from "../../domain/order/order";
import { ColourEnum } from "../deadline/deadline.type";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, Max, Min, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { HistoryStep } from "../history/history.type";

const OrderKindEnum = enumOf(ORDER_KINDS, {
  name: "OrderKind",
  description: "派单的种类：任务、抽调人员。What an order asks for: a task, or people.",
});
const OrderWayEnum = enumOf(ORDER_WAYS, {
  name: "OrderWay",
  description: "本办发出、下达本办、抄送本办。Issued by us, come down to us, copied to us.",
});
export const OrderStatusEnum = enumOf(ORDER_STATUSES, {
  name: "OrderStatus",
  description:
    "派单状态：已下达、已签收、不予承办、已反馈、已退回、已办结、已撤回、无法送达（对方未入网）。Status; undeliverable where the office takes no part.",
});
export const OrderCommandEnum = enumOf([...ISSUER_COMMANDS, ...ANSWER_COMMANDS], {
  name: "OrderCommand",
  description:
    "发出方：坚持派单、催办、退回、办结、撤回；承办方：签收、不予承办、反馈。The issuer insists, reminds, returns, closes, withdraws; the addressee signs for it, declines, answers.",
});

@ObjectType({
  description:
    "派单：上级交办下级的事项，双方各有一份。What a higher office wants done by one below; each side has its own row.",
})
export class TierOrder {
  @Field(() => ID, { description: "标识，双方相同。Id, the same on both sides." }) id: string;
  @Field(() => Int, { description: "本方记录的版本。Version of this side's row." }) version: number;
  @Field(() => OrderWayEnum, { description: "发出、下达或抄送。On which side we are." }) way: OrderWay;
  @Field(() => OrderKindEnum, { description: "种类。Kind." }) kind: OrderKind;
  @Field(() => ID, { description: "一次下达给多个巡察办的，此标识相同。The same of all that was issued in one act." })
  issueId: string;
  @Field(() => String, { description: "标题。Title." }) title: string;
  @Field(() => String, { description: "交办内容。What is asked." }) request: string;
  @Field(() => String, { nullable: true, description: "目的和依据。Purpose and basis." }) basis: string | null;
  @Field(() => String, { nullable: true, description: "文号。Document number." }) documentNumber: string | null;
  @Field(() => [ID], {
    description:
      "附件：随单所附、已发给承办方的通报（抄送方为空）。Releases to the addressee that it encloses; of a copy none.",
  })
  releaseIds: string[];
  @Field(() => Instant, { description: "下达时间。Issued at." }) issuedAt: string;
  @Field(() => ID, { description: "下达账号。Who issued it." }) issuedBy: string;
  @Field(() => OrderStatusEnum, { description: "状态。Status." }) status: OrderStatus;
  @Field(() => Instant, { description: "自何时起。Since when." }) statusAt: string;
  @Field(() => CalendarDate, { description: "签收期限。To be signed for by." }) receiptDueOn: string;
  @Field(() => CalendarDate, { description: "反馈期限。To be answered by." }) dueOn: string;
  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "承办方现在须在此日前办理；不待其办理的为空。Until when the addressee has something to do; null otherwise.",
  })
  waitsUntil: string | null;
  @Field(() => ColourEnum, { nullable: true, description: "颜色，推算而得。Its colour today, derived." })
  colour: Colour | null;
  @Field(() => Instant, { nullable: true, description: "本办收到时间（承办、抄送）。When it came here." })
  receivedAt: string | null;
  @Field(() => Instant, { nullable: true, description: "签收时间。Signed for at." }) acceptedAt: string | null;
  @Field(() => ID, { nullable: true, description: "签收账号。Who signed for it." }) acceptedBy: string | null;
  @Field(() => String, { nullable: true, description: "反馈内容，最近一次。The last answer." }) answer: string | null;
  @Field(() => Int, { description: "第几次反馈，0 为尚未反馈。Number of the answer, 0 before the first." })
  answerNumber: number;
  @Field(() => Instant, { nullable: true, description: "反馈时间。Answered at." }) answeredAt: string | null;
  @Field(() => ID, { nullable: true, description: "反馈账号。Who answered." }) answeredBy: string | null;
  @Field(() => [ID], { description: "反馈所涉问题，均已报送。Findings that the answer names, all submitted." })
  findingIds: string[];
  @Field(() => [ID], { description: "反馈所涉轮次，均已备案。Rounds that the answer names, all filed." })
  roundIds: string[];
  @Field(() => String, {
    nullable: true,
    description: "现状的理由：不予承办、坚持、退回或撤回。Why it stands as it does.",
  })
  reason: string | null;
  @Field(() => Int, { description: "催办次数。How often it was reminded of." }) reminders: number;
  @Field(() => Instant, { nullable: true, description: "最近一次催办。Last reminded of at." }) remindedAt:
    | string
    | null;
  @Field(() => Instant, {
    nullable: true,
    description: "发出方的数据恢复到较早时点，已无此单。Its issuer came back from an older copy and does not know it.",
  })
  lostAt: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({
  description:
    "抽调：哪一轮次、起止、人数，以及派出的人。People for a round: which, from when to when, how many, and who.",
})
export class TierSecondment {
  @Field(() => ID, { description: "下达方的轮次。The issuer's round." }) roundId: string;
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { description: "止（含）。To, inclusive." }) endsOn: string;
  @Field(() => Int, { description: "人数。How many are wanted." }) peopleWanted: number;
  @Field(() => [ID], {
    description: "派出的账号，认可后方可任命。Accounts that are lent; appointable once they are taken.",
  })
  people: string[];
}

export const TierOrderConnection = connectionOf(TierOrder, "TierOrder", "派单");
export const TierOrderResult = resultOf(TierOrder, "TierOrder", "派单");

@ObjectType({ description: "派单的一步。One step in the life of an order." })
class TierOrderHistory extends HistoryStep {}
export const TierOrderHistoryConnection = connectionOf(TierOrderHistory, "TierOrderHistory", "经历");

@InputType({ description: "筛选派单。Which orders." })
class OrderFilter {
  @Field(() => [OrderWayEnum], { nullable: true, description: "发出、下达、抄送。Which side." }) way?:
    | OrderWay[]
    | null;
  @Field(() => [OrderKindEnum], { nullable: true, description: "种类。Which kinds." }) kind?: OrderKind[] | null;
  @Field(() => [OrderStatusEnum], { nullable: true, description: "状态。Which statuses." }) status?:
    | OrderStatus[]
    | null;
  @Field(() => Boolean, { nullable: true, description: "仅未了的。Only what is not over." }) open?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "仅逾期的。Only what is overdue." }) overdue?: boolean | null;
  @Field(() => [ColourEnum], { nullable: true, description: "颜色。Which colours." }) colour?: Colour[] | null;
  @Field(() => ID, { nullable: true, description: "同一次下达的。What was issued in one act." }) issueId?:
    | string
    | null;
  @Field(() => CalendarDate, { nullable: true, description: "仅此日在抽调期内的。Only people lent on this day." })
  lentOn?: string | null;
  @Field(() => ID, { nullable: true, description: "承办方在此地区及其以下。Of addressees in this region and below." })
  region?: string | null;
}

@ArgsType()
export class OrderPageArgs extends PageArgs {
  @Field(() => OrderFilter, { nullable: true, description: "筛选。Filter." }) filter?: OrderFilter | null;
}

@InputType({ description: "为本办一轮次抽调人员。People for one of the own rounds." })
class SecondmentInput {
  @Field(() => ID, { description: "本办的轮次。The own round." }) roundId: string;
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { description: "止（含），届时权限自行终止。To, inclusive; the access ends by itself." })
  endsOn: string;
  @Field(() => Int, { description: "人数，1 至 50。How many, 1 to 50." }) @Min(1) @Max(50) peopleWanted: number;
}

@InputType({
  description:
    "向至多 100 个下级巡察办下达，全部或全不。Issues an order to each of up to 100 offices below, all or none.",
})
export class IssueOrdersInput {
  @Field(() => SecondmentInput, {
    nullable: true,
    description: "抽调（仅 SECONDMENT）。The people that are asked for.",
  })
  @ValidateNested()
  secondment?: SecondmentInput | null;
  @Field(() => OrderKindEnum, { description: "种类。Kind." }) kind: OrderKind;
  @Field(() => [ID], { description: "承办巡察办所在地代码。Region codes of the addressees." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  officeCodes: string[];
  @Field(() => String, { description: "标题。Title." }) @Length(1, 200) title: string;
  @Field(() => String, { description: "交办内容。What is asked." }) @Length(1, 5000) request: string;
  @Field(() => String, { nullable: true, description: "目的和依据。Purpose and basis." })
  @Length(0, 2000)
  basis?: string | null;
  @Field(() => String, { nullable: true, description: "文号。Document number." })
  @Length(0, 100)
  documentNumber?: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "反馈期限，缺省依时限规定。Due on; by the policy where left out.",
  })
  dueOn?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: "附件：本办已向各承办方通报、现行有效的通报。Own releases that each addressee has, and that stand.",
  })
  @ArrayMaxSize(20)
  releaseIds?: string[] | null;
  @Field(() => Boolean, { defaultValue: false, description: "是否合成数据。Whether it is synthetic." })
  synthetic: boolean;
}

@InputType({ description: "派单及所见版本。An order and the version that was read." })
class OrderVersionInput {
  @Field(() => ID, { description: "派单。The order." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "对至多 100 件派单执行一个操作，全部或全不。One command on up to 100 orders, all or none." })
export class MoveOrdersInput {
  @Field(() => [OrderVersionInput], { description: "派单。The orders." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  orders: OrderVersionInput[];
  @Field(() => OrderCommandEnum, { description: "操作。The command." }) command: IssuerCommand | AnswerCommand;
  @Field(() => String, {
    nullable: true,
    description: "理由，或反馈内容（REPORT_BACK）。The reason, or the answer itself.",
  })
  @Length(0, 5000)
  note?: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "新的反馈期限（RETURN、INSIST），缺省依时限规定。The new due date; by the policy where left out.",
  })
  dueOn?: string | null;
  @Field(() => [ID], {
    nullable: true,
    description: "反馈所涉本办问题，须已报送。Own findings that the answer names; submitted.",
  })
  @ArrayMaxSize(500)
  findingIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: "派出的本办人员账号（抽调）。Own people who are lent." })
  @ArrayMaxSize(50)
  people?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: "反馈所涉本办轮次，须已备案。Own rounds that the answer names; filed.",
  })
  @ArrayMaxSize(100)
  roundIds?: string[] | null;
}
