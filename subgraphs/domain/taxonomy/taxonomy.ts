/** 监督重点 FOCUS and 类别 CATEGORY: versioned lists of terms. A finding keeps the code that was valid when it was written. */
export const TAXONOMY_KINDS = ["FOCUS", "CATEGORY"] as const;
export type TaxonomyKind = (typeof TAXONOMY_KINDS)[number];

/** @param nameOf the Chinese name of each code: people write one or the other
 * @returns at most five of the codes, those that a mistyped code or name most probably means first */
export function nearestTerms(mistyped: string, nameOf: ReadonlyMap<string, string>): string[] {
  const far = new Map(
    [...nameOf].map(([code, zh]) => [code, Math.min(distance(mistyped, code), distance(mistyped, zh))]),
  );
  return [...far.keys()].sort((a, b) => (far.get(a) as number) - (far.get(b) as number)).slice(0, 5);
}

/** How many characters must be put in, left out or replaced, of a hundred: long and short codes compare alike. */
function distance(from: string, to: string): number {
  const [a, b] = [[...from.toUpperCase()], [...to.toUpperCase()]];
  let row = b.map((_, j) => j + 1);
  for (const [i, left] of a.entries()) {
    const next: number[] = [];
    for (const [j, right] of b.entries()) {
      const diagonal = j === 0 ? i : (row[j - 1] as number);
      const beside = j === 0 ? i + 1 : (next[j - 1] as number);
      next.push(Math.min(diagonal + Number(left !== right), beside + 1, (row[j] as number) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? a.length) / Math.max(a.length, b.length, 1);
}
