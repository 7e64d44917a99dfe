import type { Reader } from "./followers";
import type { Happening } from "./happenings";

/** When something was taken away, in milliseconds since 1970: before the first moment it was not yet, after the second it is; in
 * between nobody knows. */
export interface Withdrawn {
  from: number;
  until: number;
}

export interface Withdrawals {
  /** by person; with a unit, what is about that unit alone */
  rights: ReadonlyMap<string, Withdrawn & { unit?: string }>;
  /** by submission */
  recalls: ReadonlyMap<string, Withdrawn>;
}

/** What was taken away from a reader, if he is one from whom something is. */
export function rightWithdrawn({ person, fate }: Reader, { rights }: Pick<Withdrawals, "rights">) {
  return fate === "STAYS" || fate === "RENEWS" ? undefined : rights.get(person);
}

/** @returns from when on a reader may not be told of something any more, undefined where that does not end. What a recalled submission
 * listed is told to nobody above any more; the own office has its book */
export function endOf(
  reader: Reader,
  { about, publication, unit, office: owner }: Happening,
  withdrawals: Withdrawals,
): Withdrawn | undefined {
  const own = rightWithdrawn(reader, withdrawals);
  const ends = [
    own && (own.unit === undefined || (own.unit === unit && about !== "ORDER")) ? own : undefined,
    (about === "FINDING" || about === "DEADLINE") && owner !== reader.office
      ? withdrawals.recalls.get(publication ?? "")
      : undefined,
  ];
  return ends.filter((end) => end !== undefined).sort((a, b) => a.until - b.until)[0];
}

/** Whether somebody reads something at all, as long as nothing ends: the rules once more, in a few lines. Of an alert, whoever
 * stands above is told that a deadline of what was submitted has turned. */
export function reads({ office, region, readsBook, tier }: Reader, happening: Happening, superiors: readonly string[]) {
  if (!readsBook || happening.tier !== tier || !happening.region.startsWith(region)) return false;
  const { about } = happening;
  if (about === "DEADLINE") return superiors.includes(office);
  const submitted = about === "PUBLICATION" || about === "FINDING";
  return happening.office === office || (submitted && superiors.includes(office));
}
