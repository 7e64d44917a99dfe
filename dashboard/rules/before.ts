interface Told {
  at?: string | null;
  finding?: { id: string } | null;
  publication?: { id: string } | null;
}

/** Whether something happened before all that a page was told of since it was opened; by the platform's clock, not by the reader's.
 * @param told what happened since then */
export function isBefore({ id, at }: { id: string; at?: string | null }, told: readonly Told[]): boolean {
  if (told.some(({ finding, publication }) => finding?.id === id || publication?.id === id)) return false;
  const moments = told.flatMap(({ at: when }) => (when ? [Date.parse(when)] : []));
  return !at || moments.length === 0 || Date.parse(at) < Math.min(...moments);
}
