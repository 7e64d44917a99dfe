import type { RoundStatus } from "../../domain/round/round";
import type { TargetStatus } from "../../domain/target/target";
import type { Db } from "../db";
import { Conditions, type Page, type PageRequest, pagesByParent, rowsFor } from "../page";
import type { AuthorisationRow } from "./authorisation.row";
import type { RoundRow } from "./round.row";

export interface RoundFilter {
  status?: RoundStatus;
}

export async function findRoundsById(db: Db, ids: readonly string[]): Promise<RoundRow[]> {
  return db.rows<RoundRow>("select * from round where id = any ($1)", [ids]);
}

/** The first rounds of each office, newest first: one statement for all offices. */
export async function findRoundsOfOffices(
  db: Db,
  offices: readonly string[],
  filter: RoundFilter,
  page: PageRequest,
): Promise<Map<string, Page<RoundRow>>> {
  const where = new Conditions();
  const list = where.parameter(offices);
  where.add("r.office = o.code");
  where.equal("r.status", filter.status);
  where.before("r.opened_at", "r.id", page.after);
  const sql = `select r.* from unnest(${list}::text[]) as o (code)
    cross join lateral (select * from round r where ${where.all()}
      order by r.opened_at desc, r.id desc limit ${rowsFor(page)}) r`;
  const rows = await db.rows<RoundRow>(sql, where.parameters);
  return pagesByParent(rows, (row) => row.office, page);
}

/** Reads a round for a change: nobody else changes it until the transaction ends. */
export async function findRoundToMove(db: Db, id: string): Promise<RoundRow | undefined> {
  const [round] = await db.rows<RoundRow>("select * from round where id = $1 for update", [id]);
  return round;
}

/** Whether the caller is recused from the office's rounds as a whole. */
export async function isRecusedFromOffice(db: Db, office: string): Promise<boolean> {
  const [row] = await db.rows<{ recused: boolean }>("select recused($1, '', '', '', '') as recused", [office]);
  return row?.recused === true;
}

/** The rounds of which a recusal hides a target from the caller. */
export async function findHiddenRounds(db: Db, roundIds: readonly string[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select r.id from unnest($1::text[]) as r (id)
     where (select count(*) from target_cell c where c.round_id = r.id)
         > (select count(*) from round_target t where t.round_id = r.id)`,
    [roundIds],
  );
  return rows.map(({ id }) => id);
}

/** Of all targets of a round, also those that a recusal hides from the caller: the round's steps depend on each. */
interface WholeRound {
  id: string;
  statuses: TargetStatus[];
  /** the day on which the first team entered, null before it */
  firstEnteredOn: string | null;
}

export async function findWholeRounds(db: Db, roundIds: readonly string[]): Promise<WholeRound[]> {
  return db.rows<WholeRound>(
    `select r.id, array(select c.status from target_cell c where c.round_id = r.id) as statuses,
       (select min(c.entered_on)::text from inspection_cell c where c.round_id = r.id) as first_entered_on
     from unnest($1::text[]) as r (id)`,
    [roundIds],
  );
}

/** What was decided, with the number and the day that are its round's: as they were put right. */
export async function findAuthorisationsOfRounds(db: Db, roundIds: readonly string[]): Promise<AuthorisationRow[]> {
  return db.rows<AuthorisationRow>(
    `select a.id, a.office, a.kind, a.round_id, a.body, a.authorised_by, a.withdrawn_on, a.withdrawn_by, a.withdrawal_reason,
       a.entered_by_office, coalesce(r.document_number, a.document_number) as document_number,
       coalesce(r.authorised_on, a.authorised_on) as authorised_on
     from authorisation a left join round r on r.id = a.round_id where a.round_id = any ($1)`,
    [roundIds],
  );
}

/** Ends the authorisation of a round, where it has one. */
export async function withdrawAuthorisation(
  db: Db,
  roundId: string,
  withdrawal: { on: string; by: string; reason: string },
): Promise<void> {
  await db.rows(
    `update authorisation set withdrawn_on = $2, withdrawn_by = $3, withdrawal_reason = $4
     where round_id = $1 and withdrawn_on is null`,
    [roundId, withdrawal.on, withdrawal.by, withdrawal.reason],
  );
}

/** 备案 from here on the header is visible upward. */
export async function fileRound(db: Db, round: Pick<RoundRow, "id" | "office">, at: string): Promise<void> {
  await db.rows("insert into filing (round_id, office, filed_at) values ($1, $2, $3)", [round.id, round.office, at]);
}
