import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What is sent, byte for byte: nothing mends it on the way. */
export interface Wire {
  chunks: Buffer[];
  /** between two chunks, milliseconds */
  pauseMs?: number;
  /** whether the sender hangs up after the last chunk, instead of waiting for an answer */
  hangUp?: boolean;
}

export interface Exchange {
  /** 0 where no answer came */
  status: number;
  head: string;
  body: string;
  ms: number;
}

const PATIENCE_MS = 8_000;

/** Sends over a connection of its own and reads to the end. */
export async function exchange(url: string, { chunks, pauseMs = 0, hangUp = false }: Wire): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  socket.on("data", (piece) => received.push(piece));
  socket.on("error", () => {}); // the other side closed: what came until then counts
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
  for (const [i, chunk] of chunks.entries()) {
    if (i > 0 && pauseMs) await pause(pauseMs);
    if (socket.destroyed) break;
    socket.write(chunk);
  }
  if (hangUp) socket.destroy();
  await ended;
  clearTimeout(patience);
  return { ...read(Buffer.concat(received).toString("utf8")), ms: performance.now() - started };
}

/** The last answer of a connection, which is the one to what was asked last. */
function read(text: string): Omit<Exchange, "ms"> {
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
  const end = text.indexOf("\r\n\r\n");
  return { status, head: text.slice(0, Math.max(end, 0)), body: end < 0 ? "" : text.slice(end + 4) };
}
