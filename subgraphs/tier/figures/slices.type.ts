import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { SLICE_GAPS, type SliceGap } from "../../domain/figures/completeness";
import { describe } from "../../domain/figures/definitions";
import { enumOf } from "../graph/enums";
import { connectionOf, PageArgs } from "../graph/paging";
import { CalendarDate } from "../graph/scalars";

export const SliceGapEnum = enumOf(SLICE_GAPS, {
  name: "SliceGap",
  description: "未入网、由上级代录、未报、迟报。Why an office's part is less than it seems.",
});

@ObjectType({ description: "一个巡察办报送的情况（上级可见）。What an office has let its superiors know." })
export class TierOfficeSlice {
  /** region code of the office */
  code: string;
  @Field(() => [SliceGapEnum], { description: "缺口，无则为空列表。What is missing; empty where nothing is." })
  gaps: SliceGap[];
  @Field(() => Int, { description: "本届已备案的轮次。Rounds of its term that are filed." }) filedRounds: number;
  @Field(() => Int, { description: describe("roundsRunning") }) runningRounds: number;
  @Field(() => CalendarDate, { nullable: true, description: "最近备案。Last filed on." }) lastFiledOn: string | null;
  @Field(() => Int, { description: describe("expected") }) expected: number;
  @Field(() => Int, { description: describe("received") }) received: number;
  @Field(() => CalendarDate, {
    nullable: true,
    description: "最早听取汇报而未报送的日期。Oldest hearing without a submission.",
  })
  waitingSince: string | null;
  @Field(() => Int, { nullable: true, description: describe("longestWaitDays") }) longestWaitDays: number | null;
}

@ObjectType({ description: "一个巡察办的逾期问题。What is overdue with one office." })
export class TierOverdueOffice {
  /** region code of the office */
  code: string;
  @Field(() => Int, { description: describe("overdue") }) overdue: number;
  @Field(() => Int, { description: describe("overdueReviews") }) overdueReviews: number;
  @Field(() => Int, { nullable: true, description: describe("longestOverdueDays") }) longestOverdueDays: number | null;
}

const LONGEST_FIRST = { zh: "久者在前", en: "the longest wait first" };
export const TierOfficeSliceConnection = connectionOf(TierOfficeSlice, "TierOfficeSlice", "报送情况", LONGEST_FIRST);
const MOST_FIRST = { zh: "多者在前", en: "the most first" };
export const TierOverdueOfficeConnection = connectionOf(TierOverdueOffice, "TierOverdueOffice", "逾期情况", MOST_FIRST);

@ArgsType()
export class OfficesArgs extends PageArgs {
  @Field(() => ID, { description: "地区代码。Code of the region." }) region: string;
}
