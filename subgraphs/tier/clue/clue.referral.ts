import { newId } from "../../../schema/contract/ids";
import { tierOfOffice } from "../../../schema/contract/regionCode";
import type { ClueCommand } from "../../domain/clue/clue";
import { type Custody, isCustody, partsOfCustody } from "../../domain/clue/custody";
import { goesByParcel } from "../../domain/clue/parcel";
import { isSubjectsOffice, routeOf } from "../../domain/clue/route";
import { clueTransitions } from "../../domain/clue/transitions";
import { decide, type Met } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { insertKey, insertReceipt, lockClue, saveClue } from "../../storage/clue/clue.repository";
import type { ClueReceiptRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import { newest, wrappingKey } from "../../trust/clue/custodyKeys";
import { wrap } from "../../trust/clue/envelope";
import type { Change } from "../change";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { refuseWithoutOffice } from "../office/addressees";
import { handOver, signFor } from "./clue.chain";
import { changeClues, NotReached } from "./clue.desk";
import { actorOf, clueEntry } from "./clue.entry";
import { keyBinding } from "./clue.keys";
import { addNote, type OpenClue, openClue } from "./clue.opening";
import type { MoveClueInput } from "./clue.type";
import { sendReferral, sendSignatures } from "./parcel.sending";

const ALL_MET: Met<typeof clueTransitions> = {
  SOMEBODY_ELSE_REQUIRED: true,
  REASON_REQUIRED: true,
  CLUE_HAS_NO_ROUTE: true,
  CLUE_TO_SUBJECTS_OFFICE: true,
  CLUE_ROUTE_DIFFERS: true,
};

/** A step of the sender: clears the transfer, refers the clue, or seals it. */
export async function moveClue(context: TierContext, input: MoveClueInput, key: string): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  const receiver = input.receiver ?? undefined;
  if (receiver && !isCustody(receiver)) throw badField("input.receiver", "NOT_A_CUSTODY");
  if (receiver && input.command !== "REFER") {
    throw badField("input.receiver", "NOT_OF_THIS_COMMAND", { commands: "REFER" });
  }
  return changeClues(context, "moveClue", key, input, async (db) => {
    const clue = await lockClue(db, id);
    if (!clue) throw new NotReached(id, "input.id");
    const met = {
      ...ALL_MET,
      SOMEBODY_ELSE_REQUIRED: context.standing.person !== clue.registeredBy,
      REASON_REQUIRED: Boolean(input.note?.trim()),
    };
    const actor = actorOf(context, clue.owner);
    // who may not do this learns that before any key is asked for
    const moved = decide(clueTransitions, clue, input.command as ClueCommand, actor, met);
    if (isRefused(moved)) return moved;
    if (clue.version !== input.version) return refuse("STALE_VERSION", id);
    const opened = await openClue(context, db, clue);
    const signedFor = await signFor(context, db, opened.chain, clue.owner);
    if (input.note?.trim() && input.command === "SEAL") await addNote(context, db, clue, opened, "SEAL", input.note);
    const next: ClueRow = { ...clue, status: moved.to, version: clue.version + 1 };
    if (input.command === "REFER")
      return refer(context, db, next, opened, moved.event, receiver as Custody | undefined);
    if (input.command === "APPROVE") {
      Object.assign(next, { approvedBy: context.standing.person, approvedAt: context.now(), receiver: null });
    }
    await saveClue(db, next);
    const told = await sendSignatures(context, db, next, signedFor);
    return { ids: [id], entries: [clueEntry(context, next, moved.event, {}), ...told] };
  });
}

/** Hands the clue over to whoever manages its subject: its key wrapped for the receiver, the entry of the chain signed. */
async function refer(
  context: TierContext,
  db: Db,
  clue: ClueRow,
  { content, key, chain, holding }: OpenClue,
  event: string,
  named: Custody | undefined,
): Promise<Change | Refused> {
  const route = routeOf(content.subject);
  if (!route) return refuse("CLUE_HAS_NO_ROUTE", clue.id);
  const receiver = named ?? route;
  if (isSubjectsOffice(receiver, content.subject)) return refuse("CLUE_TO_SUBJECTS_OFFICE", receiver);
  if (receiver !== route) return refuse("CLUE_ROUTE_DIFFERS", receiver, [route]);
  const { tier } = context.profile;
  const { office } = partsOfCustody(receiver);
  const far = tierOfOffice(office) !== tier;
  if (far && !goesByParcel(clue.owner, receiver)) return refuse("RECEIVER_NOT_REACHED", receiver);
  const absent = await refuseWithoutOffice(db, [office]);
  if (absent) return absent;
  const at = context.now();
  const generation = newest(context.services.clueKeys.publicKeysOf(receiver));
  const wrapped = wrap(key, wrappingKey(generation), keyBinding(clue, receiver));
  const of = { office: clue.office, owner: clue.owner, clueId: clue.id };
  const given = { holder: receiver, generation: generation.id, wrapped };
  if (!far) await insertKey(db, { ...of, id: newId(tier), ...given, at });
  const receipt: ClueReceiptRow = {
    ...{ id: newId(tier), office, clueId: clue.id, sender: clue.owner, receiver, status: "IN_TRANSIT", version: 1 },
    ...{ arrivedAt: at, receivedAt: null, receivedBy: null, disposal: null, proposedAt: null, proposedBy: null },
    ...{ decidedAt: null, decidedBy: null, outcome: null, concludedAt: null, returnedAt: null },
  };
  await insertReceipt(db, receipt);
  await handOver(context, db, clue, chain, { event: "REFERRED", from: clue.owner, to: receiver });
  await saveClue(db, { ...clue, receiver, referredAt: at });
  const entries = [clueEntry(context, clue, event, { receiver, sealedHash: clue.sealedHash })];
  if (far) entries.push(await sendReferral(context, db, clue, receipt, [holding, given]));
  return { ids: [clue.id], entries };
}
