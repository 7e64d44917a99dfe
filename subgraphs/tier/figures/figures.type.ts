import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { describe } from "../../domain/figures/definitions";
import { connectionOf } from "../graph/paging";
import { CalendarDate, Instant } from "../graph/scalars";
import { Region } from "../office/office.type";

/** What a round, a term, a focus or a region has of. */
@ObjectType()
abstract class Counts {
  @Field(() => Int, { description: describe("total") }) total: number;
  @Field(() => Int, { description: describe("open") }) open: number;
  @Field(() => Int, { description: describe("rectified") }) rectified: number;
  @Field(() => Int, { description: describe("longTerm") }) longTerm: number;
  @Field(() => Float, { nullable: true, description: describe("closureRate") }) closureRate: number | null;
  @Field(() => Int, { description: describe("notSubmitted") }) notSubmitted: number;
}

@ObjectType({ description: "本级在一个地区的数字。What this tier counts in a region and below." })
export class TierFigures extends Counts {
  /** code of the region that was counted */
  region: string;
  @Field(() => Boolean, { description: "是否含合成数据。Whether synthetic rows are among them." }) synthetic: boolean;
  @Field(() => Instant, { description: "统计时刻。When it was counted." }) asOf: string;
}

@ObjectType({ description: "一个监督重点或类别的数字。What is counted of one focus or category." })
export class TierTopicFigures extends Counts {
  @Field(() => ID, { description: "监督重点或类别的代码。Code of the focus or category." }) code: string;
}

@ObjectType({ description: "一次巡察在一个类别发现的问题。What one inspection of a unit found in one category." })
export class TierInspectionTopic extends Counts {
  @Field(() => ID, { description: "类别的代码。Code of the category." }) category: string;
  @Field(() => Boolean, {
    description: "边改边犯：本级以前巡察该单位时已发现过。An earlier inspection by this tier had found it too.",
  })
  returned: boolean;
}

@ObjectType({ description: "一个县的一个监督重点或类别。One focus or category in one county." })
class TierTopicOfCounty extends Counts {
  @Field(() => Region, { nullable: true, description: "所在县。The county." }) region: Region;
}

@ObjectType({
  description:
    "几个县共有的监督重点或类别，可作为联动监督的议题。What several counties have in common: a topic for a joint supervision.",
})
export class TierCommonTopic extends Counts {
  @Field(() => ID, { description: "监督重点或类别的代码。Code of the focus or category." }) code: string;
  @Field(() => [TierTopicOfCounty], { description: "各县的数字，多者在前。Of each county, the most first." })
  counties: TierTopicOfCounty[];
}

const MOST_WIDESPREAD = { zh: "涉及县多者在前", en: "the most widespread first" };
export const TierCommonTopicConnection = connectionOf(
  TierCommonTopic,
  "TierCommonTopic",
  "共有的问题",
  MOST_WIDESPREAD,
);

@ObjectType({ description: "一轮、一届或一次巡察的数字。What is counted of one round, one term or one inspection." })
export class TierWorkFigures extends Counts {}

@ObjectType({ description: "全覆盖：按对象库登记的单位计。Coverage, over the units of the dated register." })
export class TierCoverage {
  @Field(() => Int, { description: describe("due") }) due: number;
  @Field(() => Int, { description: describe("inspected") }) inspected: number;
  @Field(() => Float, { nullable: true, description: describe("coverageRate") }) rate: number | null;
  @Field(() => Int, { description: describe("upgraded") }) upgraded: number;
}

@ObjectType({ description: "各级合计的覆盖情况。Coverage by this tier and those above it." })
export class TierCoverageOverTiers {
  @Field(() => Int, { description: describe("due") }) due: number;
  @Field(() => Int, {
    description:
      "已巡察单位：本届内本级或上级进驻过的，同一单位只计一次。Entered by whichever tier in the term; each once.",
  })
  inspected: number;
  @Field(() => Int, { description: "其中仅由上级提级巡察的。Of these, by none but a tier above." }) inStead: number;
  @Field(() => Float, { nullable: true, description: describe("coverageRate") }) rate: number | null;
}

/** What one tier tells another through the gateway; nobody else can ask for it. */
@Directive("@shareable")
@Directive("@inaccessible")
@ObjectType({ description: "提级巡察过的单位。A unit that was entered in its office's stead." })
export class VisitInStead {
  @Field(() => ID, { description: "单位标识。Id of the unit." }) unitId: string;
  @Field(() => CalendarDate, { description: "最近进驻。Entered last on." }) enteredOn: string;
}

@ObjectType({ description: "数字的完整程度：未报不等于没有。How much of the figures is known: silence is not zero." })
export class TierCompleteness {
  @Field(() => Int, { description: describe("offices") }) offices: number;
  @Field(() => Int, { description: describe("enrolled") }) enrolled: number;
  @Field(() => Int, { description: describe("onPaper") }) onPaper: number;
  @Field(() => Int, { description: describe("notEnrolled") }) notEnrolled: number;
  @Field(() => Int, { description: describe("silent") }) silent: number;
  @Field(() => Int, { description: describe("late") }) late: number;
  @Field(() => Int, { description: describe("expected") }) expected: number;
  @Field(() => Int, { description: describe("received") }) received: number;
  @Field(() => Int, { nullable: true, description: describe("longestWaitDays") }) longestWaitDays: number | null;
}

@Directive("@shareable")
@ObjectType({ description: "一个数字的口径。What a figure means." })
export class FigureDefinition {
  @Field(() => String, { description: "字段名。Name of the field." }) name: string;
  @Field(() => String, { description: "中文口径。In Chinese." }) zh: string;
  @Field(() => String, { description: "英文口径。In English." }) en: string;
}

@ObjectType({ description: "对账：汇总数与逐条计数的比较。The sums compared with a full count." })
export class TierReconciliation {
  @Field(() => Instant, { description: "对账时刻。When." }) at: string;
  @Field(() => Int, { description: "不一致的汇总数，应为零。Sums that differed; zero is right." }) differences: number;
}
