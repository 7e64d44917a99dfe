import { Agent, request } from "undici";
import type { Contender } from "./contenders";
import type { Operation } from "./graph";
import { rounded } from "./numbers";

export const AT_ONCE = 16;

/** What one contender took for one operation in one round. */
export interface Load {
  cpuMsPerRequest: number;
  requestsPerSecond: number;
  p50: number;
  p99: number;
  /** of one core, of the process that sends */
  senderCpu: number;
}

/** Sends with a person for each of its connections, since one person has a share only. */
export class Sender {
  readonly #agent = new Agent({ connections: AT_ONCE, pipelining: 1 });
  #turn = 0;

  /** @param people authorization headers, which only our gateway looks at */
  constructor(private readonly people: readonly string[]) {}

  async ask({ url }: Contender, { query, variables }: Operation, turn: number, person = 0): Promise<string> {
    const headers = { "content-type": "application/json", authorization: this.people[person] as string };
    const body = JSON.stringify({ query, variables: variables(turn) });
    const answer = await request(url, { method: "POST", headers, body, dispatcher: this.#agent });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text.slice(0, 500)}`);
    return text;
  }

  /** Each time with variables that nobody has sent before. */
  async load(contender: Contender, operation: Operation, requests: number): Promise<Load> {
    const took: number[] = [];
    const [started, cpu, own] = [performance.now(), contender.process.cpuMs(), process.cpuUsage()];
    await this.each(requests, async (_, person) => {
      const asked = performance.now();
      await this.ask(contender, operation, this.#turn++, person);
      took.push(performance.now() - asked);
    });
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(own);
    const sorted = took.sort((a, b) => a - b);
    const at = (share: number) => rounded(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    return {
      cpuMsPerRequest: rounded((contender.process.cpuMs() - cpu) / requests),
      requestsPerSecond: Math.round((requests / ms) * 1_000),
      p50: at(0.5),
      p99: at(0.99),
      senderCpu: rounded((user + system) / 1_000 / ms),
    };
  }

  /** Does something so many times, as many at once as there are people. */
  async each(count: number, ask: (number: number, person: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const one = async (person: number) => {
      while (next < count) await ask(next++, person);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, person) => one(person)));
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
