import { type IncomingMessage, request } from "node:http";
import { WebSocket } from "ws";

// A process of its own: visitors who come, follow something or do not get so far, and go in one way or another.

/** What it is told to do. */
export interface Visits {
  url: string;
  count: number;
  /** at a time */
  atOnce: number;
  channels: number;
  query: string;
  authorizations: string[];
}

/** What it says: how many there were of each way, and how many came to another end than the way should. */
export interface VisitsWord {
  ways: Record<string, number>;
  strayed: Record<string, number>;
}

const END_MS = 20_000;
const GRACE_MS = 100;

interface Guest {
  url: string;
  /** the subscription's body */
  payload: object;
  authorization: string;
}

/** @returns whether it ended as it should */
type Way = (guest: Guest) => Promise<boolean>;

const WAYS: Record<string, Way> = {
  "follows, then closes": (guest) => follow(guest, { started: (ws) => ws.close() }),
  "follows, then is gone": (guest) => follow(guest, { started: (ws) => ws.terminate() }),
  "follows, completes, then closes": (guest) =>
    follow(guest, {
      started: (ws) => {
        ws.send('{"id":"1","type":"complete"}');
        ws.close();
      },
    }),
  "subscribes, and is gone": (guest) => follow(guest, { subscribed: (ws) => ws.terminate() }),
  "signs in, and is gone": (guest) => follow(guest, { opened: (ws) => setTimeout(() => ws.terminate(), 1) }),
  "has no valid token": (guest) => follow({ ...guest, authorization: "Bearer a.b.c" }, {}, 4403),
  "subscribes twice with one id": (guest) => follow(guest, { started: (ws) => subscribe(ws, guest) }, 4409),
  "asks for what there is not": (guest) =>
    follow({ ...guest, payload: { query: "subscription { nothing }" } }, { refused: (ws) => ws.close() }),
  "follows by a stream, then is gone": stream,
};

interface Steps {
  opened?(ws: WebSocket): void;
  subscribed?(ws: WebSocket): void;
  started?(ws: WebSocket): void;
  refused?(ws: WebSocket): void;
}

/** @param code with which the gateway should end it, where it is not the guest who does */
function follow(guest: Guest, steps: Steps, code?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const ws = new WebSocket(guest.url, "graphql-transport-ws", { perMessageDeflate: false });
    let isGuests = false;
    const late = setTimeout(() => ws.terminate(), END_MS);
    const step = (what: keyof Steps) => {
      if (!steps[what]) return;
      isGuests = true;
      steps[what](ws);
    };
    ws.on("open", () => {
      ws.send(JSON.stringify({ type: "connection_init", payload: { authorization: guest.authorization } }));
      step("opened");
    });
    ws.on("message", (data: Buffer) => {
      const head = data.toString("latin1", 0, 100);
      if (head.includes('"connection_ack"')) {
        subscribe(ws, guest);
        step("subscribed");
      } else if (head.includes('"STARTED"')) step("started");
      else if (head.includes('"error"')) step("refused");
    });
    ws.on("error", () => undefined); // the closing says it
    ws.on("close", (closed) => {
      clearTimeout(late);
      resolve(code === undefined ? isGuests : closed === code);
    });
  });
}

function subscribe(ws: WebSocket, { payload }: Guest): void {
  ws.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
}

function stream({ url, payload, authorization }: Guest): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", accept: "text/event-stream", authorization };
    const sending = request(`${url.replace(/^ws/, "http")}/stream`, { method: "POST", headers, agent: false });
    let heard = false;
    const late = setTimeout(() => sending.destroy(), END_MS);
    sending.on("response", (answer: IncomingMessage) => {
      answer.once("data", () => {
        heard = true;
        sending.destroy();
      });
    });
    sending.on("error", () => undefined); // it was destroyed
    sending.on("close", () => {
      clearTimeout(late);
      resolve(heard);
    });
    sending.end(JSON.stringify(payload));
  });
}

async function visit({ url, count, atOnce, channels, query, authorizations }: Visits): Promise<VisitsWord> {
  const word: VisitsWord = { ways: {}, strayed: {} };
  const names = Object.keys(WAYS);
  let next = 0;
  const one = async () => {
    while (next < count) {
      const i = next++;
      const name = names[i % names.length] as string;
      const payload = { query, variables: { channel: Math.floor(i / names.length) % channels } };
      const authorization = authorizations[i % authorizations.length] as string;
      const isWell = await (WAYS[name] as Way)({ url, payload, authorization });
      word.ways[name] = (word.ways[name] ?? 0) + 1;
      if (!isWell) word.strayed[name] = (word.strayed[name] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return word;
}

process.on("message", (asked: Visits) => {
  void visit(asked).then((word) => setTimeout(() => process.send?.(word), GRACE_MS));
});
process.on("disconnect", () => process.exit());
