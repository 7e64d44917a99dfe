import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** Why a socket ends (docs/LIVE.md). */
export const CLOSE = {
  goingAway: [1001, "The gateway stops"],
  tooMany: [1013, "Too many sockets, try again later"],
  badRequest: [4400, "Invalid message"],
  unauthorized: [4401, "Unauthorized"],
  forbidden: [4403, "Forbidden"],
  subprotocol: [4406, "Subprotocol not acceptable"],
  initTimeout: [4408, "Connection initialisation timeout"],
  tooManyInits: [4429, "Too many initialisation requests"],
  defect: [4500, "Internal server error"],
  nobodyKnows: [4503, "Standing unavailable, try again later"],
} as const satisfies Record<string, readonly [code: number, reason: string]>;

/** A message of the protocol, as far as anything is known of it. */
export interface Message {
  type?: unknown;
  id?: unknown;
  payload?: unknown;
}

const MOST_ID = 128;

const TAIL = Buffer.from("}");

/** The body is the same for many sockets, and copied for none of them: what is copied for a thousand has to be collected, too.
 * @param socket below, which sends the parts in one write */
export function writeMessage(ws: WebSocket, socket: Duplex, head: Buffer, body: Buffer): void {
  socket.cork();
  ws.send(head, { binary: false, fin: false });
  ws.send(body, { binary: false, fin: false });
  ws.send(TAIL, { binary: false, fin: true });
  socket.uncork();
}

export function readMessage(text: string): Message | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the errors of an answer that has no data: the operation was not carried out */
export function errorsAlone(text: string): unknown[] | undefined {
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown[] };
  return data === undefined ? errors : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isName(id: unknown): id is string {
  return typeof id === "string" && id !== "" && id.length <= MOST_ID;
}
