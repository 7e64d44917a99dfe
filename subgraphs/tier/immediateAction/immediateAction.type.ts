import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  IMMEDIATE_ACTION_COMMANDS,
  IMMEDIATE_ACTION_KINDS,
  IMMEDIATE_ACTION_STATUSES,
  type ImmediateActionCommand,
  type ImmediateActionKind,
  type ImmediateActionStatus,
} from "../../domain/immediateAction/immediateAction";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { HistoryStep } from "../history/history.type";
import { QualifiedAmountInput, QualifiedCountInput } from "./recovery.type";

export const ImmediateActionKindEnum = enumOf(IMMEDIATE_ACTION_KINDS, {
  name: "ImmediateActionKind",
  description:
    "立行立改、边巡边改、边巡边移、现场交办、快查快办。What is put right, handed over or assigned during the round.",
});
const ImmediateActionStatusEnum = enumOf(IMMEDIATE_ACTION_STATUSES, {
  name: "ImmediateActionStatus",
  description: "已提出、已授权、不予授权、已办、已确认、已撤销。Status of an immediate action.",
});
export const ImmediateActionCommandEnum = enumOf(IMMEDIATE_ACTION_COMMANDS, {
  name: "ImmediateActionCommand",
  description: "对立行立改等事项的操作。Commands on an immediate action.",
});

@ObjectType({
  description:
    "立行立改、边巡边改、边巡边移、现场交办、快查快办，仅台账可见。What is done while the team is there; seen in the book alone.",
})
export class TierImmediateAction {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ImmediateActionKindEnum, { description: "种类。Kind." }) kind: ImmediateActionKind;
  @Field(() => ImmediateActionStatusEnum, { description: "状态。Status." }) status: ImmediateActionStatus;
  @Field(() => CalendarDate, { description: "进入此状态的日期。In this status since." }) statusOn: string;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => String, { description: "事项。What is to be done." }) description: string;
  @Field(() => String, { nullable: true, description: "移交的部门（边巡边移）。The department that it is handed to." })
  transferredTo: string | null;
  @Field(() => CalendarDate, { description: "提出日期。Proposed on." }) proposedOn: string;
  @Field(() => ID, { description: "提出的账号。Who proposed it." }) proposedBy: string;
  @Field(() => CalendarDate, { nullable: true, description: "授权日期。Authorised on." }) authorisedOn: string | null;
  @Field(() => ID, { nullable: true, description: "授权的账号。Who authorised it." }) authorisedBy: string | null;
  @Field(() => String, { nullable: true, description: "授权文号。Document number of the authorisation." })
  documentNumber: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "办结日期。Done on." }) doneOn: string | null;
  @Field(() => ID, { nullable: true, description: "报告办结的账号。Who reported it done." }) doneBy: string | null;
  @Field(() => String, { nullable: true, description: "佐证。Proof." }) proof: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "确认日期。Confirmed on." }) confirmedOn: string | null;
  @Field(() => ID, { nullable: true, description: "确认的账号。Who confirmed it." }) confirmedBy: string | null;
  @Field(() => String, { nullable: true, description: "最近的理由。The latest reason." }) note: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
  @Field(() => Instant, { description: "记录时间。Recorded at." }) proposedAt: string;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierImmediateActionConnection = connectionOf(TierImmediateAction, "TierImmediateAction", "立行立改等事项");
export const TierImmediateActionResult = resultOf(TierImmediateAction, "TierImmediateAction", "立行立改等事项");

@ObjectType({ description: "立行立改等事项经历的一步。One thing that happened to an immediate action." })
class TierImmediateActionHistory extends HistoryStep {}
export const TierImmediateActionHistoryConnection = connectionOf(
  TierImmediateActionHistory,
  "TierImmediateActionHistory",
  "经历",
);

@InputType({ description: "立行立改等事项的筛选条件，同时成立。All conditions hold." })
class ImmediateActionFilterInput {
  @Field(() => [ImmediateActionKindEnum], { nullable: true, description: "种类之一。One of these kinds." })
  kind?: ImmediateActionKind[] | null;
  @Field(() => [ImmediateActionStatusEnum], { nullable: true, description: "状态之一。One of these statuses." })
  status?: ImmediateActionStatus[] | null;
}

@ArgsType()
export class ImmediateActionPageArgs extends PageArgs {
  @Field(() => ImmediateActionFilterInput, { nullable: true, description: "筛选。Filter." })
  filter?: ImmediateActionFilterInput | null;
}

@InputType({ description: "提出一件事项。One immediate action to propose." })
export class ProposeImmediateActionInput {
  @Field(() => ImmediateActionKindEnum, { description: "种类。Kind." }) kind: ImmediateActionKind;
  @Field(() => String, { description: "事项。What is to be done." }) @Length(1, 4000) description: string;
  @Field(() => [ID], { defaultValue: [], description: "所涉问题，同一对象，至多 100 个。Findings of the same target." })
  @ArrayMaxSize(100)
  findingIds: string[];
  @Field(() => String, { nullable: true, description: "移交的部门，仅边巡边移。Department; of a transfer only." })
  @Length(1, 200)
  transferredTo?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}

@InputType({ description: "为一个对象提出事项，至多 500 件。Proposes up to 500 actions of one target, all or none." })
export class ProposeImmediateActionsInput {
  @Field(() => ID, { description: "巡察对象。The target." }) targetId: string;
  @Field(() => [ProposeImmediateActionInput], { description: "事项。The actions." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  actions: ProposeImmediateActionInput[];
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
}

@InputType({ description: "事项及所见版本。An action and the version that was read." })
class ImmediateActionVersionInput {
  @Field(() => ID, { description: "事项。The action." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "办结的成效，均可不填。What was brought about; nothing of it is required." })
export class ImmediateActionResultInput {
  @Field(() => QualifiedAmountInput, { nullable: true, description: "挽回金额。Recovered amount." })
  @ValidateNested()
  recovered?: QualifiedAmountInput | null;
  @Field(() => QualifiedCountInput, { nullable: true, description: "受益人数。People helped." })
  @ValidateNested()
  peopleHelped?: QualifiedCountInput | null;
  @Field(() => QualifiedCountInput, { nullable: true, description: "受益户数。Households helped." })
  @ValidateNested()
  householdsHelped?: QualifiedCountInput | null;
}

@InputType({
  description: "对事项执行一个操作，至多 500 件。Carries out one command on up to 500 actions, all or none.",
})
export class MoveImmediateActionsInput {
  @Field(() => [ImmediateActionVersionInput], { description: "事项。The actions." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  actions: ImmediateActionVersionInput[];
  @Field(() => ImmediateActionCommandEnum, { description: "操作。The command." }) command: ImmediateActionCommand;
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "授权文号（AUTHORISE）。Document number." })
  @Length(0, 100)
  documentNumber?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "理由，或佐证（REPORT_DONE）。Reason, or the proof, as the command needs.",
  })
  @Length(0, 4000)
  note?: string | null;
  @Field(() => ImmediateActionResultInput, {
    nullable: true,
    description: "成效（REPORT_DONE，一件）。What it brought.",
  })
  @ValidateNested()
  result?: ImmediateActionResultInput | null;
}
