import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { Following, Source, Wrong } from "./source";

const ACKNOWLEDGED_MS = 5_000;
const PING_MS = 2_000;
const PONG_MS = 3_000;
const LONGEST_PAUSE_MS = 1_000;

/** A stock client, as a page uses it: it comes back by itself, with the last cursor, and notices that nobody is there any more. */
export const bySocket: Source = ({ url, query, region, transcript, tokenOf, bringing }: Following) => {
  let openedAt = Date.now();
  let pong: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: PatientWebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await tokenOf()}` }),
    connectionAckWaitTimeout: ACKNOWLEDGED_MS,
    keepAlive: PING_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (tries) => pauseFor(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** tries)),
    shouldRetry: () => true,
    on: {
      connecting: () => {
        openedAt = Date.now();
      },
      closed: (event) => {
        clearTimeout(pong);
        transcript.end(`closed ${(event as { code?: number }).code ?? "without a word"}`);
      },
      ping: (received) => {
        if (!received) pong = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
    },
  });
  const variables = {
    region,
    get after() {
      return transcript.after;
    },
  };
  const unsubscribe = client.subscribe<Record<string, never>>(
    { query, variables },
    {
      next: (result) => bringing.next(result, openedAt),
      error: (cause) => bringing.over(Array.isArray(cause) ? cause : [asWrong(cause)]),
      complete: () => bringing.over([]),
    },
  );
  return () => {
    clearTimeout(pong);
    unsubscribe();
    client.terminate();
  };
};

/** Whom nobody greets within a while asks again. */
class PatientWebSocket extends WebSocket {
  constructor(address: string, protocols?: string | string[]) {
    super(address, protocols, { handshakeTimeout: ACKNOWLEDGED_MS });
    this.on("error", () => {}); // told to the client by its closing, also where that had given it up before it was open
  }
}

/** The client does not come back by itself after closings that say that it is to blame. */
function asWrong(cause: unknown): Wrong {
  const { code, reason, message } = cause as { code?: number; reason?: string; message?: string };
  return { message: code === undefined ? String(message) : `closed for good: ${code} ${reason}` };
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((go) => setTimeout(go, ms));
}
