import { NO_MORE } from "../../domain/finding/finding";
import type { Db } from "../db";

/** What a finding says, for whoever looks for another that says the same. */
export interface SaidFinding {
  id: string;
  targetId: string;
  ordinal: number;
  title: string;
  description: string;
}

/** Of very long books the latest: an entry is most often repeated soon. */
const MOST_KNOWN = 10_000;

/** What the findings of targets say that stand and that the caller may see, the latest first. */
export async function findSaidOfTargets(db: Db, targetIds: readonly string[]): Promise<SaidFinding[]> {
  return db.rows<SaidFinding>(
    `select id, target_id, ordinal, title, left(description, 2000) as description from finding
     where target_id = any ($1) and status <> all ($2) order by opened_at desc, id desc limit ${MOST_KNOWN}`,
    [targetIds, NO_MORE],
  );
}
