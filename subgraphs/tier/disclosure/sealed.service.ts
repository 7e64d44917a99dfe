import { isAuditor } from "../../domain/readers/readers";
import { isRefused } from "../../domain/refusals";
import { appendJournal } from "../../journal/append";
import { findSealed } from "../../storage/disclosure/disclosure.repository";
import type { SealedTextRow } from "../../storage/disclosure/disclosure.row";
import { findPlaceToAudit } from "../../storage/readers/readers.repository";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { forbidden, notFound } from "../graph/errors";

/** What disclosures said of a finding before it was masked; that it was read is in the journal.
 * @throws FORBIDDEN to all but an audit administrator, NOT_FOUND to that of another office */
export async function sealedTextsOf(context: TierContext, named: string): Promise<SealedTextRow[]> {
  const { person, roles } = context.standing;
  if (!isAuditor(roles)) throw forbidden(["AUDIT_ADMIN"]);
  const id = requireOwnId(context, named, "findingId");
  // a transaction apart: nothing else of the operation is shown what this one is
  const apart = context.session.beside(await context.services.apart(), context.standing);
  try {
    const found = await apart.write(async (db) => {
      const place = await findPlaceToAudit(db, "FINDING", id);
      if (!place) throw notFound("findingId");
      const read = { event: "SealedTextsRead", objectKind: "Readers", objectId: id, objectVersion: 0 } as const;
      await appendJournal(db, person, context.now(), [{ office: place.office, ...read, details: {} }]);
      return findSealed(db, id);
    });
    if (isRefused(found)) throw new Error("nothing here is refused");
    return found;
  } finally {
    await apart.end();
  }
}
