/** Something that is to be seen. */
export interface Fact {
  key: string;
  /** what may stand there; any of these is right. Absent: that it is there is all */
  says?: readonly string[];
}

/** Something that was seen. */
export interface Sighting {
  key: string;
  says?: string;
}

/** What must be seen by looking in one way at one place: all of this, once, and nothing else. */
export interface Expectation {
  /** names the look: "inbox 990101 → 9901", "city:9902.clerk asks the county's publications" */
  where: string;
  /** whether the order counts */
  ordered: boolean;
  facts: readonly Fact[];
}

/** What a look brought, in its order. */
export interface Look {
  where: string;
  saw: readonly Sighting[];
}

export const FAULTS = ["lost", "doubled", "reordered", "leaked"] as const;
export type Wrong = (typeof FAULTS)[number];

export interface Verdict extends Record<Wrong, string[]> {
  /** how many single comparisons were made */
  checks: number;
}

/** Holds what was seen against what was acknowledged. What says the wrong thing is lost; what nobody was told of is doubled,
 * unless it belongs to another place: then it has leaked.
 * @throws where nobody has looked at all that is expected */
export function check(expected: readonly Expectation[], looks: readonly Look[]): Verdict {
  const verdict: Verdict = { checks: 0, lost: [], doubled: [], reordered: [], leaked: [] };
  const known = new Set(expected.flatMap(({ facts }) => facts.map(({ key }) => key)));
  const seenAt = new Map<string, Sighting[]>();
  for (const { where, saw } of looks) seenAt.set(where, [...(seenAt.get(where) ?? []), ...saw]);
  for (const expectation of expected) {
    const saw = seenAt.get(expectation.where);
    if (!saw) throw new Error(`nobody has looked: ${expectation.where}`);
    seenAt.delete(expectation.where);
    compare(expectation, saw, known, verdict);
  }
  const [unexpected] = seenAt.keys();
  if (unexpected) throw new Error(`nothing says what is to be seen: ${unexpected}`);
  return verdict;
}

function compare(
  { where, ordered, facts }: Expectation,
  saw: readonly Sighting[],
  known: ReadonlySet<string>,
  verdict: Verdict,
): void {
  const place = new Map(facts.map(({ key }, i) => [key, i]));
  const seen = new Map<string, Sighting>();
  let furthest = -1;
  verdict.checks += Math.max(1, facts.length) + saw.length;
  for (const sighting of saw) {
    const at = place.get(sighting.key);
    if (at === undefined) {
      verdict[known.has(sighting.key) ? "leaked" : "doubled"].push(`${where}: ${sighting.key}`);
    } else if (seen.has(sighting.key)) {
      verdict.doubled.push(`${where}: ${sighting.key}`);
    } else {
      seen.set(sighting.key, sighting);
      if (ordered && at < furthest) verdict.reordered.push(`${where}: ${sighting.key}`);
      furthest = Math.max(furthest, at);
    }
  }
  for (const { key, says } of facts) {
    const found = seen.get(key);
    if (!found) verdict.lost.push(`${where}: ${key}`);
    else if (says && !says.includes(found.says ?? "")) {
      verdict.lost.push(`${where}: ${key} says ${found.says ?? "nothing"} and not ${says.join(" or ")}`);
    }
  }
}

/** Numbers what may come several times, so that each time is a fact of its own: `a #1`, `b #1`, `a #2`. */
export function numbered<T extends { key: string }>(given: readonly T[]): T[] {
  const times = new Map<string, number>();
  return given.map((each) => {
    const time = (times.get(each.key) ?? 0) + 1;
    times.set(each.key, time);
    return { ...each, key: `${each.key} #${time}` };
  });
}
