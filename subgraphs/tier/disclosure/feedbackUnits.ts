import { tierOfId } from "../../../schema/contract/ids";
import { isUnder } from "../../../schema/contract/regionCode";
import type { DisclosurePurpose } from "../../domain/disclosure/disclosure";
import { isRefused, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findUnitsById } from "../../storage/office/office.repository";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import { attestedWith } from "../target/planning.service";
import type { FeedbackInput } from "../target/target.type";

/** To whom something is fed back. */
interface Grantee {
  id: string;
  name: string;
  purpose: DisclosurePurpose;
}

/** The targets with what their units' registers attest of them, before anything is fed back. A target that was planned before
 * there were attestations is attested now, where its register says what the target says; a later feedback asks nobody.
 * @returns Refused UNIT_REGISTER_SILENT or UNIT_NOT_IN_REGISTER for one of these units, or for one that a copy is for */
export function attestFeedback(
  context: TierContext,
  targets: readonly TargetRow[],
  feedback: FeedbackInput | null | undefined,
): TargetRow[] | Refused {
  const late = targets.filter(({ unitId, attestedAt }) => isForeign(context, unitId) && !attestedAt);
  const copies = (feedback?.copyTo ?? []).filter((id) => isForeign(context, id));
  const attested = context.foreignUnits.attested([...new Set([...late.map(({ unitId }) => unitId), ...copies])]);
  if (isRefused(attested)) return attested;
  return targets.map((target) => {
    const unit = late.includes(target) ? attested.get(target.unitId) : undefined;
    const isSame = unit && unit.region === target.region && isUnder(unit.office, target.office);
    return isSame ? { ...target, ...attestedWith(unit, context.now()) } : target;
  });
}

/** To whom each target is fed back: to the unit itself, then as copies to the body above it and to those that are named; each
 * of them once.
 * @throws BAD_USER_INPUT where a copy is for a unit that is in no register */
export async function findGrantees(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  feedback: FeedbackInput | null | undefined,
): Promise<(target: TargetRow) => Grantee[]> {
  const copyTo = feedback?.copyTo ?? [];
  const own = await findUnitsById(db, [...new Set([...targets.map(({ unitId }) => unitId), ...copyTo])]);
  const superiors = await findUnitsById(
    db,
    own.flatMap(({ superiorUnitId }) => superiorUnitId ?? []),
  );
  const superiorOf = new Map(own.map(({ id, superiorUnitId }) => [id, superiorUnitId]));
  const nameOf = new Map([...superiors, ...own].map(({ id, name }) => [id, name]));
  const attested = context.foreignUnits.attested(copyTo.filter((id) => isForeign(context, id)));
  if (isRefused(attested)) throw new Error("it was asked before whether these units are attested");
  for (const { id, name } of attested.values()) nameOf.set(id, name);
  const unknown = copyTo.findIndex((id) => !nameOf.has(id));
  if (unknown >= 0) throw badField(`input.feedback.copyTo.${unknown}`, "NOT_IN_REGISTER");

  return ({ unitId, unitName, superiorUnitId, superiorUnitName }) => {
    const superior = superiorOf.get(unitId) ?? superiorUnitId;
    const copies = new Set([...(superior ? [superior] : []), ...copyTo]);
    copies.delete(unitId);
    const named = superiorUnitId && superiorUnitName ? new Map([[superiorUnitId, superiorUnitName]]) : undefined;
    const nameOfCopy = (id: string) => nameOf.get(id) ?? named?.get(id) ?? id;
    return [
      { id: unitId, name: unitName, purpose: "FEEDBACK" as const },
      ...[...copies].map((id) => ({ id, name: nameOfCopy(id), purpose: "FEEDBACK_COPY" as const })),
    ];
  };
}

/** Whether a unit stands in the register of another tier. */
export function isForeign(context: TierContext, unitId: string): boolean {
  const tier = tierOfId(unitId);
  return tier !== undefined && tier !== context.profile.tier;
}
