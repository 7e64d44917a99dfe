import {
  ArgsType,
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
} from "type-graphql";
import { tierOfId } from "../../../schema/contract/ids";
import { UNIT_KINDS, type UnitKind } from "../../domain/office/office";
import { UNIT_COMMANDS, UNIT_STATUSES, type UnitCommand, type UnitStatus } from "../../domain/unit/unit";
import { TierProposedValue } from "../correction/correction.type";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { resultOf } from "../graph/refusal.type";
import { titleOf } from "../graph/rename";
import { ArrayMaxSize, ArrayMinSize, Length, ValidateNested } from "../graph/rules";
import { CalendarDate } from "../graph/scalars";

const UnitKindEnum = enumOf(UNIT_KINDS, { name: "UnitKind", description: "单位类别。Kind of a unit." });

const UnitStatusEnum = enumOf(UNIT_STATUSES, {
  name: "UnitStatus",
  description: "已登记、更正待核准、已终止。Registered, with a correction that waits for a second person, or ended.",
});
export const UnitCommandEnum = enumOf(UNIT_COMMANDS, {
  name: "UnitCommand",
  description: "更正、提出更正、核准更正、不予更正，终止（撤销单位）、撤回终止。Commands on an entry of the register.",
});

@InterfaceType("InspectedUnit", {
  description: "被巡察党组织。An inspected unit of a dated register.",
  autoRegisterImplementations: false,
  resolveType: () => "TierUnit",
})
abstract class InspectedUnit {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => String, { description: "单位代码。Code in the register of its office." }) code: string;
  @Field(() => String, { description: "名称。Name." }) name: string;
  @Field(() => UnitKindEnum, { description: "类别。Kind." }) kind: UnitKind;
  @Field(() => CalendarDate, { description: "列入日期。In the register from." }) validFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: "移出日期（不含）。To, exclusive." }) validTo:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "上级党组织。Superior body." }) superiorBody: string | null;
  @Field(() => String, { nullable: true, description: "干部管理层级。Cadre-management level." }) cadreLevel:
    | string
    | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether the entry is synthetic." }) synthetic: boolean;
  @Field(() => Int, { description: "版本。Version." }) version: number;
  @Field(() => UnitStatusEnum, { description: "状态。Status of the entry." }) status: UnitStatus;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: InspectedUnit, description: "本级对象库中的单位。A unit of this tier's register." })
export class TierUnit extends InspectedUnit {
  @Field(() => String, { nullable: true, description: "终止的文号。By which document the entry ended." })
  endedDocument: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

@ObjectType({ description: "更正的提议，待他人核准。A correction that is proposed, and waits for somebody else." })
export class TierUnitProposal {
  @Field(() => [TierProposedValue], { description: "拟更正的内容。What it should say." }) values: TierProposedValue[];
  @Field(() => ID, { description: "提出人账号。Who proposes." }) by: string;
  @Field(() => String, { description: "理由。Why." }) reason: string;
}

/** A unit of any tier's register: its id says which. */
export const AnyInspectedUnit = createUnionType({
  name: "AnyInspectedUnit",
  description: "任一级对象库中的单位。A unit of any tier's register.",
  types: () => [TierUnit] as const,
  // the name is final already: a unit of another tier is that tier's stub
  resolveType: (value: { id: string }) => `${titleOf(tierOfId(value.id) ?? "COUNTY")}Unit`,
});

@ObjectType({
  description:
    "更名、合并或撤销后仍在原登记名下的事项（仅本办）。What still stands under an entry that ended; own office only.",
})
export class TierUnitLeftBehind {
  plannedIds: string[];
  rectifyingIds: string[];
  @Field(() => [ID], {
    description:
      "仍为原登记答复的账号：原事项由其办结，承接单位须另开账号。Accounts that answer for it: they see what was begun to its end, and the entry that goes on needs its own.",
  })
  accounts: string[];
}

export const TierUnitConnection = connectionOf(TierUnit, "TierUnit", "单位");
export const TierUnitResult = resultOf(TierUnit, "TierUnit", "单位");

@ArgsType()
export class UnitPageArgs extends PageArgs {
  @Field(() => ID, { description: "负责的巡察办所在地代码。Region code of the responsible office." }) office: string;
  @Field(() => ID, { nullable: true, description: "所在地。Region of the units." }) region?: string | null;
  @Field(() => UnitKindEnum, { nullable: true, description: "类别。Kind." }) kind?: UnitKind | null;
  @Field(() => String, { nullable: true, description: "单位代码。Code." }) code?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "在库日期。In the register on this day." })
  validOn?: string | null;
}

@InputType({ description: "登记一个单位。One unit to register." })
export class RegisterUnitInput {
  @Field(() => String, { description: "单位代码。Code." }) @Length(1, 64) code: string;
  @Field(() => String, { description: "名称。Name." }) @Length(1, 200) name: string;
  @Field(() => UnitKindEnum, { description: "类别。Kind." }) kind: UnitKind;
  @Field(() => ID, { description: "所在地代码。Region code." }) region: string;
  @Field(() => String, { nullable: true, description: "上级党组织。Superior body." })
  @Length(0, 200)
  superiorBody?: string | null;
  @Field(() => ID, { nullable: true, description: "上级党组织（在册单位）。Superior body, as a unit of the register." })
  superiorUnitId?: string | null;
  @Field(() => String, { nullable: true, description: "干部管理层级。Cadre-management level." })
  @Length(0, 100)
  cadreLevel?: string | null;
  @Field(() => CalendarDate, { description: "列入日期。From." }) validFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: "移出日期（不含）。To, exclusive." }) validTo?:
    | string
    | null;
  @Field(() => Boolean, { defaultValue: false, description: "合成数据。Synthetic." }) synthetic: boolean;
}

@InputType({
  description:
    "更正登记内容，未填的不变，null 为清空。What the entry should have said; what is left out stays, null takes away.",
})
class UnitCorrectionInput {
  @Field(() => String, { nullable: true, description: "名称。Name." }) @Length(1, 200) name?: string | null;
  @Field(() => UnitKindEnum, { nullable: true, description: "类别。Kind." }) kind?: UnitKind | null;
  @Field(() => String, { nullable: true, description: "上级党组织。Superior body." })
  @Length(0, 200)
  superiorBody?: string | null;
  @Field(() => ID, { nullable: true, description: "上级党组织（在册单位）。Superior body, as a unit of the register." })
  superiorUnitId?: string | null;
  @Field(() => String, { nullable: true, description: "干部管理层级。Cadre-management level." })
  @Length(0, 100)
  cadreLevel?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "列入日期。From." }) validFrom?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "移出日期（不含）。To, exclusive." }) validTo?:
    | string
    | null;
}

@InputType({ description: "更正一条登记，或决定所提的更正。Corrects an entry, or decides what is proposed." })
export class MoveUnitInput {
  @Field(() => ID, { description: "单位。The unit." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
  @Field(() => UnitCommandEnum, { description: "操作。The command." }) command: UnitCommand;
  @Field(() => UnitCorrectionInput, { nullable: true, description: "更正内容。The correction." })
  @ValidateNested()
  correction?: UnitCorrectionInput | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "终止日期（END），自该日起不在库。From which day on it is not in the register.",
  })
  on?: string | null;
  @Field(() => String, { nullable: true, description: "终止的文号（END）。By which document." })
  @Length(0, 100)
  documentNumber?: string | null;
  @Field(() => String, { nullable: true, description: "理由。Reason." }) @Length(0, 2000) note?: string | null;
}

@InputType({ description: "单位及所见版本。An entry and the version that was read." })
class UnitVersionInput {
  @Field(() => ID, { description: "单位。The unit." }) id: string;
  @Field(() => Int, { description: "所见版本。The version that was read." }) version: number;
}

@InputType({ description: "承接单位；可沿用原单位代码。The entry that goes on; it may bear a code of those before." })
class SuccessorInput {
  @Field(() => String, { description: "单位代码。Code." }) @Length(1, 64) code: string;
  @Field(() => String, { description: "名称。Name." }) @Length(1, 200) name: string;
  @Field(() => UnitKindEnum, { description: "类别。Kind." }) kind: UnitKind;
  @Field(() => ID, { description: "所在地代码。Region code." }) region: string;
  @Field(() => String, { nullable: true, description: "上级党组织。Superior body." })
  @Length(0, 200)
  superiorBody?: string | null;
  @Field(() => ID, { nullable: true, description: "上级党组织（在册单位）。Superior body, as a unit of the register." })
  superiorUnitId?: string | null;
  @Field(() => String, { nullable: true, description: "干部管理层级。Cadre-management level." })
  @Length(0, 100)
  cadreLevel?: string | null;
}

@InputType({
  description:
    "单位更名（一个单位）或合并（多个单位）：原登记自该日终止，承接单位自该日列入。A unit is renamed, or several merge: their entries end on a day, and one goes on from it.",
})
export class SucceedUnitsInput {
  @Field(() => [UnitVersionInput], { description: "原单位。The entries that end." })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  units: UnitVersionInput[];
  @Field(() => CalendarDate, { description: "自何日起。From which day on." }) on: string;
  @Field(() => SuccessorInput, { description: "承接单位。The entry that goes on." })
  @ValidateNested()
  successor: SuccessorInput;
  @Field(() => String, { description: "批准的文号。By which document." }) @Length(1, 100) documentNumber: string;
  @Field(() => String, { description: "理由。Reason." }) @Length(0, 2000) note: string;
}

@InputType({ description: "登记单位，至多 500 个。Registers up to 500 units, all or none." })
export class RegisterUnitsInput {
  @Field(() => ID, {
    nullable: true,
    description: "代录：纸面运行的直接下级；缺省为本办。An office on paper directly below; your own by default.",
  })
  office?: string | null;
  @Field(() => [RegisterUnitInput], { description: "单位。The units." })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  units: RegisterUnitInput[];
}
