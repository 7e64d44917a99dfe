import { WebSocket } from "ws";

// A process of its own: a crowd of sockets that follow. Speaks the protocol itself, so that the crowd costs less than what it measures.

/** What it is told to open. */
export interface Crowd {
  url: string;
  count: number;
  /** of all crowds together, this one's first */
  first: number;
  channels: number;
  query: string;
  /** one of them for each socket, in turn; none where the gateway asks for nothing */
  authorizations: string[];
}

/** What it says. */
export type CrowdWord =
  | { opened: number }
  /** milliseconds from the happening to each reader, and the bytes of what they were told */
  | { lags: number[]; bytes: number; closed: number; cpuMs: number };

/** The beginning of a message, up to what the other subgraph knows: without it the message is no answer. */
const HEAD_BYTES = 300;
/** Sockets of a crowd that do not follow yet. */
const AT_ONCE = 25;

let lags: number[] = [];
let bytes = 0;
let closed = 0;

function open({ url, count, first, channels, query, authorizations }: Crowd): void {
  let ready = 0;
  let next = 0;
  const isReady = () => {
    if (++ready === count) process.send?.({ opened: count } satisfies CrowdWord);
    if (next < count) one(next++);
  };
  const one = (i: number) => {
    const ws = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false });
    const authorization = authorizations[i % Math.max(1, authorizations.length)];
    const payload = { query, variables: { channel: (first + i) % channels } };
    let follows = false;
    ws.on("open", () => ws.send(JSON.stringify({ type: "connection_init", payload: { authorization } })));
    ws.on("message", (data: Buffer) => {
      const head = data.toString("latin1", 0, HEAD_BYTES);
      if (head.includes('"connection_ack"')) {
        ws.send(JSON.stringify({ id: `${i}`, type: "subscribe", payload }));
        follows = !authorization;
        if (follows) isReady();
      } else if (head.includes('"STARTED"')) {
        follows = true;
        isReady();
      } else {
        const at = /"at":([\d.]+)/.exec(head)?.[1];
        if (!at || !head.includes('"place":"shelf i')) return;
        lags.push(performance.timeOrigin + performance.now() - Number(at));
        bytes += data.length;
      }
    });
    // as any client does: a gateway that is greeted by thousands at once is late for some
    ws.on("close", () => {
      if (follows) closed++;
      else setTimeout(() => one(i), 500);
    });
    ws.on("error", () => undefined);
  };
  // some at a time: what is measured is not the greeting
  while (next < Math.min(count, AT_ONCE)) one(next++);
}

process.on("message", (word: Crowd | "report") => {
  if (word !== "report") return open(word);
  const { user, system } = process.cpuUsage();
  process.send?.({ lags, bytes, closed, cpuMs: (user + system) / 1_000 } satisfies CrowdWord);
  lags = [];
  bytes = 0;
});
process.on("disconnect", () => process.exit());
