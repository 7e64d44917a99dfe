import { chmodSync } from "node:fs";
import { join } from "node:path";
import { TIER_NAMES } from "../../../schema/contract/tier";
import { loadRegions } from "../../../schema/regions/tree";
import { cornerOf } from "../overview";
import { layData } from "../overview/data";
import { MeasuredPlatform } from "../overview/platform";
import { OVERVIEW, type Question, READERS, TOPIC } from "../overview/questions";
import { compare } from "../overview/timing";
import type { MeasuredProcess } from "../shield/measuredProcess";
import { profiled } from "./profile";

const SEED = 7;
const FINDINGS = 12_000;
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
  variables: (reader) => TOPIC.variables(reader),
};

interface RealAmount {
  /** before anything is measured: most of what runs is compiled by then */
  realWarmUp: number;
  realRounds: number;
  realRequests: number;
}

/** Where the time goes behind the real subgraphs and their databases: processor time of each, and of what of the gateway. */
export async function measureReal(
  folder: string,
  issuer: { url: string; authorizationOf: (person: string) => Promise<string> },
  { realWarmUp, realRounds, realRequests }: RealAmount,
) {
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it
  const regions = cornerOf(loadRegions(join(__dirname, "../../../../schema/regions")));
  const data = await layData(join(folder, "real"), FINDINGS, SEED, regions, () => {});
  try {
    const platform = await MeasuredPlatform.start(join(folder, "real"), data, issuer);
    try {
      const [reader] = READERS;
      const results = [];
      for (const question of [OVERVIEW, PAGES_OF_100]) {
        const variables = question.variables(reader);
        for (let i = 0; i < realWarmUp; i++) await platform.ask(question, reader, variables);
        const { costs } = await compare([{ platform, reader, question }], realRounds, realRequests);
        const { data: answer } = await platform.ask(question, reader, variables);
        const drive = async () => {
          for (let i = 0; i < realRequests; i++) await platform.ask(question, reader, variables);
        };
        const profileOf = (process: MeasuredProcess) =>
          profiled(process, join(folder, "real.cpuprofile"), realRequests, drive);
        const profile = {
          gateway: await profileOf(platform.gateway),
          county: await profileOf(platform.subgraph("county")),
        };
        const kilobytes = Math.round(JSON.stringify(answer).length / 1024);
        results.push({ question: question.name, reader: reader.name, kilobytes, ...costs[0], profile });
      }
      return results;
    } finally {
      await platform.stop();
    }
  } finally {
    await data.postgres.stop();
  }
}

function titled(tier: string): string {
  return tier.charAt(0).toUpperCase() + tier.slice(1);
}
