import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRegions } from "../../../schema/regions/tree";
import { openBrowser } from "../../dashboard/browser";
import { firstLoad } from "../../dashboard/build";
import type { Measurement, Target } from "../../measurement";
import { startIssuer } from "../issuer";
import { cornerOf } from "../overview";
import { type LaidData, layData } from "../overview/data";
import { MeasuredPlatform } from "../overview/platform";
import { personOf, READERS, type Reader } from "../overview/questions";
import { medianOf } from "../overview/timing";
import { MeasuredPage, type Shown } from "./page";

const SEED = 7;
const SIZES = { full: [10_000, 1_000_000], quick: [600, 12_000] };
const TIMES = { full: 7, quick: 3 };
const INTERACTIVE_MS = 2_000;
const FILTER_MS = 300;
const FIRST_LOAD_KB = 700;
const ROOT = join(__dirname, "../../../..");

/** What somebody at a desk does to a ledger, one after the other: each is another question, so that none is answered from memory. */
const FILTERS = [
  ["a region", (region: string) => `tier=COUNTY&region=${region}`],
  ["a category", (region: string) => `tier=COUNTY&region=${region}&category=${encodeURIComponent("工程项目")}`],
  ["a status", (region: string) => `tier=COUNTY&region=${region}&status=RECTIFYING`],
  [
    "statuses and a category",
    (region: string) =>
      `tier=COUNTY&region=${region}&status=RECTIFYING,CLAIMED_DONE&category=${encodeURIComponent("工程项目")}`,
  ],
  ["days of record", (region: string) => `tier=COUNTY&region=${region}&found=2025-03-01..2025-04-30`],
] as const;

/** What one reader waits for at one size. */
interface Waited {
  reader: string;
  findings: number;
  /** the first showing, of a browser that has nothing yet */
  first: Shown;
  /** the median of the others */
  interactiveMs: number;
  wholeMs: number;
  profile: Shown["profile"];
  /** medians, by what is filtered */
  filterMs: Record<string, number>;
}

/** The pages in a real browser through the real gateway, at two sizes: how long until the overview can be used, until a ledger
 * answers another filter, and where the time goes. */
export async function measureDashboard(
  quick: boolean,
  dataFolder?: string,
): Promise<Pick<Measurement, "targets" | "detail" | "seed">> {
  bringPageUpToDate();
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), "inspection-bench-"));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it: otherwise its files would lie elsewhere, and stay
  const all = loadRegions(join(ROOT, "schema/regions"));
  const regions = quick ? cornerOf(all) : all;
  const issuer = await startIssuer();
  const browser = await openBrowser();
  const waited: Waited[] = [];
  try {
    for (const findings of quick ? SIZES.quick : SIZES.full) {
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const data = await layData(join(folder, String(findings)), findings, SEED, regions, everyTenth(say));
      try {
        const platform = await MeasuredPlatform.start(join(folder, String(findings)), data, issuer);
        try {
          for (const reader of READERS) {
            issuer.signInAs(personOf(reader));
            const page = await MeasuredPage.open(browser, platform);
            waited.push(await waitWith(page, reader, data, quick ? TIMES.quick : TIMES.full));
            await page.close();
          }
        } finally {
          await platform.stop();
        }
      } finally {
        await data.postgres.stop();
      }
    }
  } finally {
    await browser.close();
    await issuer.close();
    if (!dataFolder) rmSync(folder, { recursive: true, force: true });
  }
  const kilobytes = Math.ceil(firstLoad(join(ROOT, "dist/browser")) / 1024);
  return { seed: SEED, targets: targetsOf(waited, kilobytes), detail: { quick, waited } };
}

async function waitWith(page: MeasuredPage, reader: Reader, { findings }: LaidData, times: number): Promise<Waited> {
  const first = await page.showOverview(reader);
  const shown: Shown[] = [];
  for (let i = 0; i < times; i++) shown.push(await page.showOverview(reader));
  const filters: Record<string, number[]> = {};
  for (let i = 0; i < times; i++) {
    // a page that is loaded anew remembers no answer
    await page.openLedger(`tier=COUNTY&status=CLOSED&region=${reader.office}`);
    for (const [name, queryOf] of FILTERS) {
      filters[name] = [...(filters[name] ?? []), await page.filterLedger(queryOf(reader.office))];
    }
  }
  const middle = [...shown].sort((a, b) => a.interactiveMs - b.interactiveMs)[Math.floor(shown.length / 2)] as Shown;
  return {
    reader: reader.name,
    findings,
    first,
    interactiveMs: middle.interactiveMs,
    wholeMs: Math.round(medianOf(shown.map(({ wholeMs }) => wholeMs))),
    profile: middle.profile,
    filterMs: Object.fromEntries(Object.entries(filters).map(([name, all]) => [name, Math.round(medianOf(all))])),
  };
}

/** Of the reader who waits longest, at the largest size. */
function targetsOf(waited: readonly Waited[], kilobytes: number): Target[] {
  const largest = Math.max(...waited.map(({ findings }) => findings));
  const there = waited.filter(({ findings }) => findings === largest);
  const most = (found: (one: Waited) => number) => Math.max(...there.map(found));
  const target = (name: string, limit: number, found: number): Target => {
    return { name, limit: `<= ${limit}`, found, ok: found <= limit };
  };
  return [
    target("first load, compressed, KB", FIRST_LOAD_KB, kilobytes),
    target(
      "overview can be used, ms, median",
      INTERACTIVE_MS,
      most(({ interactiveMs }) => interactiveMs),
    ),
    target(
      "a ledger answers another filter, ms, the slowest filter's median",
      FILTER_MS,
      most(({ filterMs }) => Math.max(...Object.values(filterMs))),
    ),
  ];
}

/** What is measured is the page as its sources are now. */
function bringPageUpToDate(): void {
  const bootstrap = join(ROOT, "scripts/bootstrap.mjs");
  const { status } = spawnSync(process.execPath, [bootstrap, "--dashboard"], { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("the page could not be built");
}

function everyTenth(say: (line: string) => void): (line: string) => void {
  let last = 0;
  return (line) => {
    if (performance.now() - last < 10_000) return;
    last = performance.now();
    say(line);
  };
}
