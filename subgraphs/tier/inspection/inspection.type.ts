import { Field, ObjectType } from "type-graphql";
import type { TargetStatus } from "../../domain/target/target";
import { CalendarDate } from "../graph/scalars";
import { TargetStatusEnum } from "../target/target.type";

@ObjectType({
  description:
    "本级对一个单位的巡察：何时、由谁，不含问题。That this tier inspected a unit: when and by whom, nothing of what was found.",
})
export class TierInspection {
  @Field(() => String, { description: "轮次名称。Title of the round." }) roundTitle: string;
  @Field(() => TargetStatusEnum, { description: "状态。Status." }) status: TargetStatus;
  @Field(() => CalendarDate, { nullable: true, description: "进驻。Entered on." }) enteredOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "听取汇报。Heard on." }) heardOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "反馈。Fed back on." }) fedBackOn: string | null;
  @Field(() => CalendarDate, { nullable: true, description: "归档。Archived on." }) archivedOn: string | null;
  @Field(() => Boolean, { description: "是否合成数据。Whether it is synthetic." }) synthetic: boolean;
}
