/** The text of a saved operation, for a gateway that does not know its hash.
 * @returns undefined where it cannot be had: the gateway has a newer page in the place of this one, and the text went with the old files */
export async function textOf(hash: string): Promise<string | undefined> {
  const texts = await import("../generated/texts").catch(() => undefined);
  return texts?.textOf(hash);
}
