import type { Db } from "../db";
import type { FindingRow } from "./finding.row";

/** One version of a finding's text. Never changed. */
interface FindingTextRow
  extends Pick<FindingRow, "office" | "title" | "description" | "focus" | "category" | "furtherUnitIds"> {
  findingId: string;
  /** from 1 */
  version: number;
  writtenBy: string;
  writtenAt: string;
  reason: string | null;
}

/** Keeps the present texts of findings as their latest versions. */
export async function keepTexts(
  db: Db,
  findings: readonly FindingRow[],
  written: { by: string; at: string; reason: string | null },
): Promise<void> {
  await db.rows(
    `insert into finding_text (finding_id, office, version, title, description, focus, category, further_unit_ids,
       written_by, written_at, reason)
     select c.id, c.office, c."textVersion", c.title, c.description, c.focus, c.category, c."furtherUnitIds", $2, $3, $4
     from jsonb_to_recordset($1) as c (id text, office text, "textVersion" integer, title text, description text, focus text,
       category text, "furtherUnitIds" text[])`,
    [JSON.stringify(findings), written.by, written.at, written.reason],
  );
}

/** All versions of each finding's text, the latest first. */
export async function findTextsOf(db: Db, findingIds: readonly string[]): Promise<FindingTextRow[]> {
  return db.rows<FindingTextRow>("select * from finding_text where finding_id = any ($1) order by version desc", [
    findingIds,
  ]);
}
