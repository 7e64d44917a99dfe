import type { TargetStatus } from "../../domain/target/target";
import type { Db } from "../db";

/** That a unit was inspected: who came when, and nothing of what was found. Kept by the triggers of the targets. */
export interface InspectionRow {
  targetId: string;
  office: string;
  roundId: string;
  roundTitle: string;
  unitId: string;
  status: TargetStatus;
  enteredOn: string | null;
  heardOn: string | null;
  fedBackOn: string | null;
  archivedOn: string | null;
  synthetic: boolean;
}

/** Every inspection of the units by this tier that the caller may know of, the latest first. */
export async function findInspectionsOfUnits(db: Db, unitIds: readonly string[]): Promise<InspectionRow[]> {
  return db.rows<InspectionRow>(
    `select target_id, office, round_id, round_title, unit_id, status, entered_on, heard_on, fed_back_on, archived_on,
       synthetic
     from inspection where unit_id = any ($1) order by entered_on desc nulls first, target_id`,
    [unitIds],
  );
}
