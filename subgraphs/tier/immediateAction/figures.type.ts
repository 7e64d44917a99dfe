import { Field, Int, ObjectType } from "type-graphql";
import type { ImmediateActionKind } from "../../domain/immediateAction/immediateAction";
import { Instant } from "../graph/scalars";
import { ImmediateActionKindEnum } from "./immediateAction.type";
import { QualifiedAmount, QualifiedCount } from "./recovery.type";

@ObjectType({ description: "一种事项的件数。How many immediate actions of one kind there are." })
class TierImmediateActionCount {
  @Field(() => ImmediateActionKindEnum, { description: "种类。Kind." }) kind: ImmediateActionKind;
  @Field(() => Int, { description: "已确认办结。Done and confirmed." }) confirmed: number;
  @Field(() => Int, { description: "已提出或授权、尚未确认。Proposed, authorised or done, not confirmed yet." })
  open: number;
}

@ObjectType({
  description:
    "立行立改等事项的数字（仅本办）：成效只计已确认的。What was done at once, own office only; sums are of what is confirmed.",
})
export class TierImmediateActionFigures {
  @Field(() => [TierImmediateActionCount], { description: "各种类，按固定次序。Each kind, in a fixed order." })
  kinds: TierImmediateActionCount[];
  @Field(() => Int, { description: "已确认办结。Done and confirmed." }) confirmed: number;
  @Field(() => Int, { description: "尚未确认。Not confirmed yet." }) open: number;
  @Field(() => QualifiedAmount, {
    nullable: true,
    description: "挽回金额，无则为空。Recovered; null where nothing is.",
  })
  recovered: QualifiedAmount | null;
  @Field(() => QualifiedCount, { nullable: true, description: "受益人数，无则为空。People helped; null where none." })
  peopleHelped: QualifiedCount | null;
  @Field(() => QualifiedCount, {
    nullable: true,
    description: "受益户数，无则为空。Households helped; null where none.",
  })
  householdsHelped: QualifiedCount | null;
  @Field(() => Boolean, { description: "是否含合成数据。Whether synthetic rows are among them." }) synthetic: boolean;
  @Field(() => Instant, { description: "统计时刻。When it was counted." }) asOf: string;
}
