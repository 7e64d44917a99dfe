import { faultAt } from "../../../schema/contract/fieldReasons";
import { newId } from "../../../schema/contract/ids";
import { isUnder } from "../../../schema/contract/regionCode";
import { REGISTRARS } from "../../domain/office/office";
import { type Refused, refuse } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { lock } from "../../storage/lock";
import { findTakenCode, findUnitsById } from "../../storage/office/office.repository";
import { UnitRow } from "../../storage/office/unit.row";
import { changeBook, officeNamed, refuseNamed } from "../change";
import type { TierContext } from "../context";
import { badField, badInput } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import type { RegisterUnitInput, RegisterUnitsInput } from "./unit.type";

/** Enters units in the register of the caller's office, or of the office on paper that is named: all of them or none. */
export async function registerUnits(
  context: TierContext,
  input: RegisterUnitsInput,
  key: string,
): Promise<string[] | Refused> {
  const office = officeNamed(context, input.office);
  requireOnce(input.units.map(({ code }) => code));
  return changeBook(
    context,
    async () => office,
    "registerUnits",
    key,
    input,
    async (db, context) => {
      const barred = await refuseNamed(context, db, office, REGISTRARS);
      if (barred) return barred;
      await requireSuperiors(db, input.units);
      const units = input.units.map((unit, i) => unitOf(context, unit, `input.units.${i}`));
      const invalid = units.find((unit) => unit.validTo && unit.validTo <= unit.validFrom);
      if (invalid) return refuse("PERIOD_INVALID", invalid.code);
      await lock(db, "register of", office);
      const codes = units.map((unit) => unit.code);
      const taken = await findTakenCode(db, office, codes);
      if (taken) return refuse("UNIT_ALREADY_REGISTERED", taken);
      await db.manager.insert(UnitRow, units);
      return {
        ids: units.map((unit) => unit.id),
        entries: units.map((unit) => ({
          office,
          event: "UnitRegistered",
          objectKind: "Unit",
          objectId: unit.id,
          objectVersion: 1,
          details: unit,
        })),
      };
    },
  );
}

/** A superior body may be of any office of this tier: the feedback is copied to it.
 * @throws BAD_USER_INPUT naming those that are in no register */
async function requireSuperiors(db: Db, units: readonly RegisterUnitInput[]): Promise<void> {
  const named = units.flatMap(({ superiorUnitId }) => superiorUnitId ?? []);
  if (named.length === 0) return;
  const known = new Set((await findUnitsById(db, [...new Set(named)])).map(({ id }) => id));
  const faults = units.flatMap(({ superiorUnitId }, i) =>
    superiorUnitId && !known.has(superiorUnitId) ? [faultAt(`input.units.${i}.superiorUnitId`, "NOT_IN_REGISTER")] : [],
  );
  if (faults.length) throw badInput(...faults);
}

function requireOnce(codes: readonly string[]): void {
  const again = codes.findIndex((code, i) => codes.indexOf(code) < i);
  if (again >= 0) throw badField(`input.units.${again}.code`, "NAMED_TWICE");
}

function unitOf(context: TierContext, input: RegisterUnitInput, path: string): UnitRow {
  const region = requireRegion(context, input.region, `${path}.region`);
  return {
    id: newId(context.profile.tier),
    office: context.standing.office,
    code: input.code,
    name: input.name,
    kind: input.kind,
    region,
    superiorBody: input.superiorBody ?? null,
    superiorUnitId: input.superiorUnitId ?? null,
    cadreLevel: input.cadreLevel ?? null,
    validFrom: input.validFrom,
    validTo: input.validTo ?? null,
    ...{ successorId: null, endedDocument: null },
    synthetic: input.synthetic,
    registeredAt: context.now(),
    ...{ version: 1, status: "REGISTERED", proposal: null, corrections: [] },
  };
}

/** A region that exists and lies in the caller's own area.
 * @throws BAD_USER_INPUT */
export function requireRegion(context: TierContext, text: string, path: string): string {
  const code = requireRegionCode(text, path);
  if (!context.services.regions.has(code)) throw badField(path, "NO_SUCH_REGION");
  if (!isUnder(code, context.standing.office)) throw badField(path, "OUTSIDE_OF_AREA");
  return code;
}
