import { Field, Int, ObjectType } from "type-graphql";
import { DUPLICATE_REASONS, type DuplicateReason } from "../../domain/finding/duplicates";
import { enumOf } from "../graph/enums";
import { unionOf } from "../graph/refusal.type";
import { TierFinding } from "./finding.type";

const DuplicateReasonEnum = enumOf(DUPLICATE_REASONS, {
  name: "DuplicateReason",
  description: "疑似重复之处：标题相同、内容相同、标题相近。In what two findings seem to be one.",
});

/** Of whom it is, `finding` says by its id: the resolver reads it under the caller's rights. */
@ObjectType({
  description:
    "疑似重复：同一对象已有相同或相近的问题，仅供参考。A finding of the same target may say the same; advice.",
})
export class TierPossibleDuplicate {
  @Field(() => Int, { description: "在本次请求中的位置，从 0 起。Place in this request, from 0." }) place: number;
  @Field(() => Int, {
    nullable: true,
    description: "与本次请求中的哪一条重复。Which entry of this request says the same.",
  })
  samePlace: number | null;
  @Field(() => DuplicateReasonEnum, { description: "疑似重复之处。In what they are the same." }) why: DuplicateReason;
  findingId: string | null;
}

@ObjectType({ description: "问题，依请求的顺序。The objects, in the order of the request." })
export class TierFindingList {
  @Field(() => [TierFinding], { description: "问题。The objects." }) items: TierFinding[];
}

export const TierFindingResult = unionOf(TierFindingList, "TierFinding", "问题");
