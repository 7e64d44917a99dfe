import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { OPERATIONS } from "../../../subgraphs/storage/dataSource";
import type { LaidData } from "./data";
import { nodesOf, type PlanNode, rowsTouched } from "./plan";

/** What the databases did for one request. Who is asking is asked beside it, once a second: that is no part of it. */
export interface Work {
  /** statements that the server was sent, those that open, mark and close a transaction among them */
  statements: number;
  /** rows of tables that were looked at, whether returned or not: by whatever scan, and by the filters */
  rows: number;
}

/** until the server has read its settings */
const SETTLE_MS = 200;
/** a tier ends its transaction when it has answered */
const LAST_COMMIT_MS = 10_000;

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

/** What one request takes of the server that says its statements.
 * @param ask makes the request */
export async function explain(data: LaidData, ask: () => Promise<unknown>): Promise<Work> {
  const log = join(data.postgres.dataDir, "server.log");
  const from = statSync(log).size;
  await ask();
  const deadline = performance.now() + LAST_COMMIT_MS;
  while (performance.now() < deadline) {
    const said = saidOfOperations(readFileSync(log).subarray(from).toString());
    const [begun, ended] = [/: start transaction/i, /: commit/i].map(
      (word) => said.filter((each) => word.test(each)).length,
    );
    if (begun && begun === ended) return workOf(said);
    await pause(20);
  }
  throw new Error(`the server did not say how a request ended: ${log}`);
}

/** What the server says, one thing each: a line, and those that go on with it. */
function saidOfOperations(log: string): string[] {
  return log.split(/^(?=\S* LOG: )/m).filter((said) => said.startsWith(`${OPERATIONS} LOG: `));
}

function workOf(said: readonly string[]): Work {
  const statements = said.filter((each) => / LOG: {2}(statement|execute [^:]+): /.test(each)).length;
  const rows = said.flatMap((each) => {
    const [, json] = each.split(/ LOG: {2}duration: [\d.]+ ms {2}plan:\n/);
    return json ? nodesOf((JSON.parse(json) as { Plan: PlanNode }).Plan) : [];
  });
  const touched = rows.reduce((sum, node) => sum + (node["Relation Name"] ? rowsTouched(node) : 0), 0);
  return { statements, rows: Math.round(touched) };
}
