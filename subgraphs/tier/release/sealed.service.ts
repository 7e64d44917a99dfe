import { isAuditor } from "../../domain/readers/readers";
import { isRefused } from "../../domain/refusals";
import { appendJournal } from "../../journal/append";
import { findSealedCopies, type SealedCopyRow } from "../../storage/release/sealed.repository";
import { requireId } from "../change";
import type { TierContext } from "../context";
import { forbidden, notFound } from "../graph/errors";

/** What submissions and releases in the hands of the own office said of a finding, of whichever tier, before it was masked; that it
 * was read is in the journal.
 * @throws FORBIDDEN to all but an audit administrator, NOT_FOUND where nothing is sealed, or a recusal hides it */
export async function sealedCopiesOf(context: TierContext, named: string): Promise<SealedCopyRow[]> {
  const { person, office, roles } = context.standing;
  if (!isAuditor(roles)) throw forbidden(["AUDIT_ADMIN"]);
  const id = requireId(named, "findingId");
  const apart = context.session.beside(await context.services.apart(), context.standing);
  try {
    const found = await apart.write(async (db) => {
      const copies = await findSealedCopies(db, id);
      if (copies.length === 0) throw notFound("findingId");
      const read = { event: "SealedCopiesRead", objectKind: "Readers", objectId: id, objectVersion: 0 } as const;
      await appendJournal(db, person, context.now(), [{ office, ...read, details: {} }]);
      return copies;
    });
    if (isRefused(found)) throw new Error("nothing here is refused");
    return found;
  } finally {
    await apart.end();
  }
}
