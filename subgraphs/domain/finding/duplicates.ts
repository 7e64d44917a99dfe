/** 疑似重复 Possible duplicates: findings of one target that say the same, or nearly. Advice and no proof; who enters decides. */
export const DUPLICATE_REASONS = ["SAME_TITLE", "SAME_DESCRIPTION", "NEARLY_SAME_TITLE"] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

export interface Said {
  targetId: string;
  title: string;
  description: string;
}

/** What an entry may be a duplicate of: a finding that is there, or an earlier entry of the same request. */
export interface PossibleDuplicate<Known> {
  /** place in the request, from 0 */
  place: number;
  of: { known: Known } | { place: number };
  why: DuplicateReason;
}

/** A few are enough to make somebody look. */
const MOST_EACH = 3;
/** Titles of which the beginning or the end is common to very many are no evidence, and comparing all of them costs. */
const MOST_COMPARED = 20;
/** Shorter ones are said of everything. */
const LEAST_DESCRIPTION = 10;
const LEAST_TITLE = 6;
const EDGE = 5;
const NEARLY = 0.75;

/** Compares entries with what is known of their targets, and with each other: in time that grows with their number, not with
 * its square.
 * @returns by place, three of each at most, what is the same before what is nearly the same */
export function possibleDuplicates<Known extends Said>(
  entries: readonly Said[],
  known: readonly Known[],
): PossibleDuplicate<Known>[] {
  const index = new Index<PossibleDuplicate<Known>["of"]>();
  for (const finding of known) index.add(finding, { known: finding });
  return entries.flatMap((entry, place) => {
    const found = index.find(entry).slice(0, MOST_EACH);
    index.add(entry, { place });
    return found.map(({ what, why }) => ({ place, of: what, why }));
  });
}

interface Kept<What> {
  title: string;
  what: What;
}

class Index<What> {
  private readonly kept = new Map<string, Kept<What>[]>();

  add(said: Said, what: What): void {
    const title = plain(said.title);
    for (const key of this.keysOf(said, title).filter(Boolean)) {
      const list = this.kept.get(key);
      if (list) list.push({ title, what });
      else this.kept.set(key, [{ title, what }]);
    }
  }

  find(said: Said): { what: What; why: DuplicateReason }[] {
    const title = plain(said.title);
    const found = new Map<What, DuplicateReason>();
    const [same, description, ...edges] = this.keysOf(said, title);
    const take = (key: string | undefined, why: DuplicateReason, isOne = (_: Kept<What>) => true) => {
      for (const each of ((key && this.kept.get(key)) || []).slice(0, MOST_COMPARED)) {
        if (!found.has(each.what) && isOne(each)) found.set(each.what, why);
      }
    };
    take(same, "SAME_TITLE");
    take(description, "SAME_DESCRIPTION");
    for (const key of edges) take(key, "NEARLY_SAME_TITLE", (each) => likeness(each.title, title) >= NEARLY);
    return [...found].map(([what, why]) => ({ what, why }));
  }

  /** Of the title, of the description, of the title's two ends: what is nearly the same shares one of these. Empty where there
   * is too little to compare. */
  private keysOf({ targetId, description }: Said, title: string): string[] {
    const text = plain(description);
    const keys = [title && `${targetId} = ${title}`, text.length >= LEAST_DESCRIPTION ? `${targetId} d ${text}` : ""];
    if (title.length < LEAST_TITLE) return keys;
    // another year, another amount: another matter
    const numbers = (title.match(/\d+/g) ?? []).join(" ");
    return [
      ...keys,
      `${targetId} < ${title.slice(0, EDGE)} ${numbers}`,
      `${targetId} > ${title.slice(-EDGE)} ${numbers}`,
    ];
  }
}

/** Without spaces, signs, width and case. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{Z}\p{P}\p{S}\p{C}]/gu, "");
}

/** Share of pairs of neighbouring characters that two texts have in common, 0 to 1 (Sørensen–Dice). */
function likeness(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let common = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const pair = b.slice(i, i + 2);
    const left = pairs.get(pair) ?? 0;
    if (left === 0) continue;
    pairs.set(pair, left - 1);
    common += 1;
  }
  return (2 * common) / (a.length + b.length - 2);
}
