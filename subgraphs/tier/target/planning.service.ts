import { newId } from "../../../schema/contract/ids";
import { type Refused, refuse } from "../../domain/refusals";
import { ROUND_PREPARERS, takesTargets } from "../../domain/round/round";
import type { Db } from "../../storage/db";
import { findRoundToMove } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { TargetRow } from "../../storage/target/target.row";
import { change, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import { entryOf } from "./follow";
import type { AddTargetsInput } from "./target.type";

/** Adds units of the register to a round of the caller's office. */
export async function addTargets(
  context: TierContext,
  input: AddTargetsInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(ROUND_PREPARERS);
  const roundId = requireOwnId(context, input.roundId, "input.roundId");
  const unitIds = requireOwnIds(
    context,
    input.targets.map((target) => target.unitId),
    (i) => `input.targets.${i}.unitId`,
  );
  return change(context, "addTargets", key, input, async (db) => {
    const round = await findRoundToMove(db, roundId);
    if (!round || round.office !== context.standing.office) throw notFound("input.roundId");
    if (!takesTargets(round.status)) return refuse("ROUND_NOT_OPEN", roundId);
    const units = await registeredUnits(db, round.office, unitIds, context.today());
    const missing = unitIds.find((id) => !units.has(id));
    if (missing) return refuse("UNIT_NOT_IN_REGISTER", missing);
    const recused = unitIds.find((id) => units.get(id)?.recused);
    if (recused) return refuse("PERSON_RECUSED", recused);
    const [taken] = await db.rows<{ unitId: string }>(
      "select unit_id from round_target where round_id = $1 and unit_id = any ($2) limit 1",
      [roundId, unitIds],
    );
    if (taken) return refuse("TARGET_ALREADY_IN_ROUND", taken.unitId);
    const targets = input.targets.map((target, i): TargetRow => {
      const unit = units.get(target.unitId) as { name: string; region: string };
      return plannedTarget(context, round, { ...target, ...unit }, i);
    });
    await db.manager.insert(TargetRow, targets);
    return {
      ids: targets.map((target) => target.id),
      entries: targets.map((target) =>
        entryOf(target, "TargetAdded", { unitId: target.unitId, method: target.method }),
      ),
    };
  });
}

function plannedTarget(
  context: TierContext,
  round: RoundRow,
  unit: { unitId: string; name: string; region: string; method?: TargetRow["method"] },
  place: number,
): TargetRow {
  return {
    id: newId(context.profile.tier),
    office: round.office,
    roundId: round.id,
    unitId: unit.unitId,
    unitName: unit.name,
    region: unit.region,
    method: unit.method ?? null,
    status: "PLANNED",
    version: 1,
    enteredOn: null,
    reportedOn: null,
    heardOn: null,
    hearingBody: null,
    hearingDocumentNumber: null,
    fedBackOn: null,
    rectificationStartedOn: null,
    evaluatedOn: null,
    archivedOn: null,
    note: null,
    addedAt: context.now(place),
  };
}

async function registeredUnits(db: Db, office: string, ids: string[], day: string) {
  const rows = await db.rows<{ id: string; name: string; region: string; recused: boolean }>(
    `select id, name, region, recused(office, region, id, '', '') as recused from unit where office = $1 and id = any ($2)
       and valid_from <= $3::date and (valid_to is null or valid_to > $3::date)`,
    [office, ids, day],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
