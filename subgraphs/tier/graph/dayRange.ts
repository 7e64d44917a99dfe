import { Field, InputType } from "type-graphql";
import type { DayRange } from "../../storage/page";
import { CalendarDate } from "./scalars";

@InputType({
  description: "起止日期，均含；一端可不填。From one day to another, both inclusive; either may be left out.",
})
export class DayRangeInput {
  @Field(() => CalendarDate, { nullable: true, description: "自（含）。From." }) from?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "至（含）。Until." }) until?: string | null;
}

export function rangeOf(asked: DayRangeInput | null | undefined): DayRange | undefined {
  return asked ? { from: asked.from ?? undefined, until: asked.until ?? undefined } : undefined;
}
