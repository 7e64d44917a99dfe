import type { MeasuredPlatform } from "./platform";
import type { Question, Reader } from "./questions";

/** What a question costs one reader, over all rounds. Milliseconds for one request. */
interface Cost {
  p50: number;
  p99: number;
  /** processor time, medians of the rounds */
  cpu: { gateway: number; subgraphs: number; database: number; all: number };
}

/** One question of one reader at one size, or on one of several pages. */
export interface Case {
  platform: MeasuredPlatform;
  reader: Reader;
  question: Question;
}

interface Compared {
  costs: Cost[];
  /** processor time of the last over that of the first: median over the rounds */
  ratio: number;
}

/** Asks the cases in turn, round by round, each so often in each round. */
export async function compare(cases: Case[], rounds: number, requests: number): Promise<Compared> {
  const asked = cases.map(() => [] as number[]);
  const spent = cases.map(() => [] as Cost["cpu"][]);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = [...cases.keys()];
    if (round % 2) order.reverse();
    for (const i of order) {
      const { platform, reader, question } = cases[i] as Case;
      const variables = question.variables(reader);
      await platform.ask(question, reader, variables); // who is asking is known from here on
      const before = platform.cpuMs();
      for (let n = 0; n < requests; n++) asked[i]?.push((await platform.ask(question, reader, variables)).ms);
      const after = platform.cpuMs();
      const each = (part: keyof typeof after) => (after[part] - before[part]) / requests;
      const [gateway, subgraphs, database] = [each("gateway"), each("subgraphs"), each("database")];
      spent[i]?.push({ gateway, subgraphs, database, all: gateway + subgraphs + database });
    }
    const [first, last] = [spent[0]?.at(-1)?.all ?? 0, spent.at(-1)?.at(-1)?.all ?? 0];
    ratios.push(last / first);
  }
  const costs = cases.map((_, i): Cost => {
    const sorted = [...(asked[i] as number[])].sort((a, b) => a - b);
    const at = (share: number) => tenths(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    const middle = (part: keyof Cost["cpu"]) => tenths(medianOf((spent[i] ?? []).map((cpu) => cpu[part])));
    const [gateway, subgraphs, database] = [middle("gateway"), middle("subgraphs"), middle("database")];
    return { p50: at(0.5), p99: at(0.99), cpu: { gateway, subgraphs, database, all: middle("all") } };
  });
  return { costs, ratio: Math.round(medianOf(ratios) * 100) / 100 };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
