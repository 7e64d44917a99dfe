import type { AttestedUnit } from "../../../schema/contract/attestation";
import { newId, tierOfId } from "../../../schema/contract/ids";
import type { Tier } from "../../../schema/contract/tier";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { admitsUnit, ROUND_PREPARERS, takesTargets } from "../../domain/round/round";
import { admitsForeignUnit } from "../../domain/target/foreignUnit";
import { holdsUnit } from "../../domain/target/target";
import { canBeLookedBackOn } from "../../domain/verdict/verdict";
import type { Db } from "../../storage/db";
import { findRecusedFrom } from "../../storage/office/attestation.repository";
import { findRegistered } from "../../storage/office/office.repository";
import { findRoundsById, findRoundToMove } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import { findUnitsInRound } from "../../storage/target/target.repository";
import { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, refuseBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { entryOf } from "./follow";
import type { AddTargetInput, AddTargetsInput } from "./target.type";

/** Adds units to a round of the caller's office, or on its behalf: of its own register, or of the registers below as these
 * attest them. */
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
    const units = await unitsToPlan(context, db, round, tiers);
    if (isRefused(units)) return units;
    const taken = (await findUnitsInRound(db, roundId, unitIds)).find(({ status }) => holdsUnit(status));
    if (taken) return refuse("TARGET_ALREADY_IN_ROUND", taken.unitId);
    const predecessors = await predecessorsOf(db, round, unitIds);
    if (isRefused(predecessors)) return predecessors;
    const targets = input.targets.map(({ unitId, method }, i): TargetRow => {
      const unit = units.get(unitId) as PlannedUnit;
      return plannedTarget(context, round, { ...unit, unitId, method, predecessorId: predecessors.get(unitId) }, i);
    });
    await db.manager.insert(TargetRow, targets);
    return {
      ids: targets.map((target) => target.id),
      entries: targets.map((target) =>
        entryOf(target, "TargetAdded", {
          unitId: target.unitId,
          method: target.method,
          attested: units.get(target.unitId)?.attested,
        }),
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

/** What a target takes over from the register that holds its unit. */
interface PlannedUnit {
  name: string;
  region: string;
  /** of another tier's register, all that it says */
  attested?: AttestedUnit;
}

/** The units as their registers say them today: the own one, and by attestation those of other tiers.
 * @returns Refused where one of them is unknown, outside of the area, or such that the caller is recused from it */
async function unitsToPlan(
  context: TierContext,
  db: Db,
  round: RoundRow,
  tiers: ReadonlyMap<string, Tier>,
): Promise<Map<string, PlannedUnit> | Refused> {
  const unitIds = [...tiers.keys()];
  const isForeign = (id: string) => tiers.get(id) !== context.profile.tier;
  const registered = await findRegistered(db, round.office, unitIds, context.today());
  const own = new Map(registered.map((unit) => [unit.id, unit]));
  const missing = unitIds.find((id) => !isForeign(id) && !own.has(id));
  if (missing) return refuse("UNIT_NOT_IN_REGISTER", missing);
  const attested = context.foreignUnits.attested(unitIds.filter(isForeign));
  if (isRefused(attested)) return attested;
  for (const unit of attested.values()) {
    const refused = admitsForeignUnit(unit, round.office, context.today());
    if (refused) return refused;
  }
  const barred = await findRecusedFrom(db, [...attested.values()]);
  const recused = unitIds.find((id) => own.get(id)?.recused || barred.has(id));
  if (recused) return refuse("PERSON_RECUSED", recused);
  const foreign = [...attested.values()].map((unit) => ({ ...unit, attested: unit }));
  return new Map([...own.values(), ...foreign].map((unit) => [unit.id, unit]));
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
  unit: PlannedUnit & { unitId: string; method?: TargetRow["method"]; predecessorId?: string },
  place: number,
): TargetRow {
  return {
    id: newId(context.profile.tier),
    office: round.office,
    roundId: round.id,
    unitId: unit.unitId,
    unitName: unit.name,
    region: unit.region,
    ...attestedWith(unit.attested, context.now()),
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
    withdrawalProposedBy: null,
    withdrawalReason: null,
    corrections: [],
    addedAt: context.now(place),
  };
}

/** What a target keeps of the register of another tier: the name and the region are its own columns already. */
export function attestedWith(
  unit: AttestedUnit | undefined,
  at: string,
): Pick<TargetRow, "unitOffice" | "superiorUnitId" | "superiorUnitName" | "attestedAt"> {
  return {
    unitOffice: unit?.office ?? null,
    superiorUnitId: unit?.superior?.id ?? null,
    superiorUnitName: unit?.superior?.name ?? null,
    attestedAt: unit ? at : null,
  };
}
