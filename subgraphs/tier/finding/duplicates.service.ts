import { type PossibleDuplicate, possibleDuplicates, type Said } from "../../domain/finding/duplicates";
import { findSaidOfTargets, type SaidFinding } from "../../storage/finding/duplicates.repository";
import type { TierContext } from "../context";

/** What entries may be duplicates of, among the findings that the caller may see.
 * @param own ids of what these entries became */
export async function findDuplicates(
  context: TierContext,
  entries: readonly Said[],
  own: readonly string[],
): Promise<PossibleDuplicate<SaidFinding>[]> {
  const targetIds = [...new Set(entries.map(({ targetId }) => targetId))];
  if (targetIds.length === 0) return [];
  const known = await context.session.read((db) => findSaidOfTargets(db, targetIds));
  const made = new Set(own);
  return possibleDuplicates(
    entries,
    known.filter(({ id }) => !made.has(id)),
  );
}
