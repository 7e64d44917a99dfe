import { Pool } from "undici";

/** Half of them the gateway answers by itself, from the directory; half ask a tier. */
const BODIES = [
  '{ viewer { person roles } region(code: "99") { name children { code name pathName } } }',
  '{ countyFindings(first: 20) { nodes { id title status } } region(code: "990101") { name countyFigures { total } } }',
].map((query) => JSON.stringify({ query }));

/** What asks for one person. */
export class Program {
  readonly #pool: Pool;
  #open = 0;
  #notBefore = 0;

  /** @param listens whether it comes again only when it was told to */
  constructor(
    url: string,
    private readonly authorization: string,
    private readonly connections: number,
    private readonly listens: boolean,
  ) {
    this.#pool = new Pool(url, { connections, pipelining: 1, keepAliveTimeout: 60_000 });
  }

  /** Whether one more question would leave the program now. */
  get maySend(): boolean {
    return this.#open < this.connections && performance.now() >= this.#notBefore;
  }

  async ask(i: number): Promise<{ end: string; ms: number }> {
    this.#open++;
    const asked = performance.now();
    const end = await this.#endOf(BODIES[i % BODIES.length] as string);
    this.#open--;
    return { end, ms: performance.now() - asked };
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
