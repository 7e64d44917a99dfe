import type { Page } from "./page";

const REMEMBERED_MS = 1_000;

/** One question for all who ask the same in the same moment. */
export class SharedPages {
  readonly #pages = new Map<string, Promise<Page>>();

  of(key: string, ask: () => Promise<Page>): Promise<Page> {
    const known = this.#pages.get(key);
    if (known) return known;
    const asked = ask();
    this.keep(key, asked);
    const forget = () => {
      setTimeout(() => this.forget(key, asked), REMEMBERED_MS).unref();
    };
    asked.then(forget, forget);
    return asked;
  }

  /** Until it is forgotten. */
  keep(key: string, page: Promise<Page>): void {
    this.#pages.set(key, page);
  }

  /** @param page where another has taken its place, that one stays */
  forget(key: string, page = this.#pages.get(key)): void {
    if (this.#pages.get(key) === page) this.#pages.delete(key);
  }
}
