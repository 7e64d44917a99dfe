import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { DayUnit, PolicyClock } from "../../domain/deadline/deadline";
import { ENTERED_BY } from "../graph/enteredBy";
import { resultOf } from "../graph/refusal.type";
import { Length, Max, Min } from "../graph/rules";
import { CalendarDate } from "../graph/scalars";
import { ClockEnum, DayUnitEnum } from "./deadline.type";

@ObjectType({
  description:
    "时限规定：起算日有效者为准，本办的优先。Days of a deadline; the one valid on the start counts, an own one first.",
})
export class TierDeadlinePolicy {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ClockEnum, { description: "哪一时限。Which deadline." }) clock: PolicyClock;
  @Field(() => Int, { description: "天数。Days." }) days: number;
  @Field(() => DayUnitEnum, { description: "天数的单位。What the days are." }) unit: DayUnit;
  @Field(() => Int, {
    description: "到期前几天变黄（自然日）。Calendar days before the due date from which it is yellow.",
  })
  warningDays: number;
  @Field(() => CalendarDate, { description: "起。Valid from." }) validFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（不含）。Valid until, exclusive." })
  validTo: string | null;
  @Field(() => String, { description: "依据。Where it comes from." }) source: string;
  @Field(() => ID, ENTERED_BY) enteredByOffice?: string | null;
}

@InputType({ description: "规定本办自某日起的时限。Sets a deadline of your office from a day on." })
export class SetDeadlinePolicyInput {
  @Field(() => ID, {
    nullable: true,
    description: "代录：纸面运行的直接下级；缺省为本办。An office on paper directly below; your own by default.",
  })
  office?: string | null;
  @Field(() => ClockEnum, { description: "哪一时限。Which deadline." }) clock: PolicyClock;
  @Field(() => Int, { description: "天数，1 至 1000。Days, 1 to 1000." }) @Min(1) @Max(1000) days: number;
  @Field(() => DayUnitEnum, { description: "天数的单位。What the days are." }) unit: DayUnit;
  @Field(() => Int, { description: "到期前几天变黄，0 至 1000。Days before the due date, 0 to 1000." })
  @Min(0)
  @Max(1000)
  warningDays: number;
  @Field(() => CalendarDate, { description: "起。Valid from." }) validFrom: string;
  @Field(() => String, { description: "依据，如文号。Where it comes from, such as a document number." })
  @Length(1, 500)
  source: string;
}

export const TierDeadlinePolicyResult = resultOf(TierDeadlinePolicy, "TierDeadlinePolicy", "时限规定");
