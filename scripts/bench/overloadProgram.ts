import { Pool } from "undici";

const QUESTIONS = {
  /** the gateway answers it by itself */
  directory: '{ viewer { person roles } region(code: "99") { name children { code name pathName } } }',
  tier: '{ countyFindings(first: 20) { nodes { id title status } } region(code: "990101") { name countyFigures { total } } }',
};
type Kind = keyof typeof QUESTIONS;

/** What is asked, in turn, by what is short of it first: the gateway's own processor time; or that of the tier and its database, which take
 * more for half of the questions than the gateway for all. */
export const SHORT_OF = { gateway: ["directory"], tier: ["directory", "tier"] } as const satisfies Record<
  string,
  Kind[]
>;
export type ShortOf = keyof typeof SHORT_OF;

export interface Asked {
  kind: Kind;
  end: string;
  ms: number;
}

/** What asks for one person: the kinds in turn, and again for what was refused, so that everybody, whether they listen or not, gets as
 * much of each. */
export class Program {
  readonly #pool: Pool;
  #open = 0;
  #notBefore = 0;
  #turn: number;
  #refused: Kind[] = [];
  #shortOf: ShortOf | undefined;

  /** @param turn at which it begins: where all began with the same kind, crowds of one would follow crowds of the other
   * @param listens whether it comes again only when it was told to */
  constructor(
    url: string,
    private readonly authorization: string,
    private readonly connections: number,
    turn: number,
    private readonly listens: boolean,
  ) {
    this.#turn = turn;
    this.#pool = new Pool(url, { connections, pipelining: 1, keepAliveTimeout: 60_000 });
  }

  /** Whether one more question would leave the program now. */
  get maySend(): boolean {
    return this.#open < this.connections && performance.now() >= this.#notBefore;
  }

  async ask(shortOf: ShortOf): Promise<Asked> {
    if (shortOf !== this.#shortOf) this.#refused = [];
    this.#shortOf = shortOf;
    const kinds = SHORT_OF[shortOf];
    const kind = this.#refused.pop() ?? (kinds[this.#turn++ % kinds.length] as Kind);
    this.#open++;
    const asked = performance.now();
    const end = await this.#endOf(JSON.stringify({ query: QUESTIONS[kind] }));
    this.#open--;
    if (end === "OVERLOADED") this.#refused.push(kind);
    return { kind, end, ms: performance.now() - asked };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #endOf(body: string): Promise<string> {
    const headers = { "content-type": "application/json", authorization: this.authorization };
    try {
      const answer = await this.#pool.request({ path: "/graphql", method: "POST", headers, body });
      const text = await answer.body.text();
      const again = answer.headers["retry-after"];
      if (answer.statusCode === 503 && !again) return "NO_RETRY_AFTER";
      if (again && this.listens) this.#notBefore = performance.now() + Number(again) * 1000;
      return /"extensions":\{"code":"(\w+)"/.exec(text)?.[1] ?? "DATA";
    } catch (cause) {
      return (cause as NodeJS.ErrnoException).code ?? (cause as Error).name;
    }
  }
}
