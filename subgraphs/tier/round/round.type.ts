import { ArgsType, Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import {
  ASSIGNMENT_MODES,
  type AssignmentMode,
  AUTHORISATION_KINDS,
  type AuthorisationKind,
  ROUND_COMMANDS,
  ROUND_KINDS,
  ROUND_STATUSES,
  type RoundCommand,
  type RoundKind,
  type RoundStatus,
} from "../../domain/round/round";
import { TierProposedValue } from "../correction/correction.type";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { Length, Max, Min, ValidateNested } from "../graph/rules";
import { CalendarDate, Instant } from "../graph/scalars";

export const RoundStatusEnum = enumOf(ROUND_STATUSES, {
  name: "RoundStatus",
  description: "轮次状态。Status of a round.",
});
const RoundKindEnum = enumOf(ROUND_KINDS, {
  name: "RoundKind",
  description: "常规、专项、机动、回头看。Kind of a round.",
});
const AssignmentModeEnum = enumOf(ASSIGNMENT_MODES, {
  name: "AssignmentMode",
  description: "本级、提级、交叉、推磨、统合、助攻、回避巡。How the teams are assigned.",
});
const AuthorisationKindEnum = enumOf(AUTHORISATION_KINDS, {
  name: "AuthorisationKind",
  description: "授权种类：轮次。What is authorised.",
});
export const RoundCommandEnum = enumOf(ROUND_COMMANDS, {
  name: "RoundCommand",
  description:
    "对轮次的操作；START、CLOSE、TAKE_BACK 随对象而定。Commands; START, CLOSE and TAKE_BACK follow from the targets.",
});

@InterfaceType("Round", {
  description: "轮次：属于授权它的巡视办、巡察办。A round; it belongs to the office that authorised it.",
  autoRegisterImplementations: false,
  resolveType: () => "TierRound",
})
abstract class Round {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => Int, { description: "本届第几轮。Number within the term." }) ordinal: number;
  @Field(() => RoundKindEnum, { description: "种类。Kind." }) kind: RoundKind;
  @Field(() => AssignmentModeEnum, { description: "组织方式。How the teams are assigned." })
  assignmentMode: AssignmentMode;
  @Field(() => String, { description: "名称。Title." }) title: string;
  @Field(() => RoundStatusEnum, { description: "状态。Status." }) status: RoundStatus;
  @Field(() => Int, { description: "版本，修改时须提供。Version, to be named by a change." }) version: number;
  @Field(() => String, { nullable: true, description: "授权文号。Document number of the authorisation." })
  documentNumber: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "授权日期。Authorised on." }) authorisedOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "计划起日。Planned from." }) startsOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "计划止日（含）。Planned to, inclusive." })
  endsOn: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
  @Field(() => Instant, { description: "建立时间。Opened at." }) openedAt: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: Round, description: "本级轮次。A round of this tier." })
export class TierRound extends Round {
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "授权：何机构、何日、何文号。What a body authorised, by which document." })
export class TierAuthorisation {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => AuthorisationKindEnum, { description: "种类。Kind." }) kind: AuthorisationKind;
  @Field(() => String, { description: "授权机构。The body." }) body: string;
  @Field(() => String, { description: "文号。Document number." }) documentNumber: string;
  @Field(() => CalendarDate, { description: "日期。Date." }) authorisedOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "撤回日期。Withdrawn on." }) withdrawnOn: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

export const TierRoundConnection = connectionOf(TierRound, "TierRound", "轮次");
export const TierRoundResult = resultOf(TierRound, "TierRound", "轮次");

@ArgsType()
export class TierRoundPageArgs extends PageArgs {
  @Field(() => RoundStatusEnum, { nullable: true, description: "状态。Status." }) status?: RoundStatus | null;
}

@InputType({ description: "筹备一轮。Prepares a round of the own office." })
export class OpenRoundInput {
  @Field(() => ID, { description: "届。The term." }) termId: string;
  @Field(() => Int, { description: "本届第几轮。Number within the term." }) @Min(1) @Max(999) ordinal: number;
  @Field(() => RoundKindEnum, { defaultValue: "REGULAR", description: "种类。Kind." }) kind: RoundKind;
  @Field(() => AssignmentModeEnum, { defaultValue: "OWN_TIER", description: "组织方式。Assignment." })
  assignmentMode: AssignmentMode;
  @Field(() => String, { description: "名称。Title." }) @Length(1, 200) title: string;
  @Field(() => CalendarDate, { nullable: true, description: "计划起日。Planned from." }) startsOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "计划止日（含）。Planned to, inclusive." })
  endsOn?: string | null;
  @Field(() => ID, { nullable: true, description: "所回看的轮次（LOOK_BACK）。The round that it looks back on." })
  predecessorId?: string | null;
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}

@ObjectType({
  description: "轮次更正的提议，待他人核准。A correction of a round that is proposed, and waits for somebody else.",
})
export class TierRoundProposal {
  @Field(() => [TierProposedValue], { description: "拟更正的内容。What it should say." }) values: TierProposedValue[];
  @Field(() => ID, { description: "提出人账号。Who proposes." }) by: string;
  @Field(() => String, { description: "理由。Why." }) reason: string;
}

@InputType({
  description:
    "更正轮次的登记，未填的不变，计划起止日填 null 为清空。What the header should have said; what is left out stays.",
})
class RoundCorrectionInput {
  @Field(() => String, { nullable: true, description: "名称。Title." }) @Length(1, 200) title?: string | null;
  @Field(() => RoundKindEnum, {
    nullable: true,
    description: "种类；回头看不能改为或改自他种。Kind; a look-back stays one.",
  })
  kind?: RoundKind | null;
  @Field(() => CalendarDate, { nullable: true, description: "计划起日。Planned from." }) startsOn?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "计划止日（含）。Planned to, inclusive." })
  endsOn?: string | null;
  @Field(() => String, { nullable: true, description: "授权文号。Document number of the authorisation." })
  @Length(1, 100)
  documentNumber?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "授权日期。Authorised on." }) authorisedOn?: string | null;
}

@InputType({ description: "对轮次执行一个操作。Carries out a command on a round." })
export class MoveRoundInput {
  @Field(() => ID, { description: "轮次。The round." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => RoundCommandEnum, { description: "操作。The command." }) command: RoundCommand;
  @Field(() => String, { nullable: true, description: "授权文号（AUTHORISE）。Document number." })
  @Length(0, 100)
  documentNumber?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "授权机构（AUTHORISE），缺省为领导小组。The body that authorises.",
  })
  @Length(1, 200)
  body?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "日期，缺省为今天。Date, today by default." }) on?:
    | string
    | null;
  @Field(() => RoundCorrectionInput, {
    nullable: true,
    description: "更正（CORRECT、PROPOSE_CORRECTION）。The correction.",
  })
  @ValidateNested()
  correction?: RoundCorrectionInput | null;
  @Field(() => String, { nullable: true, description: "理由。Reason." }) @Length(0, 2000) note?: string | null;
}
