import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Logger } from "pino";
import { presentError } from "./presentError";
import type { RefusalLog } from "./refusalLog";
import { httpFaultOf } from "./requestFaults";

const STATUS_OF: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is no HTTP as everything else is answered, and ends the connection: nobody knows where a next request would
 * begin on it. */
export function refuseBrokenRequest(
  error: Error & { code?: string },
  socket: Socket,
  refusals: RefusalLog,
  log: Logger,
): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const reference = randomUUID();
  const status = STATUS_OF[error.code ?? ""] ?? 400;
  refusals.info({ requestId: reference, code: error.code, status }, "a request that is no HTTP");
  const body = JSON.stringify({ errors: [presentError(httpFaultOf(status), reference, log)] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${reference}`,
    "connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy();
}
