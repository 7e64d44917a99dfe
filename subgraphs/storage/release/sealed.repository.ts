import type { SealedCopyKind } from "../../domain/release/release";
import type { Db } from "../db";

/** What a copy said before it was sealed: of a submission or of a release, as the office gave or received it. */
export interface SealedCopyRow {
  kind: SealedCopyKind;
  /** the submission or the release */
  sourceId: string;
  /** region code of the office that submitted or released */
  officeCode: string;
  title: string;
  description: string;
  unitReply: string | null;
  sealedAt: string;
}

/** The latest seal first. */
export async function findSealedCopies(db: Db, findingId: string): Promise<SealedCopyRow[]> {
  return db.rows<SealedCopyRow>(
    `select kind, publication_id as source_id, source as office_code, title, description, unit_reply, sealed_at
     from sealed_copy where finding_id = $1 and office = (select caller_office())
     order by sealed_at desc, publication_id`,
    [findingId],
  );
}
