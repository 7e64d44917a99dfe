import { Directive, Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import { ENROLMENTS, type Enrolment } from "../../domain/office/office";
import { ENTERED_BY } from "../graph/enteredBy";
import { enumOf } from "../graph/enums";
import { resultOf } from "../graph/refusal.type";
import { IsInt, Length, Max, Min } from "../graph/rules";
import { CalendarDate } from "../graph/scalars";

const EnrolmentEnum = enumOf(ENROLMENTS, {
  name: "Enrolment",
  description: "入网状态。How an office takes part.",
});

@InterfaceType("InspectionOffice", {
  description: "巡视办、巡察办。An inspection office.",
  autoRegisterImplementations: false,
  resolveType: () => "TierOffice",
})
abstract class InspectionOffice {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ID, { description: "所在地代码。Code of its region." }) code: string;
  @Field(() => String, { description: "名称。Name." }) name: string;
  @Field(() => EnrolmentEnum, { description: "入网状态。How it takes part." }) enrolment: Enrolment;
}

@Directive('@key(fields: "id")')
@ObjectType({ implements: InspectionOffice, description: "本级巡视办、巡察办。An inspection office of this tier." })
export class TierOffice extends InspectionOffice {
  @Field(() => CalendarDate, { nullable: true, description: "入网日期。Enrolled on." }) enrolledOn: string | null;
}

@ObjectType({ description: "届。A term of one committee." })
export class TierTerm {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => String, { description: "党委届次，如“二届区委”。The committee and its term." }) committee: string;
  @Field(() => Int, { description: "届数。Ordinal of the term." }) ordinal: number;
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（不含）。To, exclusive." }) endsOn: string | null;
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}

/** 行政区划: the directory owns it; each tier adds its own fields. */
@Directive('@key(fields: "code")')
@ObjectType({ description: "行政区划。A region." })
export class Region {
  @Field(() => ID, { description: "代码。Code at its natural length." }) code: string;
}

@InputType({ description: "开启一届。Opens a term." })
export class OpenTermInput {
  @Field(() => ID, {
    nullable: true,
    description: "代录：纸面运行的直接下级；缺省为本办。An office on paper directly below; your own by default.",
  })
  office?: string | null;
  @Field(() => String, { description: "党委届次。The committee and its term." }) @Length(1, 100) committee: string;
  @Field(() => Int, { description: "届数。Ordinal." }) @IsInt() @Min(1) @Max(99) ordinal: number;
  @Field(() => CalendarDate, { description: "起。From." }) startsOn: string;
  @Field(() => CalendarDate, { nullable: true, description: "止（不含）。To, exclusive." }) endsOn?: string | null;
}

export const TierTermResult = resultOf(TierTerm, "TierTerm", "届");
