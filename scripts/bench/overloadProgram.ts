import { Pool } from "undici";

/** Half of them the gateway answers by itself, from the directory; half ask a tier. */
const QUESTIONS = {
  directory: '{ viewer { person roles } region(code: "99") { name children { code name pathName } } }',
  tier: '{ countyFindings(first: 20) { nodes { id title status } } region(code: "990101") { name countyFigures { total } } }',
};
const KINDS = ["directory", "tier"] as const;
type Kind = (typeof KINDS)[number];
const BODIES = KINDS.map((kind) => JSON.stringify({ query: QUESTIONS[kind] }));

export interface Asked {
  kind: Kind;
  end: string;
  ms: number;
}

/** What asks for one person: the two kinds in turn, and again for what was refused, so that everybody, whether they listen or not, gets as
 * much of both. */
export class Program {
  readonly #pool: Pool;
  #open = 0;
  #notBefore = 0;
  #turn: number;
  readonly #refused: number[] = [];

  /** @param begins with which of the two: where all began with the same, crowds of one kind would follow crowds of the other
   * @param listens whether it comes again only when it was told to */
  constructor(
    url: string,
    private readonly authorization: string,
    private readonly connections: number,
    begins: Kind,
    private readonly listens: boolean,
  ) {
    this.#turn = KINDS.indexOf(begins);
    this.#pool = new Pool(url, { connections, pipelining: 1, keepAliveTimeout: 60_000 });
  }

  /** Whether one more question would leave the program now. */
  get maySend(): boolean {
    return this.#open < this.connections && performance.now() >= this.#notBefore;
  }

  async ask(): Promise<Asked> {
    const turn = this.#refused.pop() ?? this.#turn++ % KINDS.length;
    this.#open++;
    const asked = performance.now();
    const end = await this.#endOf(BODIES[turn] as string);
    this.#open--;
    if (end === "OVERLOADED") this.#refused.push(turn);
    return { kind: KINDS[turn] as Kind, end, ms: performance.now() - asked };
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
