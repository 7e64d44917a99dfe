/** Words that somebody searches for may name a person. They stand in no address, and so in no history, no link that is sent and no
 * server's log: an entry of the history has a key that says nothing, and what it stands for is forgotten with the page. */
export class SearchedWords {
  readonly #texts = new Map<string, string>();

  /** @param key of an entry of the history that nobody else has */
  keep(key: string, text: string): { searched: string } {
    this.#texts.set(key, text);
    return { searched: key };
  }

  /** @param state of an entry of the history, as whoever made it left it
   * @returns undefined where nothing was searched for, or where the page has been loaded anew since */
  of(state: unknown): string | undefined {
    const { searched } = (state ?? {}) as { searched?: unknown };
    return typeof searched === "string" ? this.#texts.get(searched) : undefined;
  }
}
