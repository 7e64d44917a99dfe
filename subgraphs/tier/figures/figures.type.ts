import { Field, Float, Int, ObjectType } from "type-graphql";
import { Instant } from "../graph/scalars";

@ObjectType({ description: "本级在一个地区的数字。What this tier counts in a region and below." })
export class TierFigures {
  @Field(() => Int, { description: "问题总数，不含草稿和不予认定的。Findings, without drafts and dismissed ones." })
  total: number;
  @Field(() => Int, { description: "未完成整改。Neither rectified nor long-term." }) open: number;
  @Field(() => Int, { description: "完成整改（已核实或已销号）。Verified or closed." }) rectified: number;
  @Field(() => Int, { description: "长期坚持。The remedy is in force and never ends." }) longTerm: number;
  @Field(() => Float, {
    nullable: true,
    description: "整改率 = 完成整改 / 总数，总数为零时为空。rectified / total, null where nothing is counted.",
  })
  closureRate: number | null;
  @Field(() => Int, { description: "其中未报送的（仅本办）。Of these not submitted; the own office's part only." })
  notSubmitted: number;
  @Field(() => Int, { description: "涉及轮次数。Distinct rounds that the findings come from." }) rounds: number;
  @Field(() => Int, { description: "涉及单位数。Distinct units that the findings concern." }) units: number;
  @Field(() => Boolean, { description: "是否含合成数据。Whether synthetic rows are among them." }) synthetic: boolean;
  @Field(() => Instant, { description: "统计时刻。When it was counted." }) asOf: string;
}
