import type { Db } from "../db";
import { FindingRow } from "../finding/finding.row";
import type { TargetRow } from "../target/target.row";

/** Any number of findings in one statement with one parameter: PostgreSQL takes 65,535 of them, which TypeORM's insert has
 * used up after some 2,500 rows. */
export async function insertFindings(db: Db, findings: readonly FindingRow[]): Promise<void> {
  const { columns } = db.manager.connection.getMetadata(FindingRow);
  const names = columns.map(({ databaseName }) => databaseName).join(", ");
  const rows = findings.map((finding) =>
    Object.fromEntries(
      columns.map(({ databaseName, propertyName }) => [databaseName, finding[propertyName as keyof FindingRow]]),
    ),
  );
  await db.rows(`insert into finding (${names}) select ${names} from jsonb_populate_recordset(null::finding, $1)`, [
    JSON.stringify(rows),
  ]);
}

/** All targets of a round, for the names in a ledger. */
export async function findTargetsOfRound(db: Db, roundId: string): Promise<TargetRow[]> {
  return db.rows<TargetRow>("select * from round_target where round_id = $1 order by added_at, id", [roundId]);
}
