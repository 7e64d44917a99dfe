import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { isRunning, type KnownProcess, processIdentity } from "./processIdentity";

const Known = v.object({ pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)), identity: v.string() });
const Content = v.object({ ...Known.entries, address: v.string(), children: v.array(Known) });
type Content = v.InferOutput<typeof Content>;

/** A takeover lasts milliseconds; who holds one for so long was killed in it. */
const TAKEOVER_LIMIT_MS = 10_000;

/** The data folder's `running.json`: which supervisor owns the folder, and which processes it started. */
export interface RunningFile {
  /** what the supervisor before us left behind when it was killed */
  orphans: KnownProcess[];
  /** call it with all children after each start */
  record(children: KnownProcess[]): void;
  release(): void;
}

/** Makes this process the owner of the data folder.
 * @returns the owner's address where another supervisor is alive */
export async function claim(dataFolder: string, address: string): Promise<RunningFile | { address: string }> {
  const file = join(dataFolder, "running.json");
  const self = { pid: process.pid, identity: processIdentity(process.pid) ?? "", address };
  for (;;) {
    const owner = read(file);
    if (owner && isRunning(owner)) return { address: owner.address };
    const orphans = owner?.children ?? [];
    const won = await replace(file, owner, { ...self, children: orphans });
    if (!won) continue;
    return {
      orphans,
      record: (children) =>
        write(file, { ...self, children: children.map(({ pid, identity }) => ({ pid, identity })) }),
      release: () => rmSync(file, { force: true }),
    };
  }
}

/** Puts our claim in the place of a dead one. One at a time: whoever makes the folder; the others look again. */
async function replace(file: string, dead: Content | undefined, claimed: Content): Promise<boolean> {
  const turn = `${file}.takeover`;
  try {
    mkdirSync(turn);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw explain(error as Error, file);
    await pause(20);
    removeForgotten(turn);
    return false;
  }
  try {
    const now = read(file);
    if (now?.identity !== dead?.identity || now?.pid !== dead?.pid) return false;
    write(file, claimed);
    return true;
  } finally {
    rmdirSync(turn);
  }
}

function removeForgotten(turn: string): void {
  const age = Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > TAKEOVER_LIMIT_MS) rmdirSync(turn);
}

/** A file that can't be read as ours is what a crash of the machine left: nobody owns it. */
function read(file: string): Content | undefined {
  try {
    return v.parse(Content, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

function write(file: string, content: Content): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  renameSync(draft, file);
}

function explain(error: Error, file: string): Error {
  return new Error(
    `${file} cannot be written (${error.message}). Start from the account that owns the folder, or name another one (PLATFORM_DATA).`,
  );
}
