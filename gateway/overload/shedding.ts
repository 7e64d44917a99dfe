import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { contentTypeFor } from "../mediaType";
import type { Metrics } from "../metrics";
import { presentError } from "../presentError";
import { type Admission, overloaded, tooManyAtOnce } from "./admission";
import type { RestingConnections } from "./resting";

/** A body that is longer is not read to its end for nothing: its connection ends instead. */
const MOST_UNREAD_BYTES = 64 * 1024;
const TELL_EVERY_MS = 1_000;

/** Refuses what comes while there is no room before anything else looks at it, because at ten times the load nine of ten are
 * refused: what each of them costs, nine cost the one that is served. It says the same as every other refusal.
 * @param bytesOf the body of a request that is coming
 * @param callerOf who it seems to be from */
export function shedding(
  admission: Admission,
  resting: RestingConnections,
  bytesOf: (request: IncomingMessage) => number,
  callerOf: (request: IncomingMessage) => string,
  metrics: Metrics,
  log: Logger,
): (serve: RequestListener) => RequestListener {
  const refusal = overloaded();
  const bodyOf = (fault: typeof refusal) => Buffer.from(JSON.stringify({ errors: [presentError(fault, "", log)] }));
  const [busy, tooMany] = [bodyOf(refusal), bodyOf(tooManyAtOnce())];
  const count = countShed(log);
  // few, and written flat: to make one again takes as long as the rest of a refusal
  const heads = new Map<string, string[]>();
  const headOf = (type: string, seconds: number, ends: boolean, { length }: Buffer) => {
    const key = `${type} ${seconds} ${ends} ${length}`;
    const known = heads.get(key);
    if (known) return known;
    const head = {
      ...refusal.headers,
      "retry-after": String(seconds),
      "content-type": type,
      "content-length": String(length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(ends && { connection: "close" }),
    };
    const flat = Object.entries(head).flat();
    heads.set(key, flat);
    return flat;
  };
  const shed = (request: IncomingMessage, response: ServerResponse, bytes: number, caller: string) => {
    const { seconds } = resting;
    const body = admission.hasShare(caller) ? tooMany : busy;
    const type = contentTypeFor(request.headers.accept);
    response.writeHead(refusal.status, headOf(type, seconds, bytes > MOST_UNREAD_BYTES, body));
    resting.restAfter(request, response, seconds);
    resting.restOthers(request, seconds);
    response.end(body);
    metrics.shed(refusal.code, refusal.status);
    count();
  };
  return (serve) => (request, response) => {
    if (request.method !== "POST" || request.url !== "/graphql") {
      resting.begin(request, response, "");
      return serve(request, response);
    }
    const [bytes, caller] = [bytesOf(request), callerOf(request)];
    resting.begin(request, response, caller);
    if (!admission.hasRoom(bytes, caller)) return shed(request, response, bytes, caller);
    return serve(request, response);
  };
}

/** One line for all that is shed in a second. */
function countShed(log: Logger): () => void {
  let count = 0;
  return () => {
    if (count++ > 0) return;
    setTimeout(() => {
      log.warn({ requests: count }, "refused, because there is no room");
      count = 0;
    }, TELL_EVERY_MS).unref();
  };
}
