import { newId } from "../../../schema/contract/ids";
import type { Custody } from "../../domain/clue/custody";
import { refuse } from "../../domain/refusals";
import {
  findChains,
  findKeys,
  findParts,
  insertPart,
  insertSubjectMarks,
  rewrapKey,
} from "../../storage/clue/clue.repository";
import type { ClueCustodyRow, ClueKeyRow, CluePartKind, CluePartRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { type CustodyEntry, chainFaults } from "../../trust/clue/chain";
import { newest, type PublicKeys, unwrappingKey, wrappingKey } from "../../trust/clue/custodyKeys";
import { type Binding, DoesNotOpen, hashOfSealed, open, seal, unwrap, wrap } from "../../trust/clue/envelope";
import { KeyFault, type KeyFolder } from "../../trust/clue/keyFolder";
import { marksOfClue, marksOfRecusals } from "../../trust/clue/tierSecret";
import type { TierContext } from "../context";
import { type ClueContent, readClueContent } from "./clue.content";
import { ClueRefused, custodiesHere } from "./clue.entry";
import { wrapReporterAnew } from "./clue.reporter";

/** A clue that the caller has opened, in this process and as long as the request lasts. */
export interface OpenClue {
  content: ClueContent;
  /** the clue's own key */
  key: Buffer;
  /** by whose key it was opened */
  holding: ClueKeyRow;
  parts: CluePartRow[];
  chain: ClueCustodyRow[];
}

/** The binding of a clue's key, wrapped for a holder: to the clue, its owner, its sealed content and the holder. */
export function keyBinding(
  { id, owner, sealedHash }: Pick<ClueRow, "id" | "owner" | "sealedHash">,
  holder: Custody,
): Binding {
  return { purpose: "clue-key/v1", clue: id, owner, sealed: sealedHash, holder };
}

export function partBinding({ id, owner }: Pick<ClueRow, "id" | "owner">, number: number, kind: CluePartKind): Binding {
  return { purpose: "clue-part/v1", clue: id, owner, number, kind };
}

/** Opens a clue by the caller's own custody, and holds its chain against the signatures. Where the key was wrapped for an older
 * generation, it is wrapped anew in the same transaction, and so is its reporter's.
 * @throws ClueRefused CUSTODY_KEY_MISSING, CUSTODY_KEY_WRONG, CLUE_TAMPERED, PERSON_RECUSED
 * @throws KeyFault where the key's file can't be used */
export async function openClue(context: TierContext, db: Db, clue: ClueRow): Promise<OpenClue> {
  const folder = context.services.clueKeys;
  const [holding] = await findKeys(db, clue.id);
  const parts = await findParts(db, clue.id);
  const chain = await findChains(db, [clue.id]);
  if (!holding) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", clue.owner));
  const key = unwrapKey(folder, clue, holding);
  requirePublicKeys(folder, chain);
  const [first] = parts;
  if (first?.kind !== "CONTENT" || hashOfSealed(first.sealed) !== clue.sealedHash || !chainHolds(folder, clue, chain)) {
    throw tampered(clue);
  }
  const content = readClueContent(openPart(clue, first, key));
  if (!content) throw tampered(clue);
  await markAnew(context, db, clue, content);
  await wrapAnew(folder, db, clue, holding, key);
  await wrapReporterAnew(folder, db, clue);
  return { content, key, holding, parts, chain };
}

function unwrapKey(folder: KeyFolder, clue: ClueRow, { holder, generation: id, wrapped }: ClueKeyRow): Buffer {
  const generation = folder.keysOf(holder).generations.find((each) => each.id === id);
  if (!generation) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", holder));
  try {
    return unwrap(wrapped, unwrappingKey(generation), keyBinding(clue, holder));
  } catch (cause) {
    if (cause instanceof DoesNotOpen) throw new ClueRefused(refuse("CUSTODY_KEY_WRONG", holder));
    throw cause;
  }
}

/** The text of a part. @throws ClueRefused CLUE_TAMPERED */
export function openPart(clue: ClueRow, { number, kind, sealed }: CluePartRow, key: Buffer): string {
  try {
    return open(sealed, key, partBinding(clue, number, kind));
  } catch (cause) {
    if (cause instanceof DoesNotOpen) throw tampered(clue);
    throw cause;
  }
}

/** Who lacks the public part of somebody in the chain cannot say whether it holds, and must not call it tampered with.
 * @throws KeyFault */
function requirePublicKeys(folder: KeyFolder, chain: readonly ClueCustodyRow[]): void {
  for (const { fromCustody, toCustody } of chain) {
    for (const custody of [fromCustody, toCustody]) folder.publicKeysOf(custody);
  }
}

/** Whether every signature of a chain holds, by the public keys that lie outside of the database. */
export function chainHolds(folder: KeyFolder, clue: ClueRow, chain: readonly ClueCustodyRow[]): boolean {
  const entries = chain.map(entryOf);
  return chainFaults(clue.id, entries, clue.sealedHash, (custody) => publicKeysIn(folder, custody)).length === 0;
}

export function entryOf(row: ClueCustodyRow): CustodyEntry {
  const { statement, hash, fromKey, fromSignature, toKey, toSignature } = row;
  const to = toKey && toSignature ? { key: toKey, signature: toSignature } : undefined;
  return { statement, hash, from: { key: fromKey, signature: fromSignature }, to };
}

function publicKeysIn(folder: KeyFolder, custody: Custody): PublicKeys | undefined {
  try {
    return folder.publicKeysOf(custody);
  } catch (cause) {
    if (cause instanceof KeyFault) return undefined;
    throw cause;
  }
}

/** A clue that was registered before regions had marks gets them by its owner's custody; whoever is recused is denied at once,
 * and what was marked meanwhile stays for the next who asks. */
async function markAnew(context: TierContext, db: Db, clue: ClueRow, { subject }: ClueContent): Promise<void> {
  const secret = context.services.clueKeys.tierSecret();
  const marks = marksOfClue(secret, clue.owner, subject);
  if (custodiesHere(context).includes(clue.owner)) await insertSubjectMarks(db, clue, marks);
  if (marksOfRecusals(secret, context.standing).some((mark) => marks.includes(mark))) {
    throw new ClueRefused(refuse("PERSON_RECUSED", context.standing.person));
  }
}

async function wrapAnew(folder: KeyFolder, db: Db, clue: ClueRow, holding: ClueKeyRow, key: Buffer): Promise<void> {
  const present = newest(folder.publicKeysOf(holding.holder));
  if (present.id === holding.generation) return;
  await rewrapKey(db, holding.id, present.id, wrap(key, wrappingKey(present), keyBinding(clue, holding.holder)));
}

/** Adds what a holder writes about a clue, sealed under the clue's key. */
export async function addNote(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  { key, parts }: OpenClue,
  kind: CluePartKind,
  text: string,
): Promise<void> {
  const number = parts.length + 1;
  await insertPart(db, {
    id: newId(context.profile.tier),
    office: clue.office,
    owner: clue.owner,
    clueId: clue.id,
    number,
    kind,
    writtenBy: context.standing.person,
    at: context.now(),
    sealed: seal(text, key, partBinding(clue, number, kind)),
  });
}

function tampered({ id }: ClueRow): ClueRefused {
  return new ClueRefused(refuse("CLUE_TAMPERED", id));
}
