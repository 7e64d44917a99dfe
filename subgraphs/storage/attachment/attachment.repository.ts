import type { Db } from "../db";
import type { AttachmentRow } from "./attachment.row";

export async function findAttachmentsById(db: Db, ids: readonly string[]): Promise<AttachmentRow[]> {
  return db.rows<AttachmentRow>("select * from attachment where id = any ($1)", [ids]);
}

/** Those that were removed too: the list says so. */
export async function findAttachmentsOfFindings(db: Db, findingIds: readonly string[]): Promise<AttachmentRow[]> {
  return db.rows<AttachmentRow>("select * from attachment where finding_id = any ($1) order by added_at, id", [
    findingIds,
  ]);
}

/** What the unit brought to prove its plan and its report, what it took back too. */
export async function findProofsOfRectifications(
  db: Db,
  rectificationIds: readonly string[],
): Promise<AttachmentRow[]> {
  return db.rows<AttachmentRow>("select * from attachment where rectification_id = any ($1) order by added_at, id", [
    rectificationIds,
  ]);
}

export async function findAttachmentToMove(db: Db, id: string): Promise<AttachmentRow | undefined> {
  const [row] = await db.rows<AttachmentRow>("select * from attachment where id = $1 for update", [id]);
  return row;
}

/** Leaves a tombstone: the row stays, and so does the content. */
export async function buryAttachment(
  db: Db,
  { id, version, removedAt, removedBy, removalReason }: AttachmentRow,
): Promise<void> {
  await db.rows(
    "update attachment set version = $2, removed_at = $3, removed_by = $4, removal_reason = $5 where id = $1",
    [id, version, removedAt, removedBy, removalReason],
  );
}
