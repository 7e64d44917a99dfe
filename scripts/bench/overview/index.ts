import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { TIER_NAMES } from "../../../schema/contract/tier";
import { loadRegions, RegionTree } from "../../../schema/regions/tree";
import type { Measurement, Target } from "../../measurement";
import { reconcileTier } from "../../reconcile";
import { startIssuer } from "../issuer";
import { type LaidData, layData } from "./data";
import { findDeepPage } from "./deepPage";
import { explain, sayStatements, type Work } from "./explained";
import { MeasuredPlatform } from "./platform";
import { DRILL_DOWN, OVERVIEW, READERS, TOPIC } from "./questions";
import { type Case, compare } from "./timing";

const SEED = 7;
const SIZES = { full: [10_000, 1_000_000, 10_000_000], quick: [600, 12_000] };
/** Question 1 at the largest size, over the smallest. */
const GROWTH = 1.5;
/** Page 1,000 of question 2 over page 1. */
const DEPTH = 1.25;
const OVER_PAGE_1 = " over page 1, at the largest size";

/** Questions 1, 2 and 3 at three sizes side by side, by a reader of each level, over HTTP through the real gateway.
 * @param dataFolder where the data stay for the next run; otherwise they go with the bench */
export async function measureOverview(
  quick: boolean,
  dataFolder?: string,
): Promise<Pick<Measurement, "targets" | "detail" | "seed">> {
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), "inspection-bench-"));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it: otherwise its files would lie elsewhere, and stay
  const all = loadRegions(join(__dirname, "../../../../schema/regions"));
  const regions = quick ? cornerOf(all) : all;
  const issuer = await startIssuer();
  const laid: LaidData[] = [];
  const platforms: MeasuredPlatform[] = [];
  try {
    const say = sayNowAndThen();
    for (const findings of quick ? SIZES.quick : SIZES.full) {
      laid.push(await layData(join(folder, String(findings)), findings, SEED, regions, say));
    }
    const compared = await reconcile(laid, say);
    const differences = compared.reduce((sum, each) => sum + each.differences, 0);
    for (const data of laid)
      platforms.push(await MeasuredPlatform.start(join(folder, String(data.findings)), data, issuer));
    const [rounds, requests] = quick ? [3, 3] : [5, 12];
    const own = process.cpuUsage();
    const started = performance.now();
    const results = await measureAll(platforms, rounds, requests);
    const { user, system } = process.cpuUsage(own);
    return {
      seed: SEED,
      targets: [
        {
          name: "sums that differ from a full count, at all sizes and tiers",
          limit: "= 0",
          found: differences,
          ok: differences === 0,
        },
        ...targetsOf(results),
      ],
      detail: {
        quick,
        sizes: laid.map(({ findings }) => findings),
        laid: `${HOW_LAID} ${availableParallelism()} connections at a time`,
        loads: laid.map(({ findings, laid }) => ({ findings, ...laid })),
        compared,
        rounds,
        requests,
        // of one core
        generatorCpu: Math.round((user + system) / 10 / (performance.now() - started)) / 100,
        results,
      },
    };
  } finally {
    for (const platform of platforms) await platform.stop();
    for (const { postgres } of laid) await postgres.stop();
    await issuer.close();
    if (!dataFolder) rmSync(folder, { recursive: true, force: true });
  }
}

/** One city with three of its counties: their registers are laid in a moment. */
export function cornerOf(all: RegionTree): RegionTree {
  const codes = all.codes().filter((code) => /^(53|5301|5301(02|03|11)\d*)$/.test(code));
  return new RegionTree(codes.map((code) => ({ code, name: all.find(code)?.name ?? "" })));
}

const HOW_LAID =
  "The large data set of `npm run seed` over Yunnan's tree, every office, submitted and not. Findings, texts, projection and " +
  "cells in statements of 20,000 past triggers and foreign keys, indexes that no key rests on made afterwards from 100,000 " +
  "findings on, sums by mend_figures(), vacuumed and analysed. One PostgreSQL for each size, three databases in it; " +
  "fsync, synchronous_commit and full_page_writes off, wal_level minimal, shared_buffers 1 GB.";

/** What was found of one question of one reader. */
interface Result {
  reader: string;
  question: string;
  /** in the order of the sizes, or of the pages */
  costs: object[];
  /** processor time of the last of them over that of the first, median of the rounds */
  ratio: number;
  work: Work[];
}

/** What is asked of one reader: one question at each size, or two pages at the largest. */
interface Row {
  name: string;
  cases: Case[];
}

async function measureAll(platforms: MeasuredPlatform[], rounds: number, requests: number): Promise<Result[]> {
  const rows: Row[] = [];
  for (const reader of READERS) {
    for (const question of [OVERVIEW, TOPIC, DRILL_DOWN]) {
      rows.push({ name: question.name, cases: platforms.map((platform) => ({ platform, reader, question })) });
    }
    const platform = platforms.at(-1) as MeasuredPlatform;
    const deep = await findDeepPage(platform, reader);
    if (!deep) continue;
    const cases = [TOPIC, deep.question].map((question) => ({ platform, reader, question }));
    rows.push({ name: `2 page ${deep.page}${OVER_PAGE_1}`, cases });
  }
  const works = await explainAll(platforms, rows);
  const results: Result[] = [];
  for (const [i, { name, cases }] of rows.entries()) {
    const reader = cases[0]?.reader.name ?? "";
    process.stderr.write(`${reader}: ${name}\n`);
    const compared = await compare(cases, rounds, Math.ceil(requests * (cases[0]?.question.share ?? 1)));
    results.push({ reader, question: name, ...compared, work: works[i] as Work[] });
  }
  return results;
}

/** Counted before anything is timed: a server that says its statements is slower. */
async function explainAll(platforms: MeasuredPlatform[], rows: Row[]): Promise<Work[][]> {
  const works = rows.map(({ cases }) => cases.map((): Work => ({ statements: 0, rows: 0 })));
  await Promise.all(
    platforms.map(async (platform) => {
      await sayStatements(platform.data, true);
      for (const [i, { cases }] of rows.entries()) {
        for (const [n, { reader, question, ...own }] of cases.entries()) {
          if (own.platform !== platform) continue;
          const ask = () => platform.ask(question, reader, question.variables(reader));
          (works[i] as Work[])[n] = await explain(platform.data, ask);
        }
      }
      await sayStatements(platform.data, false);
    }),
  );
  return works;
}

function targetsOf(results: Result[]): Target[] {
  const growing = results.filter(({ work }) => (work.at(-1)?.statements ?? 0) > (work[0]?.statements ?? 0));
  const most = (found: Result[]) => Math.max(...found.map(({ ratio }) => ratio));
  const overviews = results.filter(({ question }) => question === OVERVIEW.name);
  const deep = results.filter(({ question }) => question.includes(OVER_PAGE_1));
  return [
    ...overviews.map(({ reader, ratio }) => ({
      name: `question 1 of the ${reader}: processor time at the largest size over the smallest`,
      limit: `<= ${GROWTH}`,
      found: ratio,
      ok: ratio <= GROWTH,
    })),
    {
      name: "questions that take more statements at a larger size, or on a later page",
      limit: "= 0",
      found: growing.length,
      ok: growing.length === 0,
    },
    {
      name: "question 2: processor time of a page far down over page 1, the reader for whom it is most",
      limit: `<= ${DEPTH}`,
      found: most(deep),
      ok: deep.length === READERS.length && most(deep) <= DEPTH,
    },
  ];
}

/** Sums, and the cells behind them, of every tier at every size. */
async function reconcile(laid: LaidData[], say: (line: string) => void) {
  const compared: { findings: number; differences: number; seconds: number }[] = [];
  for (const { findings, urls } of laid) {
    let [found, milliseconds] = [0, 0];
    for (const tier of TIER_NAMES) {
      say(`the ${tier}'s sums of ${findings} findings are compared with a full count`);
      const result = await reconcileTier(tier, urls[tier].owner, false);
      found += result.differences + result.wrongCells;
      milliseconds += result.milliseconds;
    }
    compared.push({ findings, differences: found, seconds: Math.round(milliseconds / 100) / 10 });
  }
  return compared;
}

function sayNowAndThen(): (line: string) => void {
  let last = 0;
  return (line) => {
    if (performance.now() - last < 10_000) return;
    last = performance.now();
    process.stderr.write(`${line}\n`);
  };
}
