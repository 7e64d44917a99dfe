import { newId } from "../../../schema/contract/ids";
import type { Custody } from "../../domain/clue/custody";
import { insertCustody, saveCountersignature } from "../../storage/clue/clue.repository";
import type { ClueCustodyRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { type CustodyEntry, type CustodyEvent, countersign, examineChain, stateCustody } from "../../trust/clue/chain";
import { newest } from "../../trust/clue/custodyKeys";
import { KeyFault, type KeyFolder } from "../../trust/clue/keyFolder";
import type { TierContext } from "../context";

/** Whether a chain agrees with its signatures: null where it does as far as that can be said, and the public key of somebody in it is not
 * at hand. */
interface ChainState {
  holds: boolean | null;
  lacksKeyOf: Custody | null;
}

/** Holds a chain against the public keys, which lie outside of the database. */
export function chainStateOf(folder: KeyFolder, clue: ClueRow, chain: readonly ClueCustodyRow[]): ChainState {
  const keysOf = (custody: Custody) => folder.publicKeysIfThere(custody);
  const { faults, unverified } = examineChain(clue.id, chain.map(entryOf), clue.sealedHash, keysOf);
  if (faults.length > 0) return { holds: false, lacksKeyOf: null };
  const [lacksKeyOf = null] = unverified;
  return { holds: lacksKeyOf === null ? true : null, lacksKeyOf };
}

/** Why a chain could not be held against somebody's signatures. */
export function faultOfKey(folder: KeyFolder, custody: Custody): KeyFault {
  try {
    folder.publicKeysOf(custody);
  } catch (cause) {
    if (cause instanceof KeyFault) return cause;
    throw cause;
  }
  return new KeyFault("MISSING", custody); // it has come since: whoever asks again is answered
}

export function entryOf(row: ClueCustodyRow): CustodyEntry {
  const { statement, hash, fromKey, fromSignature, toKey, toSignature } = row;
  const to = toKey && toSignature ? { key: toKey, signature: toSignature } : undefined;
  return { statement, hash, from: { key: fromKey, signature: fromSignature }, to };
}

/** Adds an entry to a clue's chain, signed by whoever hands over.
 * @throws KeyFault where that custody's key is not at hand */
export async function handOver(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  chain: readonly ClueCustodyRow[],
  { event, from, to }: { event: CustodyEvent; from: Custody; to: Custody },
): Promise<void> {
  const by = newest(context.services.clueKeys.keysInUse(from));
  const [sequence, at, previous] = [chain.length + 1, context.now(), chain.at(-1)?.hash ?? ""];
  const {
    statement,
    hash,
    from: signed,
  } = stateCustody({ clue: clue.id, sequence, event, from, to, sealed: clue.sealedHash, at, previous }, by);
  await insertCustody(db, {
    id: newId(context.profile.tier),
    office: clue.office,
    owner: clue.owner,
    clueId: clue.id,
    ...{ sequence, event, fromCustody: from, toCustody: to, at, statement, hash },
    ...{ fromKey: signed.key, fromSignature: signed.signature },
    ...{ toKey: null, toSignature: null, countersignedAt: null },
  });
}

/** Signs for everything that was handed over to a custody and that it has not signed for yet.
 * @returns who had handed it over */
export async function signFor(
  context: TierContext,
  db: Db,
  chain: readonly ClueCustodyRow[],
  custody: Custody,
): Promise<Custody[]> {
  const waiting = chain.filter(
    ({ toCustody, fromCustody, toKey }) => toCustody === custody && fromCustody !== custody && toKey === null,
  );
  for (const row of waiting) {
    const { key, signature } = countersign(entryOf(row), newest(context.services.clueKeys.keysInUse(custody)));
    await saveCountersignature(db, { id: row.id, key, signature, at: context.now() });
  }
  return waiting.map(({ fromCustody }) => fromCustody);
}
