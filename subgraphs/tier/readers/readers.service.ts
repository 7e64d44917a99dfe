import {
  isAuditor,
  mayAskForReaders,
  READERS_ASKERS,
  type ReadableKind,
  rulesAbout,
} from "../../domain/readers/readers";
import { isRefused } from "../../domain/refusals";
import { appendJournal } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findOfficesByCode } from "../../storage/office/office.repository";
import type { Page, PageRequest } from "../../storage/page";
import {
  findPlace,
  findPlaceToAudit,
  findReaders,
  type Place,
  type ReaderRow,
} from "../../storage/readers/readers.repository";
import { requireId, requireOwnId } from "../change";
import { keepsBook, type TierContext } from "../context";
import { forbidden, notFound } from "../graph/errors";

/** Who can see an object, by which rule, since when; that it was asked is in the journal.
 * @throws FORBIDDEN to whoever never asks that, NOT_FOUND to all but the owner office and its audit administrator */
export async function readersOf(
  context: TierContext,
  kind: ReadableKind,
  named: string,
  page: PageRequest,
): Promise<Page<ReaderRow>> {
  const { person, roles } = context.standing;
  if (!mayAskForReaders(roles)) throw forbidden(READERS_ASKERS);
  // an order that came down has the id that its issuer gave it
  const id = kind === "ORDER" ? requireId(named, "id") : requireOwnId(context, named, "id");
  // a transaction apart: the operation's own reads, which may run beside this one, must not see what this one is shown
  const apart = context.session.beside(await context.services.apart(), context.standing);
  try {
    const found = await apart.write(async (db) => {
      const place = await placeFor(context, db, kind, id);
      if (!place) throw notFound("id");
      const readers = await findReaders(db, { kind, id, rules: rulesAbout(kind) }, place, page);
      const asked = { event: "ReadersAsked", objectKind: "Readers", objectId: id, objectVersion: 0 } as const;
      await appendJournal(db, person, context.now(), [{ office: place.office, ...asked, details: { kind, ...page } }]);
      return readers;
    });
    if (isRefused(found)) throw new Error("nothing here is refused");
    return found;
  } finally {
    await apart.end();
  }
}

async function placeFor(context: TierContext, db: Db, kind: ReadableKind, id: string): Promise<Place | undefined> {
  if (isAuditor(context.standing.roles)) return findPlaceToAudit(db, kind, id);
  const place = await findPlace(db, kind, id);
  if (!place) return undefined;
  const [office] = await findOfficesByCode(db, [place.office]); // by no connection but this one
  const { standing } = context.actingFor(office);
  return keepsBook(standing, place.office) ? place : undefined;
}
