import { newId, tierOfId } from "../../../schema/contract/ids";
import { isUnder, levelOf, REGION_LEVELS } from "../../../schema/contract/regionCode";
import { TIERS, type Tier } from "../../../schema/contract/tier";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { admitsUnit, ROUND_PREPARERS, takesTargets } from "../../domain/round/round";
import { canBeLookedBackOn } from "../../domain/verdict/verdict";
import type { Db } from "../../storage/db";
import { findRegistered, judgeRecusals, type RegisterEntry } from "../../storage/office/office.repository";
import { findRoundsById, findRoundToMove } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { findUnitsInRound } from "../../storage/target/target.repository";
import { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, refuseBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import { entryOf } from "./follow";
import type { AddTargetInput, AddTargetsInput } from "./target.type";

/** Adds units to a round of the caller's office, or on its behalf: of its own register, or by 提级 of the registers below. */
export async function addTargets(
  context: TierContext,
  input: AddTargetsInput,
  key: string,
): Promise<string[] | Refused> {
  const roundId = requireOwnId(context, input.roundId, "input.roundId");
  const tiers = tiersOf(input.targets);
  return changeBook(context, bookWith("round", [roundId]), "addTargets", key, input, async (db, context) => {
    const [known] = await findRoundsById(db, [roundId]);
    const barred = await refuseBook(context, db, known?.office, ROUND_PREPARERS);
    if (barred) return barred;
    const round = await findRoundToMove(db, roundId);
    if (!round || round.office !== context.standing.office) throw notFound("input.roundId");
    if (!takesTargets(round.status)) return refuse("ROUND_NOT_OPEN", roundId);
    const unitIds = [...tiers.keys()];
    for (const [id, tier] of tiers) {
      const refused = admitsUnit(round.assignmentMode, context.profile.tier, { id, tier });
      if (refused) return refused;
    }
    const registered = await findRegistered(db, round.office, unitIds, context.today());
    const below = await judgeRecusals(db, unitsBelow(context, input.targets, tiers));
    const units = new Map([...registered, ...below].map((unit) => [unit.id, unit]));
    const missing = unitIds.find((id) => !units.has(id));
    if (missing) return refuse("UNIT_NOT_IN_REGISTER", missing);
    const recused = unitIds.find((id) => units.get(id)?.recused);
    if (recused) return refuse("PERSON_RECUSED", recused);
    const [taken] = await findUnitsInRound(db, roundId, unitIds);
    if (taken) return refuse("TARGET_ALREADY_IN_ROUND", taken.unitId);
    const predecessors = await predecessorsOf(db, round, unitIds);
    if (isRefused(predecessors)) return predecessors;
    const targets = input.targets.map(({ unitId, method }, i): TargetRow => {
      const { name, region } = units.get(unitId) as RegisterEntry;
      const predecessorId = predecessors.get(unitId);
      return plannedTarget(context, round, { unitId, method, name, region, predecessorId }, i);
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

/** Whose register each unit is in, as its id says; each unit once. */
function tiersOf(targets: readonly AddTargetInput[]): Map<string, Tier> {
  const tiers = new Map<string, Tier>();
  for (const [i, { unitId }] of targets.entries()) {
    const path = `input.targets.${i}.unitId`;
    const tier = tierOfId(unitId);
    if (!tier) throw badField(path, "NOT_AN_ID");
    if (tiers.has(unitId)) throw badField(path, "NAMED_TWICE");
    tiers.set(unitId, tier);
  }
  return tiers;
}

/** 提级: the register below is another tier's, so that the request brings what it says of the unit.
 * @throws BAD_USER_INPUT where it does not, or the unit lies outside of the caller's area */
function unitsBelow(
  context: TierContext,
  targets: readonly AddTargetInput[],
  tiers: ReadonlyMap<string, Tier>,
): Omit<RegisterEntry, "recused">[] {
  return targets.flatMap(({ unitId: id, upgraded }, i) => {
    const path = `input.targets.${i}.upgraded`;
    const tier = tiers.get(id) as Tier;
    if (tier === context.profile.tier) {
      if (upgraded) throw badField(path, "OF_UNIT_BELOW");
      return [];
    }
    if (!upgraded) throw badField(path, "UNIT_BELOW_NEEDS");
    const region = requireRegionCode(upgraded.region, `${path}.region`);
    const known = context.services.regions.has(region) && isUnder(region, context.standing.office);
    if (!known || TIERS.indexOf(tier) > REGION_LEVELS.indexOf(levelOf(region))) {
      throw badField(`${path}.region`, "NO_REGION_BELOW");
    }
    return [{ id, name: upgraded.name, region }];
  });
}

/** 回头看: each unit's target in the round that is looked back on. */
async function predecessorsOf(db: Db, round: RoundRow, unitIds: string[]): Promise<Map<string, string> | Refused> {
  if (!round.predecessorId) return new Map();
  const targets = await findUnitsInRound(db, round.predecessorId, unitIds);
  const found = new Map(targets.filter((row) => canBeLookedBackOn(row.status)).map((row) => [row.unitId, row.id]));
  const without = unitIds.find((id) => !found.has(id));
  return without ? refuse("PREDECESSOR_REQUIRED", without) : found;
}

function plannedTarget(
  context: TierContext,
  round: RoundRow,
  unit: Pick<TargetRow, "unitId" | "region"> & { name: string; method?: TargetRow["method"]; predecessorId?: string },
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
    predecessorId: unit.predecessorId ?? null,
    note: null,
    corrections: [],
    addedAt: context.now(place),
  };
}
