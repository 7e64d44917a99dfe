import { newId } from "../../../schema/contract/ids";
import { refuse } from "../../domain/refusals";
import { findChains, findKeys, findParts, insertPart, insertSubjectMarks } from "../../storage/clue/clue.repository";
import type { ClueCustodyRow, ClueKeyRow, CluePartKind, CluePartRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { type Binding, DoesNotOpen, hashOfSealed, open, seal } from "../../trust/clue/envelope";
import { marksOfClue, marksOfRecusals } from "../../trust/clue/tierSecret";
import type { TierContext } from "../context";
import { chainStateOf, faultOfKey } from "./clue.chain";
import { type ClueContent, readClueContent } from "./clue.content";
import { ClueRefused, custodiesHere } from "./clue.entry";
import { keyOf, wrapAnew } from "./clue.keys";

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

export function partBinding({ id, owner }: Pick<ClueRow, "id" | "owner">, number: number, kind: CluePartKind): Binding {
  return { purpose: "clue-part/v1", clue: id, owner, number, kind };
}

/** Opens a clue by the caller's own custody, and holds its chain against the signatures. Who lacks the public part of somebody in the
 * chain can't say whether it holds, and is told whose it is. What an older generation opens is wrapped anew in the same transaction.
 * @throws ClueRefused CUSTODY_KEY_MISSING, CUSTODY_KEY_WRONG, CLUE_TAMPERED, PERSON_RECUSED
 * @throws KeyFault where the key's file can't be used */
export async function openClue(context: TierContext, db: Db, clue: ClueRow): Promise<OpenClue> {
  const folder = context.services.clueKeys;
  const [holding] = await findKeys(db, clue.id);
  const parts = await findParts(db, clue.id);
  const chain = await findChains(db, [clue.id]);
  if (!holding) throw new ClueRefused(refuse("CUSTODY_KEY_MISSING", clue.owner));
  const key = keyOf(folder, clue, holding);
  const { holds, lacksKeyOf } = chainStateOf(folder, clue, chain);
  const [first] = parts;
  if (first?.kind !== "CONTENT" || hashOfSealed(first.sealed) !== clue.sealedHash || holds === false) {
    throw tampered(clue);
  }
  if (lacksKeyOf) throw faultOfKey(folder, lacksKeyOf);
  const content = readClueContent(openPart(clue, first, key));
  if (!content) throw tampered(clue);
  await markAnew(context, db, clue, content);
  await wrapAnew(context, db, [clue]);
  return { content, key, holding, parts, chain };
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
