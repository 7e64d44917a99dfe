/** What of a listed finding can differ between two versions of a submission, in the order in which it is told. */
export const COMPARED = [
  "title",
  "description",
  "focus",
  "category",
  "status",
  "ordinal",
  "unitReply",
  "furtherUnitIds",
] as const;
export type ComparedField = (typeof COMPARED)[number];

export type ListedFinding = { findingId: string } & Record<ComparedField, unknown>;

/** One finding in which two versions differ. */
export interface Change<Finding extends ListedFinding> {
  finding: Finding;
  /** as the version before said it */
  before: Finding;
  fields: ComparedField[];
}

export interface Difference<Finding extends ListedFinding> {
  added: Finding[];
  removed: Finding[];
  changed: Change<Finding>[];
}

/** What a version says that the one before did not.
 * @param versions each with all that it lists, and those of them that the reader may see: a finding that is hidden in one of
 *   them is neither added nor removed nor changed */
export function differenceOf<Finding extends ListedFinding>(
  now: { listed: readonly string[]; seen: readonly Finding[] },
  before: { listed: readonly string[]; seen: readonly Finding[] },
): Difference<Finding> {
  const earlier = new Map(before.seen.map((finding) => [finding.findingId, finding]));
  return {
    added: now.seen.filter(({ findingId }) => !before.listed.includes(findingId)),
    removed: before.seen.filter(({ findingId }) => !now.listed.includes(findingId)),
    changed: now.seen.flatMap((finding) => {
      const old = earlier.get(finding.findingId);
      const fields = old ? COMPARED.filter((name) => !isSame(finding[name], old[name])) : [];
      return old && fields.length > 0 ? [{ finding, before: old, fields }] : [];
    }),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
