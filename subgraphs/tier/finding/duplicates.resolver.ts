import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { PossibleDuplicate } from "../../domain/finding/duplicates";
import type { SaidFinding } from "../../storage/finding/duplicates.repository";
import type { ReadableFinding } from "../../storage/finding/finding.repository";
import type { TierContext } from "../context";
import { findDuplicates } from "./duplicates.service";
import { TierFinding } from "./finding.type";
import { TierFindingList, TierPossibleDuplicate } from "./findingList.type";

export const POSSIBLE_DUPLICATES =
  "疑似重复的问题，每条至多三个，仅供参考。What may be entered twice, three for each at most; advice, and no refusal.";

export function toDuplicate({ place, of, why }: PossibleDuplicate<SaidFinding>): TierPossibleDuplicate {
  const [findingId, samePlace] = "known" in of ? [of.known.id, null] : [null, of.place];
  return { place, findingId, samePlace, why };
}

@Resolver(() => TierFindingList)
export class TierFindingListResolver {
  @FieldResolver(() => [TierPossibleDuplicate], { description: POSSIBLE_DUPLICATES })
  async possibleDuplicates(@Root() { items }: { items: ReadableFinding[] }, @Ctx() context: TierContext) {
    const own = items.map(({ id }) => id);
    return (await findDuplicates(context, items, own)).map(toDuplicate);
  }
}

@Resolver(() => TierPossibleDuplicate)
export class TierPossibleDuplicateResolver {
  @FieldResolver(() => TierFinding, { nullable: true, description: "已有的问题。The finding that is there already." })
  finding(@Root() { findingId }: TierPossibleDuplicate, @Ctx() context: TierContext) {
    return findingId ? context.loaders.finding.load(findingId) : null;
  }
}
