import { createHmac, timingSafeEqual } from "node:crypto";
import { isTierName, type TierName } from "./tier";

/** How long a ticket may be used after it was issued. */
export const FILE_TICKET_SECONDS = 600;

/** What a ticket allows over HTTP: to bring a file, or to fetch one. */
export type FileMove = "PUT" | "GET";

/** The right of one person to move one file, once where it is brought. What it is for stands in the tier's row of this id. */
export interface FileTicket {
  tier: TierName;
  /** random; the tier keeps purpose, object and use under it */
  id: string;
  move: FileMove;
  /** account id, of any tier */
  person: string;
  /** of a file that is brought; 0 for one that is fetched */
  maxBytes: number;
  /** seconds since 1970, UTC */
  expiresAt: number;
}

const TICKET = /^[\w-]{20,600}\.[\w-]{43}$/;

/** The text that stands in the address `/files/…`. HMAC-SHA-256 under the key that the tier shares with the gateway. */
export function signFileTicket(ticket: FileTicket, key: string): string {
  const { tier, id, move, person, maxBytes, expiresAt } = ticket;
  const payload = Buffer.from(JSON.stringify([tier, id, move, person, maxBytes, expiresAt])).toString("base64url");
  return `${payload}.${seal(payload, key)}`;
}

/** @returns the ticket, or undefined where it was not signed under this key; whether it has expired is asked apart */
export function verifyFileTicket(text: string, key: string): FileTicket | undefined {
  if (!TICKET.test(text)) return undefined;
  const [payload, signature] = text.split(".") as [string, string];
  if (!equal(signature, seal(payload, key))) return undefined;
  const [tier, id, move, person, maxBytes, expiresAt] = JSON.parse(Buffer.from(payload, "base64url").toString());
  return { tier, id, move, person, maxBytes, expiresAt };
}

/** Whose ticket this claims to be, before anybody has verified it: by it the key is chosen. */
export function claimedTierOf(text: string): TierName | undefined {
  if (!TICKET.test(text)) return undefined;
  const claimed = /^\["(\w+)"/.exec(Buffer.from(text.split(".")[0] as string, "base64url").toString())?.[1];
  return claimed && isTierName(claimed) ? claimed : undefined;
}

export function hasExpired(ticket: FileTicket, now: Date): boolean {
  return ticket.expiresAt * 1000 <= now.getTime();
}

/** What the internal token is bound to in place of a body, which nobody has read yet. No JSON begins like this. */
export function boundTo(move: FileMove, ticketText: string): string {
  return `${move} ${ticketText}`;
}

/** Another domain than the internal token's, which is sealed with the same key: its payload contains no zero byte. */
function seal(payload: string, key: string): string {
  return createHmac("sha256", key).update(`file ticket\0${payload}`).digest("base64url");
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
