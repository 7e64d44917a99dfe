import type { FindingStatus } from "../../domain/finding/finding";
import type { VerdictStatus } from "../../domain/verdict/verdict";
import type { Db } from "../db";
import type { VerdictRow } from "./verdict.row";

export async function findVerdictsById(db: Db, ids: readonly string[]): Promise<VerdictRow[]> {
  return db.rows<VerdictRow>("select * from verdict where id = any ($1)", [ids]);
}

/** Few by nature: one for each finding of the target that is looked back on. */
export async function findVerdictsOfTargets(db: Db, targetIds: readonly string[]): Promise<VerdictRow[]> {
  return db.rows<VerdictRow>("select * from verdict where target_id = any ($1) order by proposed_at, id", [targetIds]);
}

/** Reads verdicts for a change, in a fixed order so that two such changes cannot lock each other out. */
export async function findVerdictsToMove(db: Db, ids: readonly string[]): Promise<VerdictRow[]> {
  return db.rows<VerdictRow>("select * from verdict where id = any ($1) order by id for update", [ids]);
}

/** The findings that a look-back's targets judge, as far as the caller may see them, with the verdict of each.
 * @param targetIds of the look-back */
export async function findJudged(db: Db, targetIds: readonly string[]): Promise<JudgedFinding[]> {
  return db.rows<JudgedFinding>(
    `select t.id as target_id, f.id as finding_id, f.status, v.id as verdict_id, v.status as verdict_status
     from round_target t join finding f on f.target_id = t.predecessor_id
     left join verdict v on v.target_id = t.id and v.finding_id = f.id
     where t.id = any ($1)`,
    [targetIds],
  );
}

interface JudgedFinding {
  targetId: string;
  findingId: string;
  status: FindingStatus;
  verdictId: string | null;
  verdictStatus: VerdictStatus | null;
}

/** Writes the new versions in one statement. The rows were read with `for update` in this transaction. */
export async function saveVerdicts(db: Db, verdicts: readonly VerdictRow[]): Promise<void> {
  await db.rows(
    `update verdict v set version = c.version, verdict = c.verdict, status = c.status, note = c.note,
       proposed_at = c."proposedAt", proposed_by = c."proposedBy", decided_at = c."decidedAt", decided_by = c."decidedBy"
     from jsonb_to_recordset($1) as c (id text, version integer, verdict text, status text, note text,
       "proposedAt" timestamptz, "proposedBy" text, "decidedAt" timestamptz, "decidedBy" text)
     where v.id = c.id`,
    [JSON.stringify(verdicts)],
  );
}
