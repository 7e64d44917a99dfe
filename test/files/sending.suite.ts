import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { createSpool, SpoolIsFull } from "../../subgraphs/files/spool";
import { paced, TooSlow } from "../../subgraphs/tier/files/pace";
import { TooBusy, Turns } from "../../subgraphs/tier/files/turns";
import { aGate } from "../support/gate";
import { until } from "../support/until";

const NEVER = new AbortController().signal;

describe("what is put aside for a receiver", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "spool-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const WORDS = "不应留在磁盘上。（虚构）".repeat(10_000);
  const source = () => Readable.from([Buffer.from(WORDS), Buffer.from(WORDS)]);

  /** What the open files of this process that have no name any more hold on the disk. */
  const nameless = () =>
    readdirSync("/proc/self/fd").flatMap((fd) => {
      const path = `/proc/self/fd/${fd}`;
      try {
        return readlinkSync(path).startsWith(`${folder}/`) ? [readFileSync(path)] : [];
      } catch {
        return []; // the descriptor by which the folder itself was read
      }
    });

  test("comes back byte for byte; on the disk it has no name and cannot be read", async () => {
    const spooled = await createSpool(folder).take(source(), NEVER);
    expect(readdirSync(folder)).toEqual([]);
    const [held, ...others] = nameless();
    expect([held?.length, others]).toEqual([spooled.size, []]);
    expect(held?.includes(Buffer.from("磁盘"))).toBe(false);
    expect((await buffer(spooled.body)).toString()).toBe(WORDS + WORDS);
    await until("the file is closed", async () => nameless().length === 0);
  });

  test("is bounded for all together, and gives its place back when it is fetched, given up or never finished", async () => {
    const size = Buffer.from(WORDS).length * 2;
    const spool = createSpool(folder, size);
    const first = await spool.take(source(), NEVER);
    await expect(spool.take(source(), NEVER)).rejects.toBeInstanceOf(SpoolIsFull);
    first.body.destroy();
    await until("its place is free", async () => nameless().length === 0);
    const second = await spool.take(source(), NEVER);
    await buffer(second.body);
    await until("its place is free", async () => nameless().length === 0);
    const gone = new AbortController();
    const endless = Readable.from(
      (async function* () {
        yield Buffer.from(WORDS);
        gone.abort();
        await pause(60_000, undefined, { ref: false });
      })(),
    );
    await expect(spool.take(endless, gone.signal)).rejects.toMatchObject({ name: "AbortError" });
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(WORDS);
        throw new Error("the database went away");
      })(),
    );
    await expect(spool.take(broken, NEVER)).rejects.toThrow("went away");
    const last = await spool.take(source(), NEVER);
    expect(last.size).toBe(size);
    last.body.destroy();
  });
});

describe("a file that is fetched", () => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const endless = () =>
    Readable.from(
      (function* () {
        while (true) yield chunk;
      })(),
    );
  /** Reads a piece now and then. */
  async function read(body: Readable, everyMs: number): Promise<number> {
    let bytes = 0;
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length;
      await pause(everyMs);
    }
    return bytes;
  }

  test("is whole at any pace that is kept", async () => {
    const pieces = Array.from({ length: 20 }, () => chunk);
    const body = paced(Readable.from(pieces), { windowMs: 200, leastBytes: 1, deadlineMs: 60_000 });
    expect(await read(body, 10)).toBe(20 * chunk.length);
  });

  test("is broken off where the receiver hardly takes it, and what it comes from with it", async () => {
    const from = endless();
    const body = paced(from, { windowMs: 50, leastBytes: 10 * chunk.length, deadlineMs: 60_000 });
    await expect(read(body, 40)).rejects.toBeInstanceOf(TooSlow);
    expect(from.destroyed).toBe(true);
  });

  test("is broken off at the deadline, however fast it goes", async () => {
    const body = paced(endless(), { windowMs: 60_000, leastBytes: 1, deadlineMs: 100 });
    await expect(read(body, 0)).rejects.toBeInstanceOf(TooSlow);
  });
});

describe("turns", () => {
  /** Work that ends when it is told to. */
  function aPiece() {
    const { opened, open } = aGate();
    return { work: () => opened, end: open };
  }
  const started: string[] = [];
  const begin = (turns: Turns, person: string, signal = NEVER) => {
    const piece = aPiece();
    const outcome = turns.take(person, signal, async () => {
      started.push(person);
      await piece.work();
    });
    return { ...piece, outcome };
  };
  beforeEach(() => started.splice(0));

  test("are taken by few at once, one for each person, the next in order", async () => {
    const turns = new Turns({ most: 2, waiting: 9, waitMs: 60_000 });
    const [a1, , b, c] = ["a", "a", "b", "c"].map((person) => begin(turns, person)) as ReturnType<typeof begin>[];
    expect(started).toEqual([]);
    await pause(0);
    expect(started).toEqual(["a", "b"]);
    b?.end();
    await b?.outcome;
    expect(started).toEqual(["a", "b", "c"]);
    a1?.end();
    await a1?.outcome;
    expect(started).toEqual(["a", "b", "c", "a"]);
    c?.end();
  });

  test("come in time or not at all; who has gone waits no more, and a failure ends its turn", async () => {
    const turns = new Turns({ most: 1, waiting: 2, waitMs: 50 });
    const first = begin(turns, "a");
    const gone = new AbortController();
    const left = expect(begin(turns, "b", gone.signal).outcome).rejects.toMatchObject({ name: "AbortError" });
    const late = expect(begin(turns, "c").outcome).rejects.toBeInstanceOf(TooBusy);
    await expect(begin(turns, "d").outcome).rejects.toBeInstanceOf(TooBusy);
    gone.abort();
    await Promise.all([left, late]);
    first.end();
    await first.outcome;
    await expect(turns.take("a", NEVER, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
    expect(await turns.take("a", NEVER, async () => "again")).toBe("again");
  });
});
