import { type Actor, commandsFor } from "../../domain/lifecycle";
import { offeredOfUnit } from "../../domain/unit/requirements";
import { unitTransitions } from "../../domain/unit/transitions";
import type { UnitCommand, UnitStatus } from "../../domain/unit/unit";
import type { Db } from "../../storage/db";
import { findReliances } from "../../storage/office/office.repository";
import type { UnitRow } from "../../storage/office/unit.row";
import type { TierContext } from "../context";

/** What the caller may do with entries of the register, by their ids. */
export async function offeredUnits(
  context: TierContext,
  db: Db,
  units: readonly UnitRow[],
): Promise<Map<string, UnitCommand[]>> {
  const actors = new Map<string, Actor>();
  for (const { id, office } of units) actors.set(id, await context.actorIn(office));
  const asked = units.filter((unit) => {
    // the row says which unit it is, and not which unit answers
    return commandsFor<UnitStatus, UnitCommand>(unitTransitions, unit, actors.get(unit.id) as Actor).length > 0;
  });
  const reliances = await findReliances(
    db,
    asked.map(({ id }) => id),
  );
  const offered = asked.map((unit): [string, UnitCommand[]] => {
    const { recused, inUse, reliedOn, enteredOn } = reliances.find(({ id }) => id === unit.id) ?? HIDDEN;
    if (recused) return [unit.id, []];
    const { proposal, successorId } = unit;
    const facts = {
      ...{ entry: unit, reliedOn, enteredOn },
      ...{ proposedBy: proposal?.by ?? null, succeeded: successorId !== null },
    };
    return [unit.id, offeredOfUnit(unit, facts, proposal?.values, inUse, actors.get(unit.id) as Actor)];
  });
  return new Map(offered);
}

const HIDDEN = { recused: true, inUse: true, reliedOn: true, enteredOn: [] };
