import type { Custody } from "../../domain/clue/custody";
import { refuse } from "../../domain/refusals";
import { findKeysBut, findReportersBut, rewrapKey, rewrapReporter } from "../../storage/clue/clue.repository";
import type { ClueKeyRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { newest, type PublicGeneration, unwrappingKey, wrappingKey } from "../../trust/clue/custodyKeys";
import { type Binding, DoesNotOpen, unwrap, wrap } from "../../trust/clue/envelope";
import { KeyFault, type KeyFolder } from "../../trust/clue/keyFolder";
import type { TierContext } from "../context";
import { ClueRefused, custodiesHere } from "./clue.entry";
import { keyOfReporter, reporterBinding } from "./clue.reporter";

/** The binding of a clue's key, wrapped for a holder: to the clue, its owner, its sealed content and the holder. */
export function keyBinding(
  { id, owner, sealedHash }: Pick<ClueRow, "id" | "owner" | "sealedHash">,
  holder: Custody,
): Binding {
  return { purpose: "clue-key/v1", clue: id, owner, sealed: sealedHash, holder };
}

/** The clue's own key.
 * @throws ClueRefused CUSTODY_KEY_MISSING, CUSTODY_KEY_WRONG
 * @throws KeyFault where the holder's file can't be used */
export function keyOf(folder: KeyFolder, clue: ClueRow, { holder, generation: id, wrapped }: ClueKeyRow): Buffer {
  const generation = folder.keysOf(holder).generations.find((each) => each.id === id);
  if (!generation) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", holder));
  try {
    return unwrap(wrapped, unwrappingKey(generation), keyBinding(clue, holder));
  } catch (cause) {
    if (cause instanceof DoesNotOpen) throw new ClueRefused(refuse("CUSTODY_KEY_WRONG", holder));
    throw cause;
  }
}

/** Wraps for the newest generation what an older one of the caller's custodies opens of these clues: their keys, and those of their
 * reporters. It happens to whatever is seen, not only to what is opened: a page through the list is all that a rotation asks of a custody,
 * and by a sealed clue, which nobody opens any more, an old generation would be needed for ever. */
export async function wrapAnew(context: TierContext, db: Db, clues: readonly ClueRow[]): Promise<void> {
  const folder = context.services.clueKeys;
  const present = newestOf(folder, custodiesHere(context));
  if (present.size === 0 || clues.length === 0) return;
  const [ids, inUse] = [clues.map(({ id }) => id), [...present.values()].map(({ id }) => id)];
  const clueOf = new Map(clues.map((clue) => [clue.id, clue]));
  for (const row of await findKeysBut(db, ids, inUse)) {
    const [clue, to] = [clueOf.get(row.clueId), present.get(row.holder)];
    const key = clue && to && ifItOpens(() => keyOf(folder, clue, row));
    if (key) await rewrapKey(db, row.id, to.id, wrap(key, wrappingKey(to), keyBinding(clue, row.holder)));
  }
  for (const row of await findReportersBut(db, ids, inUse)) {
    const [clue, to] = [clueOf.get(row.clueId), present.get(row.owner)];
    const key = clue && to && ifItOpens(() => keyOfReporter(folder, row));
    if (key) await rewrapReporter(db, clue.id, to.id, wrap(key, wrappingKey(to), reporterBinding(clue)));
  }
}

/** Of those whose public part is at hand: for the others nothing can be wrapped. */
function newestOf(folder: KeyFolder, custodies: readonly Custody[]): Map<Custody, PublicGeneration> {
  return new Map(
    custodies.flatMap((custody) => {
      const keys = folder.publicKeysIfThere(custody);
      return keys ? [[custody, newest(keys)] as const] : [];
    }),
  );
}

/** What does not open stays as it is: whoever asks for it is told why. */
function ifItOpens(key: () => Buffer): Buffer | undefined {
  try {
    return key();
  } catch (cause) {
    if (cause instanceof ClueRefused || cause instanceof KeyFault) return undefined;
    throw cause;
  }
}
