import type { ObjectionDecision } from "../../domain/finding/objection";
import type { StepEnteredBy } from "../../domain/lifecycle";
import type { Db } from "../db";

/** 申诉 An objection against a finding; at most one of a finding is open. */
interface ObjectionRow {
  id: string;
  office: string;
  findingId: string;
  objectedBy: string;
  /** calendar date */
  objectedOn: string;
  recordedAt: string;
  text: string;
  /** by the unit itself, or by the office in its stead */
  enteredBy: StepEnteredBy;
  decision: ObjectionDecision | null;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  documentNumber: string | null;
}

export type NewObjection = Omit<ObjectionRow, "decision" | "decidedBy" | "decidedAt" | "reason" | "documentNumber">;

export async function recordObjections(db: Db, objections: readonly NewObjection[]): Promise<void> {
  await db.rows(
    `insert into objection (id, office, finding_id, objected_by, objected_on, recorded_at, text, entered_by)
     select id, office, "findingId", "objectedBy", "objectedOn", "recordedAt", text, "enteredBy"
     from jsonb_to_recordset($1) as c (id text, office text, "findingId" text, "objectedBy" text, "objectedOn" date,
       "recordedAt" timestamptz, text text, "enteredBy" text)`,
    [JSON.stringify(objections)],
  );
}

type Decision = Pick<ObjectionRow, "decision" | "decidedBy" | "decidedAt" | "reason" | "documentNumber">;

/** Ends the open objection of each finding. */
export async function decideObjections(db: Db, findingIds: readonly string[], decision: Decision): Promise<void> {
  await db.rows(
    `update objection set decision = $2, decided_by = $3, decided_at = $4, reason = $5, document_number = $6
     where finding_id = any ($1) and decision is null`,
    [findingIds, decision.decision, decision.decidedBy, decision.decidedAt, decision.reason, decision.documentNumber],
  );
}

/** All objections against each finding, the latest first. */
export async function findObjectionsOf(db: Db, findingIds: readonly string[]): Promise<ObjectionRow[]> {
  return db.rows<ObjectionRow>("select * from objection where finding_id = any ($1) order by recorded_at desc, id", [
    findingIds,
  ]);
}
