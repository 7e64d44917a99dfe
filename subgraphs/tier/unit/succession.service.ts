import { newId } from "../../../schema/contract/ids";
import { correctionsOf } from "../../domain/correction/correction";
import { decide } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { judgeEnd } from "../../domain/unit/ending";
import { unitTransitions } from "../../domain/unit/transitions";
import type { UnitCommand, UnitStatus } from "../../domain/unit/unit";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { lock } from "../../storage/lock";
import {
  findTakenCode,
  findUnitsBelowToMove,
  findUnitsById,
  findUnitToCorrect,
  getReliance,
  saveCorrected,
} from "../../storage/office/office.repository";
import { UnitRow } from "../../storage/office/unit.row";
import { bookWith, changeBook, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { requireRegion } from "./unit.service";
import type { SucceedUnitsInput } from "./unit.type";

/** 更名、合并: entries end on a day, and one goes on from them, on the same day. Of one entry it is a new name, of several a merger. */
export async function succeedUnits(
  context: TierContext,
  input: SucceedUnitsInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = requireOwnIds(
    context,
    input.units.map(({ id }) => id),
    (i) => `input.units.${i}.id`,
  );
  return changeBook(context, bookWith("unit", ids), "succeedUnits", key, input, async (db, context) => {
    const known = await findUnitsById(db, ids);
    const hidden = ids.findIndex((id) => known.every((unit) => unit.id !== id));
    if (hidden >= 0) throw notFound(`input.units.${hidden}.id`);
    const office = known[0]?.office as string;
    const elsewhere = known.find((unit) => unit.office !== office);
    if (elsewhere) return refuse("ROLE_REQUIRED", elsewhere.id, ["DIRECTOR"]);
    await lock(db, "register of", office);
    const ended = await endAll(context, db, input);
    if (isRefused(ended)) return ended;
    const successor = await successorOf(context, db, input, ended);
    if (isRefused(successor)) return successor;
    await db.manager.insert(UnitRow, successor);
    const entries: JournalEntry[] = [entryOf(successor, "UnitRegistered", { ...successor, predecessors: ids })];
    for (const unit of ended) {
      const next = { ...unit, successorId: successor.id };
      await saveCorrected(db, next);
      entries.push(entryOf(next, "UnitEnded", endOf(next, input.note)));
    }
    entries.push(...(await followBelow(context, db, ids, successor, input.note)));
    return { ids: [successor.id, ...ids], entries };
  });
}

/** What the journal says of an end. */
export function endOf({ validTo, endedDocument, successorId }: UnitRow, note: string | null | undefined): object {
  return { command: "END", on: validTo, documentNumber: endedDocument, successorId, note };
}

/** The entries as they end, not saved yet; in a fixed order, so that two changes cannot lock each other out. */
async function endAll(context: TierContext, db: Db, input: SucceedUnitsInput): Promise<UnitRow[] | Refused> {
  const ended: UnitRow[] = [];
  for (const { id, version } of [...input.units].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if ((await getReliance(db, id)).recused) return refuse("PERSON_RECUSED", id);
    const unit = await findUnitToCorrect(db, id);
    if (!unit) return refuse("ROLE_REQUIRED", id, ["DIRECTOR"]);
    if (unit.version !== version) return refuse("STALE_VERSION", id);
    const next = await endedUnit(context, db, unit, { ...input, succeeded: true });
    if (isRefused(next)) return next;
    ended.push(next);
  }
  return ended;
}

/** An entry with its end, not saved yet. */
export async function endedUnit(
  context: TierContext,
  db: Db,
  unit: UnitRow,
  { on, documentNumber, note, succeeded }: Ending,
): Promise<UnitRow | Refused> {
  const { enteredOn, inUse } = await getReliance(db, unit.id);
  const { validFrom, validTo } = unit;
  const moved = decide<UnitStatus, UnitCommand, typeof unitTransitions>(unitTransitions, unit, "END", context.actor(), {
    ...NOT_ASKED,
    ...judgeEnd({ validFrom, validTo, enteredOn, inUse, succeeded }, on ?? undefined),
    REASON_REQUIRED: Boolean(note?.trim()),
    DOCUMENT_REQUIRED: Boolean(documentNumber?.trim()),
  });
  if (isRefused(moved)) return moved;
  const end = { validTo: on as string, endedDocument: documentNumber?.trim() ?? null };
  return { ...unit, ...end, status: moved.to, version: unit.version + 1 };
}

interface Ending {
  on?: string | null;
  documentNumber?: string | null;
  note?: string | null;
  succeeded: boolean;
}

const NOT_ASKED = { NOTHING_CORRECTED: true, UNIT_RELIED_ON: true, SOMEBODY_ELSE_REQUIRED: true, STEP_RELIED_ON: true };

/** The entry that goes on. It may bear the code of one that it goes on from. */
async function successorOf(
  context: TierContext,
  db: Db,
  { successor, on, units }: SucceedUnitsInput,
  ended: readonly UnitRow[],
): Promise<UnitRow | Refused> {
  const region = requireRegion(context, successor.region, "input.successor.region");
  const { superiorUnitId = null, superiorBody = null, cadreLevel = null, code, name, kind } = successor;
  const unknown =
    superiorUnitId &&
    (units.some(({ id }) => id === superiorUnitId) || (await findUnitsById(db, [superiorUnitId])).length === 0);
  if (unknown) throw badField("input.successor.superiorUnitId", "NOT_IN_REGISTER");
  const office = ended[0]?.office as string;
  const inherits = ended.some((unit) => unit.code === code);
  if (!inherits && (await findTakenCode(db, office, [code]))) return refuse("UNIT_ALREADY_REGISTERED", code);
  return {
    ...{ id: newId(context.profile.tier), office, code, name, kind, region, superiorBody, superiorUnitId, cadreLevel },
    ...{ validFrom: on, validTo: null, successorId: null, endedDocument: null },
    synthetic: ended.every(({ synthetic }) => synthetic),
    registeredAt: context.now(),
    ...{ version: 1, status: "REGISTERED", proposal: null, corrections: [] },
  };
}

/** The units below stand below the entry that goes on: what is fed back to them from now on is copied to it. */
async function followBelow(
  context: TierContext,
  db: Db,
  ids: readonly string[],
  successor: UnitRow,
  reason: string,
): Promise<JournalEntry[]> {
  const why = { at: context.now(), by: context.standing.person, reason };
  const entries: JournalEntry[] = [];
  for (const unit of await findUnitsBelowToMove(db, ids)) {
    const values = { superiorUnitId: successor.id, superiorBody: unit.superiorBody && successor.name };
    const made = correctionsOf(["superiorUnitId", "superiorBody"], unit, values, why);
    const next = { ...unit, ...values, corrections: [...unit.corrections, ...made], version: unit.version + 1 };
    await saveCorrected(db, next);
    entries.push(entryOf(next, "UnitFollowedSuperior", { follows: successor.id, corrections: made }));
  }
  return entries;
}

const entryOf = entriesOf("Unit");
