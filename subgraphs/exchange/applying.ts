import type { ClientBase } from "pg";
import { tierOfId } from "../../schema/contract/ids";
import { isUnder, tierOfOffice } from "../../schema/contract/regionCode";
import { kindNamed } from "./kinds";
import { type Arrived, type Effects, Impossible, type Kind, type Met } from "./kinds/kind";
import type { Header } from "./protocol";

/** A message in its place, not read yet. */
interface ToApply {
  header: Header;
  payload: string;
}

/** What became of messages in their order: of as many as could be applied, and of the first that could not be, why. */
interface Applied {
  met: Met[];
  parked?: { kind: string; reason: string };
}

/** Applies messages in their order, those of one kind that follow one another at once. An effect that is impossible ends it, and
 * leaves what came before it applied. */
export async function applyInOrder(
  client: ClientBase,
  effects: Effects,
  messages: readonly ToApply[],
): Promise<Applied> {
  const met: Met[] = [];
  for (let from = 0; from < messages.length; ) {
    const first = messages[from] as ToApply;
    const prepared = prepareRun(messages, from);
    if ("reason" in prepared) return { met, parked: { kind: first.header.kind, reason: prepared.reason } };
    const done = await applyRun(client, effects, prepared);
    met.push(...done.met);
    if (done.reason !== undefined) return { met, parked: { kind: first.header.kind, reason: done.reason } };
    from += prepared.run.length;
  }
  return { met };
}

interface Run {
  kind: Kind;
  run: Arrived[];
}

/** @returns the longest run of one kind from a place on whose messages can be read, or why not even the first */
function prepareRun(messages: readonly ToApply[], from: number): Run | { reason: string } {
  const { header } = messages[from] as ToApply;
  const kind = kindNamed(header.kind);
  if (!kind) return { reason: "UNKNOWN_KIND" };
  const run: Arrived[] = [];
  const apart = new Set<string>();
  for (const message of messages.slice(from)) {
    if (message.header.kind !== kind.name) break;
    const arrived = readMessage(kind, message);
    if ("reason" in arrived) {
      if (run.length) break;
      return arrived;
    }
    const word = kind.apart?.(arrived);
    if (word !== undefined && apart.has(word)) break;
    if (word !== undefined) apart.add(word);
    run.push(arrived);
  }
  return { kind, run };
}

function readMessage(kind: Kind, { header, payload }: ToApply): Arrived | { reason: string } {
  const { source, destination, subject, at } = header;
  if (!kind.between(source, destination)) return { reason: "NOT_BETWEEN_THESE" };
  let read: unknown;
  try {
    read = kind.read(JSON.parse(payload));
  } catch {
    return { reason: "UNREADABLE" }; // the cause would quote what it says
  }
  const tier = tierOfOffice(source);
  if (kind.own?.(read).some((id) => tierOfId(id) !== tier)) return { reason: "NOT_ITS_OWN" };
  if (kind.regions?.(read).some((region) => !isUnder(region, source))) return { reason: "NOT_ITS_AREA" };
  return { source, destination, subject, at, payload: read };
}

async function applyRun(
  client: ClientBase,
  effects: Effects,
  { kind, run }: Run,
): Promise<{ met: Met[]; reason?: string }> {
  await client.query("savepoint run");
  try {
    const met = await kind.apply(effects, run);
    await client.query("release savepoint run");
    return { met };
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === undefined) throw cause;
    await client.query("rollback to savepoint run");
    if (run.length === 1) return { met: [], reason };
  }
  // one of them is it: each by itself, up to that one
  const met: Met[] = [];
  for (const message of run) {
    const done = await applyRun(client, effects, { kind, run: [message] });
    met.push(...done.met);
    if (done.reason !== undefined) return { met, reason: done.reason };
  }
  return { met };
}

/** Data exceptions and violated constraints are the message's fault; everything else passes and is tried again.
 * @returns one word, never the database's own, which may quote what the message says */
function reasonOf(cause: unknown): string | undefined {
  if (cause instanceof Impossible) return "IMPOSSIBLE";
  const code = (cause as { code?: unknown }).code;
  if (typeof code !== "string") return undefined;
  if (code.startsWith("22")) return "UNREADABLE";
  if (code.startsWith("23")) return "CONSTRAINT_VIOLATED";
  return code === "42501" ? "NOT_PERMITTED" : undefined; // a policy says no
}
