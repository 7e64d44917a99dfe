import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { ENTERED_BY } from "../graph/enteredBy";
import { Instant } from "../graph/scalars";

@Directive("@shareable")
@ObjectType({ description: "一项内容。A name and its value." })
export class HistoryDetail {
  @Field(() => String, { description: "名称。Name." }) name: string;
  @Field(() => String, { description: "内容。Value." }) value: string;
}

/** What the history of each kind of object is made of. */
@ObjectType()
export abstract class HistoryStep {
  @Field(() => Instant, { description: "时间。At." }) at: string;
  @Field(() => ID, { description: "账号。The account." }) actor: string;
  @Field(() => String, { description: "事件，见 docs/lifecycles.md。Journal entry." }) event: string;
  @Field(() => Int, { description: "此后的版本。Version that it led to." }) version: number;
  @Field(() => [HistoryDetail], { description: "内容；文本见 texts。Details; the texts are in `texts`." })
  details: HistoryDetail[];
  @Field(() => ID, ENTERED_BY) enteredByOffice: string | null;
}
