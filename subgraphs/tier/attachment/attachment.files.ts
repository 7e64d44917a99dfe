import type { Readable } from "node:stream";
import { newId } from "../../../schema/contract/ids";
import { FILE_TYPES, type FileType } from "../../domain/attachment/attachment";
import { isRefused, type Refused } from "../../domain/refusals";
import { BadFile } from "../../files/badFile";
import type { Received } from "../../files/content/contentStore";
import { sniff } from "../../files/sniff";
import { findAttachmentsById } from "../../storage/attachment/attachment.repository";
import { type AttachmentPlace, AttachmentRow } from "../../storage/attachment/attachment.row";
import type { Db } from "../../storage/db";
import { useFileTicket } from "../../storage/ticket/fileTicket.repository";
import type { FileTicketRow } from "../../storage/ticket/fileTicket.row";
import { type BookOf, bookWith, changeBook } from "../change";
import type { TierContext } from "../context";
import { type FileAnswer, refusedAnswer, TicketIsOver } from "../files/fileAnswer";
import { NO_BOOK } from "../files/fileTicket.service";
import { attachmentEntry, findingToAttachTo } from "./attachment.service";
import { type ProofDetails, placeForProof } from "./proof.service";

/** Takes what the office or its team attaches to a finding. */
export function receiveAttachment(context: TierContext, ticket: FileTicketRow, body: Readable): Promise<FileAnswer> {
  const book = bookWith("finding", [ticket.subject as string]);
  return receive(context, ticket, body, book, async (db, context) => {
    const finding = await findingToAttachTo(context, db, ticket.subject as string, "ticket");
    if (isRefused(finding)) return finding;
    const { office, roundId, targetId, unitId, region, id: findingId } = finding;
    return { office, roundId, targetId, unitId, region, findingId, rectificationId: null, ofUnit: null };
  });
}

/** Takes a unit's proof. */
export function receiveProof(context: TierContext, ticket: FileTicketRow, body: Readable): Promise<FileAnswer> {
  const { findingId } = JSON.parse(ticket.details) as ProofDetails;
  const wish = { disclosureId: ticket.subject as string, findingId };
  return receive(context, ticket, body, NO_BOOK, (db) => placeForProof(context, db, wish));
}

/** Where a file belongs, if the person may bring it now: the rights are asked again, at this moment. */
type PlaceFor = (db: Db, context: TierContext) => Promise<AttachmentPlace | Refused>;

/** The content first, then the row that names it, so that no row is without content. */
async function receive(
  context: TierContext,
  ticket: FileTicketRow,
  body: Readable,
  bookOf: BookOf,
  placeFor: PlaceFor,
): Promise<FileAnswer> {
  const { store } = context.services.files;
  const received = await store.receive(body, ticket.maxBytes);
  try {
    const type = await sniff(received.path);
    if (!type) throw new BadFile("TYPE_NOT_ALLOWED");
    await store.keep(received);
    const outcome = await attach(context, ticket, { ...received, type }, bookOf, placeFor);
    if (isRefused(outcome)) return refusedAnswer(outcome);
    const { size, sha256 } = received;
    return { status: 201, words: { id: outcome[0], type, size, sha256 } };
  } finally {
    await store.discard(received);
  }
}

function attach(
  context: TierContext,
  ticket: FileTicketRow,
  { size, sha256, type }: Received & { type: FileType },
  bookOf: BookOf,
  placeFor: PlaceFor,
): Promise<string[] | Refused> {
  return changeBook(context, bookOf, "receiveAttachment", ticket.id, { sha256 }, async (db, context) => {
    const where = await placeFor(db, context);
    if (isRefused(where)) return where;
    if (!(await useFileTicket(db, ticket.id, context.now(), 1))) throw new TicketIsOver();
    const { name } = JSON.parse(ticket.details) as { name: string };
    const added = { addedAt: context.now(), addedBy: context.standing.person };
    const removed = { removedAt: null, removedBy: null, removalReason: null };
    const id = newId(context.profile.tier);
    const row: AttachmentRow = { id, ...where, name, type, size, sha256, version: 1, ...added, ...removed };
    await db.manager.insert(AttachmentRow, row);
    const event = row.ofUnit ? "ProofAdded" : "AttachmentAdded";
    return { ids: [id], entries: [attachmentEntry(row, event, { name, type, size })] };
  });
}

/** Gives the content to whoever may still read it, if it is what was brought. */
export async function sendAttachment(context: TierContext, ticket: FileTicketRow): Promise<FileAnswer> {
  const [attachment] = await context.session.read((db) => findAttachmentsById(db, [ticket.subject as string]));
  await context.session.close();
  if (!attachment || attachment.removedAt) throw new TicketIsOver();
  const { name, type, size, sha256 } = attachment;
  return { name, mime: FILE_TYPES[type], size, body: await context.services.files.store.get(sha256) };
}
