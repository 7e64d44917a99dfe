import { correctionsOf } from "../../domain/correction/correction";
import { decide, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { unitRequirements } from "../../domain/unit/requirements";
import { unitTransitions } from "../../domain/unit/transitions";
import {
  BROUGHT_BY,
  UNIT_FIELDS,
  UNIT_FIELDS_TO_CLEAR,
  type UnitCommand,
  type UnitStatus,
  type UnitValues,
} from "../../domain/unit/unit";
import { entriesOf } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findUnitsById, findUnitToCorrect, getReliance, saveCorrected } from "../../storage/office/office.repository";
import type { UnitRow } from "../../storage/office/unit.row";
import { bookWith, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { correctedBy, valuesNamed } from "../correction/proposing";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import { offeredUnits } from "./offered";
import { endedUnit, endOf } from "./succession.service";
import type { MoveUnitInput } from "./unit.type";

/** 更正 of an entry of the register: at once, or proposed by one person and decided by another; and its end, where no other entry goes
 * on from it. */
export async function moveUnit(context: TierContext, input: MoveUnitInput, key: string): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  checkGiven(input, BROUGHT_BY);
  const values = valuesNamed(UNIT_FIELDS, UNIT_FIELDS_TO_CLEAR, input.correction);
  return changeBook(context, bookWith("unit", [id]), "moveUnit", key, input, async (db, context) => {
    await requireSuperior(db, id, values.superiorUnitId);
    if ((await findUnitsById(db, [id])).length === 0) throw notFound("input.id");
    const { recused, reliedOn, enteredOn } = await getReliance(db, id);
    if (recused) return refuse("PERSON_RECUSED", id);
    const unit = await findUnitToCorrect(db, id);
    const parties = partiesOf<UnitStatus, UnitCommand>(unitTransitions, input.command);
    if (!unit) return refuse("ROLE_REQUIRED", id, parties);
    if (unit.version !== input.version) return refuse("STALE_VERSION", id);
    const asked = unit.proposal?.values ?? values;
    if (input.command === "END") {
      const ended = await endedUnit(context, db, unit, { ...input, succeeded: false });
      if (isRefused(ended)) return ended;
      await saveCorrected(db, ended);
      return { ids: [id], entries: [entryOf(ended, "UnitEnded", endOf(ended, input.note))] };
    }
    const succeeded = unit.successorId !== null;
    const facts = { entry: unit, reliedOn, enteredOn, proposedBy: unit.proposal?.by ?? null, succeeded };
    const reason = input.note?.trim() ?? "";
    const step = { person: context.standing.person, reason: reason !== "" };
    const moved = decide(unitTransitions, unit, input.command, context.actor(), {
      ...unitRequirements(facts, asked, step),
      ...{ DOCUMENT_REQUIRED: true, UNIT_IN_USE: true },
    });
    if (isRefused(moved)) return withOffered(moved, id, () => offeredUnits(context, db, [unit]));
    const next = { ...unit, ...stepOf(context, unit, input.command, asked, reason), status: moved.to };
    next.version += 1;
    await saveCorrected(db, next);
    const corrections = next.corrections.slice(unit.corrections.length);
    const { command, note } = input;
    return { ids: [id], entries: [entryOf(next, moved.event, { command, note, asked, corrections })] };
  });
}

/** What a step makes of an entry. */
function stepOf(
  context: TierContext,
  unit: UnitRow,
  command: UnitCommand,
  values: Partial<UnitValues>,
  reason: string,
): Partial<UnitRow> {
  const by = context.standing.person;
  const at = context.now();
  if (command === "TAKE_BACK") {
    const made = correctionsOf(["validTo"], unit, { validTo: null }, { at, by, reason });
    return { validTo: null, endedDocument: null, corrections: [...unit.corrections, ...made] };
  }
  return correctedBy(command, unit, UNIT_FIELDS, values, { at, by, reason }) as Partial<UnitRow>;
}

/** @throws BAD_USER_INPUT where the body above is in no register of this tier, or the unit itself */
async function requireSuperior(db: Db, id: string, superior: string | null | undefined): Promise<void> {
  if (!superior) return;
  const known = superior !== id && (await findUnitsById(db, [superior])).length > 0;
  if (!known) throw badField("input.correction.superiorUnitId", "NOT_IN_REGISTER");
}

const entryOf = entriesOf("Unit");
