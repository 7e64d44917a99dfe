import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import {
  type AlertColour,
  type Clock,
  COLOURS,
  type Colour,
  DAY_UNITS,
  type DayUnit,
  POLICY_CLOCKS,
} from "../../domain/deadline/deadline";
import { enumOf } from "../graph/enums";
import { connectionOf, EARLIEST_DUE, PageArgs } from "../graph/paging";
import { CalendarDate, Instant } from "../graph/scalars";

export const ClockEnum = enumOf(POLICY_CLOCKS, {
  name: "DeadlineClock",
  description:
    "时限：驻点、听取、反馈、异议、整改方案、集中整改、整改报告、退回重报、核实；线索的签收、处置意见、办结；派单的签收、反馈。Which deadline: inspection, hearing, feedback, objection, plan, concentrated rectification, report, what came back and is due again, review of a claim; of a clue: receipt, proposal, conclusion; of an order: receipt, answer.",
});
export const DayUnitEnum = enumOf(DAY_UNITS, {
  name: "DayUnit",
  description: "工作日、自然日。Working days, or every day.",
});
export const ColourEnum = enumOf(COLOURS, {
  name: "DeadlineColour",
  description: "预警颜色：绿为正常，黄为临期，红为逾期。In time, due soon, overdue.",
});

@ObjectType({
  description:
    "时限：依时限规定和工作日历推算，不存储。A deadline, derived from policies and the calendar, never stored.",
})
export class TierDeadline {
  @Field(() => ClockEnum, { description: "哪一时限。Which deadline." }) clock: Clock;
  @Field(() => CalendarDate, { description: "起算日（当日不计）。Started on; that day does not count." })
  startedOn: string;
  @Field(() => CalendarDate, { description: "到期日。Due on." }) dueOn: string;
  @Field(() => Int, { description: "规定天数。Days that the policy gives." }) days: number;
  @Field(() => DayUnitEnum, { description: "天数的单位。What the days are." }) unit: DayUnit;
  @Field(() => Int, { nullable: true, description: "今天是第几天。Which day today is; null once it was met." })
  day: number | null;
  @Field(() => Int, { nullable: true, description: "剩余天数，逾期为负。Days left, negative when overdue." })
  daysLeft: number | null;
  @Field(() => ColourEnum, { nullable: true, description: "颜色，办结后为空。Its colour; null once it was met." })
  colour: Colour | null;
  @Field(() => Boolean, {
    description: "节假日安排是否已知；否则只计周末。Whether the holidays are known; otherwise only weekends are.",
  })
  calendarKnown: boolean;
  @Field(() => CalendarDate, { nullable: true, description: "办结日。Met on." }) metOn: string | null;
}

@ObjectType({ description: "预警：时限变黄或变红，只记一次。A deadline turned yellow or red; written once." })
export class TierAlert {
  @Field(() => ID, { description: "标识。Id." }) id: string;
  @Field(() => ClockEnum, { description: "哪一时限。Which deadline." }) clock: Clock;
  @Field(() => ColourEnum, { description: "变为何色。The colour it turned." }) colour: AlertColour;
  @Field(() => CalendarDate, { description: "到期日。Due on." }) dueOn: string;
  @Field(() => CalendarDate, { description: "变色日。Turned on." }) turnedOn: string;
  @Field(() => Instant, { description: "记录时刻。When it was written." }) at: string;
}

export const TierDeadlineConnection = connectionOf(TierDeadline, "TierDeadline", "时限", EARLIEST_DUE);

@InputType({ description: "筛选时限。Which deadlines." })
class DeadlineFilter {
  @Field(() => [ClockEnum], { nullable: true, description: "时限种类。Which kinds." }) clock?: Clock[] | null;
  @Field(() => [ColourEnum], { nullable: true, description: "颜色。Which colours." }) colour?: Colour[] | null;
  @Field(() => CalendarDate, { nullable: true, description: "此日之前到期。Due before this day." }) dueBefore?:
    | string
    | null;
}

@ArgsType()
export class DeadlinePageArgs extends PageArgs {
  @Field(() => DeadlineFilter, { nullable: true, description: "筛选。Filter." }) filter?: DeadlineFilter | null;
}
