const SHOWN = 5;

/** What somebody may have meant who mistyped a name, the closest first.
 * @param namesOf by what each may be asked for */
export function closest<T>(wanted: string, those: readonly T[], namesOf: (one: T) => readonly string[]): T[] {
  return those
    .map((one) => ({ one, distance: Math.min(...namesOf(one).map((name) => editDistance(wanted, name))) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

/** How many letters to insert, remove or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
