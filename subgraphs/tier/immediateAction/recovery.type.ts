import { Directive, Field, InputType, Int, ObjectType } from "type-graphql";
import { MAX_HELPED, QUALIFIERS, type Qualifier } from "../../domain/immediateAction/recovery";
import { enumOf } from "../graph/enums";
import { Max, Min } from "../graph/rules";
import { Amount } from "../graph/scalars";

const QualifierEnum = enumOf(QUALIFIERS, {
  name: "Qualifier",
  description: "确数，或不少于（余）。Exactly that, or at least that.",
});

@Directive("@shareable")
@ObjectType({ description: "金额及其确切程度。An amount, and whether it is exact." })
export class QualifiedAmount {
  @Field(() => Amount, { description: "金额（元）。CNY." }) amount: string;
  @Field(() => QualifierEnum, { description: "确数或不少于。Exact or at least." }) qualifier: Qualifier;
}

@Directive("@shareable")
@ObjectType({ description: "数量及其确切程度。A count, and whether it is exact." })
export class QualifiedCount {
  @Field(() => Int, { description: "数量。The count." }) count: number;
  @Field(() => QualifierEnum, { description: "确数或不少于。Exact or at least." }) qualifier: Qualifier;
}

@InputType({ description: "金额及其确切程度。An amount, and whether it is exact." })
export class QualifiedAmountInput {
  @Field(() => Amount, { description: "金额（元），大于零。CNY, more than nothing." }) amount: string;
  @Field(() => QualifierEnum, { defaultValue: "EXACT", description: "确数或不少于。Exact or at least." })
  qualifier: Qualifier;
}

@InputType({ description: "数量及其确切程度。A count, and whether it is exact." })
export class QualifiedCountInput {
  @Field(() => Int, { description: "数量，大于零。The count, more than nothing." })
  @Min(1)
  @Max(MAX_HELPED)
  count: number;
  @Field(() => QualifierEnum, { defaultValue: "EXACT", description: "确数或不少于。Exact or at least." })
  qualifier: Qualifier;
}
