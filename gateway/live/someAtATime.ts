/** @returns the outcomes in the order of what they are of
 * @throws what `work` throws, and where the signal is given */
export async function someAtATime<Thing, Outcome>(
  things: readonly Thing[],
  most: number,
  gone: AbortSignal,
  work: (thing: Thing) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = things.entries();
  const goOn = async () => {
    for (const [i, thing] of left) {
      gone.throwIfAborted();
      outcomes[i] = await work(thing);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, goOn));
  return outcomes;
}
