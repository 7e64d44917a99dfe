/** What a list tells of, of one kind: what stands there does not stand below it once more. */
export function idsOf(told: readonly ({ id: string } | null | undefined)[]): ReadonlySet<string> {
  return new Set(told.flatMap((each) => each?.id ?? []));
}

/** How many of the last ones are asked for, so that enough are left when those told of already are left out: no more than that, but not
 * another number for each of them, which would be another question. */
export function askedFor(shown: number, told: ReadonlySet<string>): number {
  return shown * (1 + Math.ceil(told.size / shown));
}
