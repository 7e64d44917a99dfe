import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import { reasonOf } from "../../../schema/contract/fieldReasons";
import { TEAM_ROLES, type TeamRole } from "../../domain/lifecycle";
import { METHODS, type Method, type RoundStatus } from "../../domain/round/round";
import { TARGET_COMMANDS, TARGET_STATUSES, type TargetCommand, type TargetStatus } from "../../domain/target/target";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { ArrayMaxSize, ArrayMinSize, Length, Matches, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";
import { RoundStatusEnum } from "../round/round.type";

export const TargetStatusEnum = enumOf(TARGET_STATUSES, {
  name: "RoundTargetStatus",
  description: "巡察对象状态。Status of a target.",
});
export const TargetCommandEnum = enumOf(TARGET_COMMANDS, {
  name: "RoundTargetCommand",
  description: "对巡察对象的操作。Commands on a target.",
});
const MethodEnum = enumOf(METHODS, {
  name: "Method",
  description: "巡乡带村、一体巡、点穴、直巡、背包巡、码上巡。How a target is inspected.",
});
const TeamRoleEnum = enumOf(TEAM_ROLES, {
  name: "TeamRole",
  description: "组长、副组长、联络员、组员。Role in a team.",
});

@InterfaceType("RoundTarget", {
  description: "巡察对象：一轮中的一个单位。One unit in one round; the work runs per target.",
  autoRegisterImplementations: false,
  resolveType: () => "TierRoundTarget",
})
abstract class RoundTarget {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => String, { description: "被巡察时的单位名称。The unit's name at the time." }) unitName: string;
  @Field(() => MethodEnum, { nullable: true, description: "方式。Method." }) method: Method | null;
  @Field(() => TargetStatusEnum, { description: "状态。Status." }) status: TargetStatus;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => CalendarDate, { nullable: true, description: "进驻。Entered on." }) enteredOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "报告。Reported on." }) reportedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "听取汇报。Heard on." }) heardOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "反馈。Fed back on." }) fedBackOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "整改开始。Rectification started on." })
  rectificationStartedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "评估。Evaluated on." }) evaluatedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "归档。Archived on." }) archivedOn: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: RoundTarget, description: "本级巡察对象。A target of this tier's rounds." })
export class TierRoundTarget extends RoundTarget {
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "任职：人员在一个对象上的任期。A person in the team of a target, for a period." })
export class TierAppointment {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "账号。Account." }) person: string;
  @Field(() => TeamRoleEnum, { description: "组内职务。Role in the team." }) role: TeamRole;
  @Field(() => CalendarDate, { description: "起。From." }) validFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（含）。To, inclusive." }) validTo: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: "移交或提前终止的时间。When the handover, or the director, ended it.",
  })
  endedAt: string | null;
  @Field(() => String, { nullable: true, description: "提前终止的理由。Why it was ended early." })
  endReason: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "账号所在巡察办；他级账号为空。Office of the account; null where that is in another tier.",
  })
  homeOffice: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "撤回反馈的提议，待领导小组决定。A proposal to withdraw the feedback as a whole." })
export class TierWithdrawalProposal {
  @Field(() => ID, { description: "提出人账号。Who proposes." }) by: string;
  @Field(() => String, { description: "理由；撤回后告知被巡察党组织。Why; the unit is told when it is withdrawn." })
  reason: string;
}

@ObjectType({ description: "听取汇报。A hearing of the report (own office only)." })
export class TierHearing {
  @Field(() => String, { description: "会议。The body that heard." }) body: string;
  @Field(() => String, { description: "文号。Document number." }) documentNumber: string;
}

export const TierRoundTargetConnection = connectionOf(TierRoundTarget, "TierRoundTarget", "巡察对象");
export const TierRoundTargetResult = resultOf(TierRoundTarget, "TierRoundTarget", "巡察对象");

@InputType({ description: "加入一个单位。One unit to add." })
export class AddTargetInput {
  @Field(() => ID, {
    description:
      "单位：本办对象库的，或下级对象库的（由其所在层级当场出具回执）。The unit: of the own register, or of one below, which attests it.",
  })
  unitId: string;
  @Field(() => MethodEnum, { nullable: true, description: "方式。Method." }) method?: Method | null;
}

@InputType({ description: "向一轮加入巡察对象，至多 500 个。Adds up to 500 targets to a round, all or none." })
export class AddTargetsInput {
  @Field(() => ID, { description: "轮次。The round." }) roundId: string;
  @Field(() => [AddTargetInput], { description: "对象。The targets." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  targets: AddTargetInput[];
}

@InputType({ description: "对象及所见版本。A target and the version that was read." })
class TargetVersionInput {
  @Field(() => ID, { description: "对象。The target." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "听取汇报的会议与文号。Which body heard, under which document number." })
export class HearingInput {
  @Field(() => String, { description: "会议。The body." }) @Length(1, 200) body: string;
  @Field(() => String, { description: "文号。Document number." }) @Length(1, 100) documentNumber: string;
}

@InputType({
  description:
    "反馈：送被巡察单位，抄送其上级党组织和所列单位。Feedback goes to the unit, to its superior body and to these.",
})
export class FeedbackInput {
  @Field(() => String, { nullable: true, description: "文号。Document number." })
  @Length(1, 100)
  documentNumber?: string | null;
  @Field(() => [ID], { nullable: true, description: "另抄送的单位。Units that get a copy too." })
  @ArrayMaxSize(20)
  copyTo?: string[] | null;
  @Field(() => CalendarDate, { nullable: true, description: "可查阅至（含）。Readable until, inclusive." })
  expiresOn?: string | null;
}

@InputType({
  description: "更正已记录的日期和会议，未填的不变。What the record should have said; what is left out stays.",
})
class TargetCorrectionInput {
  @Field(() => CalendarDate, { nullable: true, description: "进驻。Entered on." }) enteredOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "报告。Reported on." }) reportedOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "听取汇报。Heard on." }) heardOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "归档。Archived on." }) archivedOn?: string | null;
  @Field(() => HearingInput, { nullable: true, description: "听取汇报的会议与文号。The hearing." })
  @ValidateNested()
  hearing?: HearingInput | null;
}

@InputType({ description: "对巡察对象执行一个操作。Carries out one command on up to 500 targets, all or none." })
export class MoveTargetsInput {
  @Field(() => [TargetVersionInput], { description: "对象。The targets." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  targets: TargetVersionInput[];
  @Field(() => TargetCommandEnum, { description: "操作。The command." }) command: TargetCommand;
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
  @Field(() => HearingInput, { nullable: true, description: "听取汇报（HEAR）。The hearing." })
  @ValidateNested()
  hearing?: HearingInput | null;
  @Field(() => FeedbackInput, { nullable: true, description: "反馈（FEED_BACK）。The feedback." })
  @ValidateNested()
  feedback?: FeedbackInput | null;
  @Field(() => TargetCorrectionInput, { nullable: true, description: "更正（CORRECT）。The correction." })
  @ValidateNested()
  correction?: TargetCorrectionInput | null;
  @Field(() => String, {
    nullable: true,
    description: "领导小组决定的文号（WITHDRAW_FEEDBACK，代录时必填）。Document of the decision; required on behalf.",
  })
  @Length(1, 100)
  documentNumber?: string | null;
  @Field(() => String, { nullable: true, description: "理由或意见。Reason or opinion." }) @Length(0, 2000) note?:
    | string
    | null;
}

@InputType({ description: "一名组员。One member of a team." })
export class TeamMemberInput {
  @Field(() => ID, { description: "账号。Account." })
  @Matches(/^(province|city|county):[a-z0-9][a-z0-9._-]{1,62}$/, reasonOf("NOT_AN_ACCOUNT"))
  person: string;
  @Field(() => TeamRoleEnum, { description: "组内职务。Role in the team." }) role: TeamRole;
  @Field(() => CalendarDate, { description: "起。From." }) validFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（含）。To, inclusive." }) validTo?: string | null;
}

@InputType({
  description:
    "组建巡察组：同一组人员可同时任命到多个对象，全部办理或全部不办理。Appoints a team to one target or to several: to all of them, or to none.",
})
export class AppointTeamInput {
  @Field(() => [ID], { description: "对象。The targets." }) @ArrayMinSize(1) @ArrayMaxSize(100) targetIds: string[];
  @Field(() => [TeamMemberInput], { description: "组员。The members." })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  members: TeamMemberInput[];
}

@InputType({ description: "提前终止一项任职。Ends an appointment early." })
export class EndAppointmentInput {
  @Field(() => ID, { description: "任职。The appointment." }) id: string;
  @Field(() => String, { description: "理由。Reason." }) @Length(0, 2000) reason: string;
}

@InputType({ description: "对象的筛选条件，同时成立。All conditions hold." })
class TargetFilterInput {
  @Field(() => [TargetStatusEnum], { nullable: true, description: "状态之一。One of these statuses." })
  status?: TargetStatus[] | null;
  @Field(() => [RoundStatusEnum], { nullable: true, description: "轮次状态之一。The round's status is one of these." })
  roundStatus?: RoundStatus[] | null;
  @Field(() => ID, { nullable: true, description: "轮次。Round." }) roundId?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "在此日之前进驻。Entered before this day." })
  enteredBefore?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "只要他级对象库中的单位：提级巡察等。Only units of other tiers' registers, entered in their offices' stead.",
  })
  inStead?: boolean | null;
}

@ArgsType()
export class TargetPageArgs extends PageArgs {
  @Field(() => ID, { description: "巡察办所在地代码。Region code of the office." }) office: string;
  @Field(() => TargetFilterInput, { nullable: true, description: "筛选。Filter." }) filter?: TargetFilterInput | null;
}
