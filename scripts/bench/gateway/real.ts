import { chmodSync } from "node:fs";
import { join } from "node:path";
import { TIER_NAMES } from "../../../schema/contract/tier";
import { loadRegions } from "../../../schema/regions/tree";
import { cornerOf } from "../overview";
import { layData } from "../overview/data";
import { AT_ONCE, MeasuredPlatform } from "../overview/platform";
import { OVERVIEW, type Question, READERS, TOPIC } from "../overview/questions";
import { medianOf } from "../overview/timing";
import type { MeasuredProcess } from "../shield/measuredProcess";
import { rounded } from "./numbers";
import { profiled } from "./profile";

const SEED = 7;
const FINDINGS = 12_000;
const [READER] = READERS;
const JOINED = TIER_NAMES.map(
  (
    tier,
  ) => `${tier}Findings(filter: $filter, first: 100) { nodes { id title unitName status openedAt office { name code }
    target { id status } region { name } unit { ... on ${titled(tier)}Unit { id name } } } }`,
);
const PAGES_OF_100: Question = {
  name: "2 findings of a category, 3 × 100 with office, target, region and unit",
  query: `query Joined($filter: FindingFilterInput!) { ${JOINED.join("\n")} }`,
  share: 1,
  variables: (reader) => {
    const { filter } = TOPIC.variables(reader) as { filter: object };
    return { filter: { ...filter, found: { from: anotherDay() } } };
  },
};

/** Long before all findings: nobody has asked with the same variables, and the answer is the same. */
function anotherDay(): string {
  days = (days + 1) % MOST_DAYS;
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}
const [DAY_MS, MOST_DAYS] = [86_400_000, 10_000];
let days = 0;

interface RealAmount {
  /** before anything is measured: most of what runs is compiled by then */
  realWarmUp: number;
  realRounds: number;
  realRequests: number;
}

type Cpu = ReturnType<MeasuredPlatform["cpuMs"]>;

/** Where the time goes behind the real subgraphs and their databases: processor time of each, and of what of the gateway and of the
 * county's subgraph.
 * @param before the entry of the gateway of another build, to be measured in turn with this one over the same databases, with its own
 * subgraphs */
export async function measureReal(
  folder: string,
  issuer: { url: string; authorizationOf: (person: string) => Promise<string> },
  amount: RealAmount,
  before?: string,
) {
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it
  const regions = cornerOf(loadRegions(join(__dirname, "../../../../schema/regions")));
  const data = await layData(join(folder, "real"), FINDINGS, SEED, regions, () => {});
  const platforms = new Map<string, MeasuredPlatform>();
  try {
    platforms.set("now", await MeasuredPlatform.start(join(folder, "real"), data, issuer));
    if (before) platforms.set("before", await MeasuredPlatform.start(join(folder, "real"), data, issuer, before));
    const results = [];
    for (const question of [OVERVIEW, PAGES_OF_100]) {
      results.push(await measureQuestion(question, platforms, amount, join(folder, "real.cpuprofile")));
    }
    return results;
  } finally {
    for (const platform of [...platforms.values()].reverse()) await platform.stop();
    await data.postgres.stop();
  }
}

async function measureQuestion(
  question: Question,
  platforms: ReadonlyMap<string, MeasuredPlatform>,
  { realWarmUp, realRounds, realRequests }: RealAmount,
  file: string,
) {
  const ask = (platform: MeasuredPlatform) => platform.ask(question, READER, question.variables(READER));
  const load = (platform: MeasuredPlatform, requests: number) => severalAtOnce(requests, () => ask(platform));
  const names = [...platforms.keys()];
  const kilobytes = await sameAnswers([...platforms.values()], ask);
  for (const platform of platforms.values()) await load(platform, realWarmUp);
  const spent = new Map(names.map((name) => [name, [] as Cpu[]]));
  for (let round = 0; round < realRounds; round++) {
    for (const name of round % 2 ? [...names].reverse() : names) {
      const platform = platforms.get(name) as MeasuredPlatform;
      const from = platform.cpuMs();
      await load(platform, realRequests);
      spent.get(name)?.push(perRequest(from, platform.cpuMs(), realRequests));
    }
  }
  const profile: Record<string, unknown> = {};
  for (const [name, platform] of platforms) {
    const look = (process: MeasuredProcess) =>
      profiled(process, file, realRequests, () => load(platform, realRequests));
    profile[name] = { gateway: await look(platform.gateway), county: await look(platform.subgraph("county")) };
  }
  const cpuMs = Object.fromEntries([...spent].map(([name, rounds]) => [name, mediansOf(rounds)]));
  return { question: question.name, reader: READER.name, kilobytes, cpuMs, profile };
}

/** @returns kilobytes of an answer
 * @throws where what is to be compared is not the same work */
async function sameAnswers(
  platforms: readonly MeasuredPlatform[],
  ask: (platform: MeasuredPlatform) => Promise<{ data: unknown }>,
): Promise<number> {
  const answers: string[] = [];
  for (const platform of platforms) answers.push(withoutTimes((await ask(platform)).data));
  if (answers.some((answer) => answer !== answers[0])) throw new Error("the builds answer differently");
  return Math.round((answers[0] as string).length / 1024);
}

/** As JSON, since the order of the fields belongs to it. */
function withoutTimes(data: unknown): string {
  return JSON.stringify(data, (name, value) => (name === "asOf" ? null : value));
}

async function severalAtOnce(count: number, ask: () => Promise<unknown>): Promise<void> {
  let left = count;
  const one = async () => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

function perRequest(from: Cpu, to: Cpu, requests: number): Cpu {
  const each = (part: keyof Cpu) => (to[part] - from[part]) / requests;
  return { gateway: each("gateway"), subgraphs: each("subgraphs"), database: each("database") };
}

function mediansOf(rounds: readonly Cpu[]): Cpu {
  const middle = (part: keyof Cpu) => rounded(medianOf(rounds.map((round) => round[part])));
  return { gateway: middle("gateway"), subgraphs: middle("subgraphs"), database: middle("database") };
}

function titled(tier: string): string {
  return tier.charAt(0).toUpperCase() + tier.slice(1);
}
