import type { PublicationStatus } from "../../domain/publication/publication";
import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

interface ToDecide {
  id: string;
  office: string;
  version: number;
  revision: number;
  status: PublicationStatus;
  isCurrent: boolean;
}

/** The owner's row of a version. The lock is shared with whoever recalls or supersedes it at the same moment: a policy hides
 * from a locking read what the worker may not change, and so the row is read again behind the lock. */
export async function findPublicationToDecide(db: Rows, office: string, id: string): Promise<ToDecide | undefined> {
  await db.rows("select id from publication where office = $1 and id = $2 for update", [office, id]);
  const [publication] = await db.rows<ToDecide>(
    "select id, office, version, revision, status, is_current from publication where office = $1 and id = $2",
    [office, id],
  );
  return publication;
}

export async function followDecision(
  db: Rows,
  decided: {
    id: string;
    status: PublicationStatus;
    revision: number;
    at: string;
    office: string;
    reason: string | null;
  },
): Promise<void> {
  await db.rows(
    `update publication set status = $2, revision = $3, decided_at = $4, decided_by_office = $5, decision_reason = $6 where id = $1`,
    [decided.id, decided.status, decided.revision, decided.at, decided.office, decided.reason],
  );
}
