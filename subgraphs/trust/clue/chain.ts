import { createHash, sign, verify } from "node:crypto";
import * as v from "valibot";
import type { Custody } from "../../domain/clue/custody";
import { type PrivateGeneration, type PublicKeys, signingKey, verifyingKey } from "./custodyKeys";
import { custodyShape } from "./custodyShape";

/** What happened to the custody of a clue. */
export const CUSTODY_EVENTS = ["REGISTERED", "REFERRED", "RETURNED", "CONCLUDED"] as const;
export type CustodyEvent = (typeof CUSTODY_EVENTS)[number];

/** One entry of a chain, as both sides sign it. */
interface CustodyStatement {
  clue: string;
  /** from 1, without a gap */
  sequence: number;
  event: CustodyEvent;
  from: Custody;
  to: Custody;
  /** hash of the sealed text that was handed over */
  sealed: string;
  /** ISO 8601 */
  at: string;
  /** hash of the entry before, empty for the first */
  previous: string;
}

interface Signed {
  /** id of the generation that signed */
  key: string;
  signature: string;
}

/** An entry as it is kept. The first one is nobody's but the owner's: it signs it alone. */
export interface CustodyEntry {
  statement: string;
  hash: string;
  from: Signed;
  /** undefined until the receiver has signed for it */
  to?: Signed;
}

export function stateCustody(statement: CustodyStatement, by: PrivateGeneration): CustodyEntry {
  const text = JSON.stringify(statement);
  const from = signed(handOver(text), by);
  return { statement: text, hash: hashOf(text, from), from };
}

/** The receiver's word that it has what the sender handed over: it covers the sender's. */
export function countersign(entry: CustodyEntry, by: PrivateGeneration): Signed {
  return signed(receipt(entry), by);
}

/** What is wrong with a chain, a sentence each, and whose signatures could be compared with no key: where there is neither, it holds. */
interface ChainFindings {
  faults: string[];
  unverified: Custody[];
}

/** Holds a chain against its signatures.
 * @param keysOf the public keys of a custody, undefined where they are not at hand
 * @param sealed hash of the sealed text that is kept */
export function examineChain(
  clue: string,
  chain: readonly CustodyEntry[],
  sealed: string,
  keysOf: (custody: Custody) => PublicKeys | undefined,
): ChainFindings {
  const faults: string[] = [];
  const unverified = new Set<Custody>();
  const isBy = (bytes: Buffer, by: Signed, custody: Custody) => {
    const keys = keysOf(custody);
    if (!keys) unverified.add(custody);
    return !keys || holds(bytes, by, keys);
  };
  let previous = "";
  if (chain.length === 0) faults.push("there is no entry");
  for (const [i, entry] of chain.entries()) {
    const statement = read(entry.statement);
    const fault = (what: string) => faults.push(`entry ${i + 1}: ${what}`);
    if (!statement || statement.clue !== clue || statement.sequence !== i + 1) fault("is of another clue or place");
    else {
      if (statement.previous !== previous) fault("does not follow from the one before");
      if (statement.sealed !== sealed) fault("speaks of another sealed text");
      if (entry.hash !== hashOf(entry.statement, entry.from)) fault("has another hash");
      if (!isBy(handOver(entry.statement), entry.from, statement.from)) fault("is not signed by its sender");
      if (entry.to && !isBy(receipt(entry), entry.to, statement.to)) fault("is not signed by its receiver");
    }
    previous = entry.hash;
  }
  return { faults, unverified: [...unverified] };
}

/** What a chain that came brings to the one that is here: entries that are missing, and signatures of receivers.
 * @returns undefined where the two contradict each other */
export function mergeChains(
  here: readonly CustodyEntry[],
  came: readonly CustodyEntry[],
): { added: CustodyEntry[]; countersigned: { sequence: number; to: Signed }[]; whole: CustodyEntry[] } | undefined {
  const countersigned: { sequence: number; to: Signed }[] = [];
  const whole = here.map((entry, i): CustodyEntry => {
    const to = came[i]?.to;
    if (entry.to || !to) return entry;
    countersigned.push({ sequence: i + 1, to });
    return { ...entry, to };
  });
  if (came.some((entry, i) => here[i] && here[i].hash !== entry.hash)) return undefined;
  const added = came.slice(here.length);
  return { added, countersigned, whole: [...whole, ...added] };
}

/** What an entry says.
 * @returns undefined where it is no statement */
export function statementOf({ statement }: Pick<CustodyEntry, "statement">): CustodyStatement | undefined {
  return read(statement);
}

function handOver(text: string): Buffer {
  return Buffer.from(`clue-custody/v1\0${text}`);
}

function receipt({ statement, from }: CustodyEntry): Buffer {
  return Buffer.from(`clue-receipt/v1\0${statement}\0${from.key}\0${from.signature}`);
}

function signed(bytes: Buffer, by: PrivateGeneration): Signed {
  return { key: by.id, signature: sign(null, bytes, signingKey(by)).toString("base64url") };
}

function holds(bytes: Buffer, { key, signature }: Signed, { generations }: PublicKeys): boolean {
  const generation = generations.find(({ id }) => id === key);
  return !!generation && verify(null, bytes, verifyingKey(generation), Buffer.from(signature, "base64url"));
}

function hashOf(text: string, { key, signature }: Signed): string {
  return createHash("sha256").update(`${text}\0${key}\0${signature}`).digest("base64url");
}

const Statement = v.object({
  clue: v.string(),
  sequence: v.number(),
  event: v.picklist(CUSTODY_EVENTS),
  from: custodyShape,
  to: custodyShape,
  sealed: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
  previous: v.string(),
});

function read(text: string): CustodyStatement | undefined {
  try {
    return v.parse(Statement, JSON.parse(text));
  } catch {
    return undefined;
  }
}
