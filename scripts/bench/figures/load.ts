import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Standing } from "../../../schema/contract/standing";
import { createTierDataSource } from "../../../subgraphs/storage/dataSource";
import type { Db } from "../../../subgraphs/storage/db";
import { countFigures } from "../../../subgraphs/storage/figures/figures.repository";
import { countOverdue } from "../../../subgraphs/storage/figures/overdue.repository";
import { foldFigures } from "../../../subgraphs/storage/figures/reconciliation.repository";
import { Session } from "../../../subgraphs/storage/session";
import type { TierUrls } from "../../provision";
import { aClerkOf, aDirectorAbove, OFFICES } from "./book";
import { Writer } from "./writer";

export interface LoadOptions {
  urls: TierUrls;
  findingsOfTarget: number;
  seed: number;
}

export interface LoadResult {
  /** business changes that were committed */
  writes: number;
  folds: number;
  /** deltas that were moved into the sums */
  folded: number;
  /** answers of a reader that were held against a full count at the same snapshot */
  checks: number;
  /** those that differed, as text */
  differences: string[];
  /** what went wrong with anybody: a deadlock is one */
  errors: string[];
}

const TODAY = "2026-07-01";
const READERS: [Standing, string][] = [
  [aClerkOf("990101"), "990101"],
  [aDirectorAbove("9901"), "9901"],
  [aDirectorAbove("99"), "99"],
];

/** Writers, two folds and readers at once; each answer is held against a full count at its own snapshot.
 * @param enough whether they end, by what was done so far and for how long */
export async function runLoad(
  { urls, findingsOfTarget, seed }: LoadOptions,
  enough: (done: LoadResult, ms: number) => boolean,
): Promise<LoadResult> {
  const result: LoadResult = { writes: 0, folds: 0, folded: 0, checks: 0, differences: [], errors: [] };
  const [writing, reading] = [createTierDataSource(urls.subgraph), createTierDataSource(urls.subgraph)];
  await Promise.all([writing.initialize(), reading.initialize()]);
  const workers = [1, 2].map(() => new Client({ connectionString: urls.worker }));
  await Promise.all(workers.map((worker) => worker.connect()));
  const started = performance.now();
  const goesOn = () => !enough(result, performance.now() - started);
  const repeat = async (step: () => Promise<void>) => {
    while (goesOn()) {
      await step().catch((cause: Error) => result.errors.push(cause.message));
    }
  };
  const writers = OFFICES.map((office, i) => new Writer(writing, office, findingsOfTarget, seed + i));
  try {
    await Promise.all([
      ...writers.map((writer) =>
        repeat(async () => {
          await writer.step();
          result.writes += 1;
        }),
      ),
      ...workers.map((worker, i) =>
        repeat(async () => {
          result.folded += await foldFigures(worker);
          result.folds += 1;
          await pause(150 + 100 * i);
        }),
      ),
      ...READERS.map(([standing, region]) =>
        repeat(async () => {
          const difference = await check(new Session(reading, standing), region);
          result.checks += 1;
          if (difference) result.differences.push(difference);
          await pause(50);
        }),
      ),
    ]);
  } finally {
    await Promise.all([...workers.map((worker) => worker.end()), writing.destroy(), reading.destroy()]);
  }
  return result;
}

/** @returns the two answers where they differ */
async function check(session: Session, region: string): Promise<string | undefined> {
  try {
    return await session.read(async (db) => {
      const [figures] = await countFigures(db, [region]);
      const [due] = await countOverdue(db, [region], TODAY);
      const { total, rectified, longTerm, notSubmitted } = figures ?? {};
      const summed = JSON.stringify({ total, rectified, longTerm, notSubmitted, overdue: due?.overdue });
      const counted = JSON.stringify(await countAll(db, region));
      return summed === counted ? undefined : `${region}: summed ${summed}, counted ${counted}`;
    });
  } finally {
    await session.close();
  }
}

/** Every cell that the reader may count, one by one, and each due date by its own. */
async function countAll(db: Db, region: string): Promise<object> {
  const [row] = await db.rows<object>(
    `select count(*) filter (where is_counted(status))::int as total,
       count(*) filter (where status in ('VERIFIED', 'CLOSED'))::int as rectified,
       count(*) filter (where status = 'LONG_TERM')::int as long_term,
       count(*) filter (where is_counted(status) and not published)::int as not_submitted,
       count(*) filter (where (select due_on(x.started_on, p.days, p.unit) from deadline_policy p
         where p.clock = x.clock and p.office is null) < $2::date)::int as overdue
     from finding_cell c cross join lateral (
       select overdue_clock(c.status, c.told_on) as clock, overdue_start(c.status, c.status_at, c.told_on) as started_on) x
     where c.region >= $1 and c.region < $1 || ':' and (c.office = (select figures_office()) or c.published)`,
    [region, TODAY],
  );
  return row as object;
}
