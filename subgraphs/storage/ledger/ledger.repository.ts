import type { Db } from "../db";
import { FindingRow } from "../finding/finding.row";
import type { TargetRow } from "../target/target.row";

/** PostgreSQL takes 65,535 parameters in a statement. */
const ROWS_OF_STATEMENT = 500;

export async function insertFindings(db: Db, findings: readonly FindingRow[]): Promise<void> {
  for (let from = 0; from < findings.length; from += ROWS_OF_STATEMENT) {
    await db.manager.insert(FindingRow, findings.slice(from, from + ROWS_OF_STATEMENT));
  }
}

/** 代录: for the rest of this transaction the policies let the caller's office enter for this one, if it is ON_PAPER and
 * directly below. */
export async function enterFor(db: Db, office: string): Promise<void> {
  await db.rows("select set_config('app.entering_for', $1, true)", [office]);
}

/** All targets of a round, for the names in a ledger. */
export async function findTargetsOfRound(db: Db, roundId: string): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where round_id = $1 order by added_at, id", [roundId]);
}
