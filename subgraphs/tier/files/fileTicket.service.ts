import { FILE_TICKET_SECONDS, type FileMove, signFileTicket } from "../../../schema/contract/fileTicket";
import { newId } from "../../../schema/contract/ids";
import { nameOfTier } from "../../../schema/contract/tier";
import { isRefused, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { type FilePurpose, FileTicketRow } from "../../storage/ticket/fileTicket.row";
import { type BookOf, changeBook } from "../change";
import { instant } from "../clock";
import type { TierContext } from "../context";

/** What a ticket is asked for, once the caller's right to it has been asked. */
interface TicketWish {
  /** region code of the office that owns what it is about */
  office: string;
  purpose: FilePurpose;
  /** id of what it is about */
  subject: string | null;
  details?: object;
  maxBytes?: number;
}

const MOVES: Record<FilePurpose, FileMove> = {
  ATTACHMENT_UPLOAD: "PUT",
  ATTACHMENT_DOWNLOAD: "GET",
  PROOF_UPLOAD: "PUT",
  LEDGER_UPLOAD: "PUT",
  LEDGER_TEMPLATE: "GET",
  LEDGER_EXPORT: "GET",
};

export function moveOf(purpose: FilePurpose): FileMove {
  return MOVES[purpose];
}

/** Of what stands in no book on paper: the caller's own, or a unit's. */
export const NO_BOOK: BookOf = async () => undefined;

/** Issues a ticket; the same key gets the same ticket, with what has become of it.
 * @param bookOf the book in which the file belongs: its journal says who entered for whom
 * @param check whether whoever acts may: asked here, and again when the ticket is used */
export async function issueFileTicket(
  context: TierContext,
  bookOf: BookOf,
  mutation: string,
  key: string,
  input: unknown,
  check: (db: Db, context: TierContext) => Promise<TicketWish | Refused>,
): Promise<string[] | Refused> {
  return changeBook(context, bookOf, mutation, key, input, async (db, context) => {
    const wish = await check(db, context);
    if (isRefused(wish)) return wish;
    const ticket = rowOf(context, wish);
    await db.manager.insert(FileTicketRow, ticket);
    const { office, id, purpose, subject, details } = ticket;
    const entry = { office, event: "FileTicketIssued", objectKind: "FileTicket", objectId: id } as const;
    const told = { purpose, subject, ...JSON.parse(details) };
    return { ids: [id], entries: [{ ...entry, objectVersion: 1, details: told }] };
  });
}

function rowOf(context: TierContext, { office, purpose, subject, details = {}, maxBytes = 0 }: TicketWish) {
  const now = context.services.clock();
  return {
    id: newId(context.profile.tier),
    office,
    person: context.standing.person,
    purpose,
    subject,
    details: JSON.stringify(details),
    maxBytes,
    issuedAt: instant(now),
    expiresAt: instant(new Date((Math.floor(now.getTime() / 1000) + FILE_TICKET_SECONDS) * 1000)),
    usedAt: null,
    recorded: null,
  } satisfies FileTicketRow;
}

/** The address under which the ticket is used, at the gateway. */
export function pathOf(context: TierContext, { id, person, purpose, maxBytes, expiresAt }: FileTicketRow): string {
  const tier = nameOfTier(context.profile.tier);
  const until = Math.floor(Date.parse(expiresAt) / 1000);
  const ticket = { tier, id, move: moveOf(purpose), person, maxBytes, expiresAt: until };
  return `/files/${signFileTicket(ticket, context.services.files.key)}`;
}
