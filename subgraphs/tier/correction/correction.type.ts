import { Field, ID, ObjectType } from "type-graphql";
import type { Correction } from "../../domain/correction/correction";
import { Instant } from "../graph/scalars";

@ObjectType({
  description: "更正：记错的一项内容，更正前后均保留。A value that was wrong: both stay, with who, when and why.",
})
export class TierCorrection {
  @Field(() => String, { description: "字段名称。Name of the field." }) field: string;
  @Field(() => String, { nullable: true, description: "更正前。What it said." }) from: string | null;
  @Field(() => String, {
    nullable: true,
    description: "更正后；撤回的为空。What it says; null where it was taken back.",
  })
  to: string | null;
  @Field(() => Instant, { description: "时间。At." }) at: string;
  @Field(() => ID, { nullable: true, description: "账号（仅本办）。Who corrected; own office only." }) by:
    | string
    | null;
  @Field(() => String, { nullable: true, description: "理由（仅本办）。Why; own office only." }) reason: string | null;
}

@ObjectType({
  description:
    "撤回一个步骤的提议，待他人决定。A proposal to take a step back that two people took; somebody else decides.",
})
export class TierTakeBackProposal {
  @Field(() => ID, { description: "提出人账号。Who proposes." }) by: string;
  @Field(() => String, { description: "理由。Why." }) reason: string;
}

@ObjectType({ description: "拟更正的一项。One value that should be another." })
export class TierProposedValue {
  @Field(() => String, { description: "字段名称。Name of the field." }) field: string;
  @Field(() => String, { nullable: true, description: "现为。What it says." }) from: string | null;
  @Field(() => String, { nullable: true, description: "拟为。What it should say." }) to: string | null;
}

/** The latest first. Who and why are told to those who work with the object; that it was corrected, to all who read it. */
export function toldOf(corrections: readonly Correction[], inside: boolean): TierCorrection[] {
  const told = inside ? corrections : corrections.map((each) => ({ ...each, by: null, reason: null }));
  return [...told].reverse();
}
