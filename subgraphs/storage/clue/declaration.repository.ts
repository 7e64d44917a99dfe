import { BEFORE_HEARING } from "../../domain/target/target";
import type { Db } from "../db";
import type { ClueDeclarationRow } from "./clue.row";

/** How far a round of the own office has come, as its custodian may know it. */
interface RoundProgress {
  targets: number;
  /** whose team has not handed over yet */
  waiting: number;
  submitted: number;
}

export async function findRoundProgress(db: Db, office: string, roundId: string): Promise<RoundProgress> {
  const [progress] = await db.rows<RoundProgress>(
    `select count(*) filter (where status <> 'RELEASED')::int as targets,
       count(*) filter (where status = any ($3))::int as waiting, count(*) filter (where submitted)::int as submitted
     from inspection_cell where office = $1 and round_id = $2`,
    [office, roundId, BEFORE_HEARING],
  );
  return progress as RoundProgress;
}

export async function insertDeclaration(db: Db, row: ClueDeclarationRow): Promise<void> {
  await db.rows(
    `insert into clue_declaration (id, office, round_id, declared, targets, declared_by, declared_at, synthetic)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.id, row.office, row.roundId, row.declared, row.targets, row.declaredBy, row.declaredAt, row.synthetic],
  );
}

export async function findDeclarationsById(db: Db, ids: readonly string[]): Promise<ClueDeclarationRow[]> {
  return db.rows<ClueDeclarationRow>("select * from clue_declaration where id = any ($1)", [ids]);
}

export async function findDeclarationsOfRounds(db: Db, roundIds: readonly string[]): Promise<ClueDeclarationRow[]> {
  return db.rows<ClueDeclarationRow>("select * from clue_declaration where round_id = any ($1)", [roundIds]);
}
