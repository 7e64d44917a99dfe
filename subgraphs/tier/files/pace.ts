import { pipeline, type Readable, Transform } from "node:stream";

/** How slowly a file may be fetched. */
interface Pace {
  windowMs: number;
  /** in each window */
  leastBytes: number;
  /** for all of it; the gateway's deadline is the same */
  deadlineMs: number;
}

const PACE: Pace = { windowMs: 30_000, leastBytes: 64 * 1024, deadlineMs: 300_000 };

export class TooSlow extends Error {}

/** The same bytes, broken off where the receiver hardly takes them: a file that nobody fetches must not wait for ever. */
export function paced(body: Readable, { windowMs, leastBytes, deadlineMs }: Pace = PACE): Readable {
  let moved = 0;
  const out = new Transform({
    transform(chunk: Buffer, _, done) {
      moved += chunk.length;
      done(null, chunk);
    },
  });
  const breakOff = (words: string) => out.destroy(new TooSlow(words));
  const window = setInterval(() => {
    if (moved < leastBytes) breakOff(`${moved} bytes in ${windowMs} ms`);
    moved = 0;
  }, windowMs);
  const deadline = setTimeout(() => breakOff(`not fetched within ${deadlineMs} ms`), deadlineMs);
  out.once("close", () => {
    clearInterval(window);
    clearTimeout(deadline);
  });
  // what breaks off one breaks off the other; whoever sends `out` is told
  pipeline(body, out, () => {});
  return out;
}
