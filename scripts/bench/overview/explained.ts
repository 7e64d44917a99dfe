import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { LaidData } from "./data";

/** What the databases did for one request. */
export interface Work {
  /** statements that the server was sent, those that open, mark and close a transaction among them */
  statements: number;
  /** rows of tables that were looked at, whether returned or not: by whatever scan, and by the filters */
  rows: number;
}

/** until the last statement of a request is in the log, and the server has read its settings */
const SETTLE_MS = 300;
/** until the gateway has forgotten who is asking, and asks the home tier anew */
const FORGOTTEN_MS = 1_100;

interface PlanNode {
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

/** Has the server say each statement and how it was carried out, while one request is made.
 * @param ask makes the request; it is made once before, so that what is asked once in a while is not counted */
export async function explain(data: LaidData, ask: () => Promise<unknown>): Promise<Work> {
  const log = join(data.postgres.dataDir, "server.log");
  await tell(data, "log_statement = 'all'", '"auto_explain.log_min_duration" = 0');
  await pause(FORGOTTEN_MS);
  try {
    await ask();
    await pause(SETTLE_MS);
    const from = statSync(log).size;
    await ask();
    await pause(SETTLE_MS);
    return read(readFileSync(log).subarray(from).toString());
  } finally {
    await tell(data, "log_statement = 'none'", '"auto_explain.log_min_duration" = -1');
  }
}

async function tell({ postgres }: LaidData, ...settings: string[]): Promise<void> {
  const client = new Client({ connectionString: postgres.adminUrl });
  await client.connect();
  for (const setting of settings) await client.query(`alter system set ${setting}`);
  await client.query("select pg_reload_conf()");
  await client.end();
  await pause(SETTLE_MS);
}

function read(log: string): Work {
  const statements = log.match(/ LOG: {2}(statement|execute [^:]+): /g)?.length ?? 0;
  const plans = log.split(/ LOG: {2}duration: [\d.]+ ms {2}plan:\n/).slice(1);
  const rows = plans.map((text) => {
    const lines = text.split("\n");
    const end = lines.findIndex((line) => !line.startsWith("\t"));
    const { Plan } = JSON.parse(lines.slice(0, end < 0 ? undefined : end).join("\n")) as { Plan: PlanNode };
    return rowsOf(Plan);
  });
  return { statements, rows: Math.round(rows.reduce((sum, each) => sum + each, 0)) };
}

function rowsOf(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, each) => sum + rowsOf(each), 0);
  if (!node["Relation Name"]) return below;
  const each =
    (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  return below + each * (node["Actual Loops"] ?? 0);
}
