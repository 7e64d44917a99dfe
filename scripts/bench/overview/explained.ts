import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { LaidData } from "./data";
import { nodesOf, type PlanNode, rowsTouched } from "./plan";

/** What the databases did for one request. */
export interface Work {
  /** statements that the server was sent, those that open, mark and close a transaction among them */
  statements: number;
  /** rows of tables that were looked at, whether returned or not: by whatever scan, and by the filters */
  rows: number;
}

/** until the last statement of a request is in the log, or the server has read its settings */
const SETTLE_MS = 200;
const TIMES = 3;

/** Whether the server says each statement and how it was carried out. */
export async function sayStatements({ postgres }: LaidData, on: boolean): Promise<void> {
  const client = new Client({ connectionString: postgres.adminUrl });
  await client.connect();
  await client.query(`alter system set log_statement = '${on ? "all" : "none"}'`);
  await client.query(`alter system set "auto_explain.log_min_duration" = ${on ? 0 : -1}`);
  await client.query("select pg_reload_conf()");
  await client.end();
  await pause(SETTLE_MS);
}

/** What one request takes of the server that says its statements: the least of some, since who is asking is asked once a second.
 * @param ask makes the request */
export async function explain(data: LaidData, ask: () => Promise<unknown>): Promise<Work> {
  const log = join(data.postgres.dataDir, "server.log");
  const found: Work[] = [];
  for (let i = 0; i < TIMES; i++) {
    const from = statSync(log).size;
    await ask();
    await pause(SETTLE_MS);
    found.push(read(readFileSync(log).subarray(from).toString()));
  }
  return found.reduce((least, each) => (each.statements < least.statements ? each : least));
}

function read(log: string): Work {
  // a subgraph asks `select 1` by itself, to know whether its database is there
  const statements = log.match(/ LOG: {2}(statement|execute [^:]+): (?!select 1\n)/gi)?.length ?? 0;
  const plans = log.split(/ LOG: {2}duration: [\d.]+ ms {2}plan:\n/).slice(1);
  const rows = plans.map((text) => {
    const lines = text.split("\n");
    const end = lines.findIndex((line) => !line.startsWith("\t"));
    const { Plan } = JSON.parse(lines.slice(0, end < 0 ? undefined : end).join("\n")) as { Plan: PlanNode };
    return nodesOf(Plan).reduce((sum, node) => sum + (node["Relation Name"] ? rowsTouched(node) : 0), 0);
  });
  return { statements, rows: Math.round(rows.reduce((sum, each) => sum + each, 0)) };
}
