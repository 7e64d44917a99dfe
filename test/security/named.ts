import type { Role } from "../../schema/contract/standing";
import type { ReadingRule } from "../../subgraphs/domain/readers/readers";
import type { ReaderRow } from "../../subgraphs/storage/readers/readers.repository";
import type { WorldAccount } from "./oracleWorld";

const BUSINESS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];
const OF_UNIT: readonly Role[] = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];
/** Who works in no team: an appointment is worth nothing to them. */
const NO_TEAM: readonly Role[] = [
  ...["DISPLAY", "SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"],
  ...OF_UNIT,
  ...["DISCIPLINE", "ORGANISATION", "PUBLICITY", "RESIDENT_GROUP", "DEPARTMENT"],
] as Role[];
/** Who of an office or of a unit is meant, where not everybody is that reads for it. */
const MEANT: Partial<Record<ReadingRule, readonly Role[]>> = {
  ENTERED_FOR: ["CLERK", "DIRECTOR"],
  ANSWERS: ["UNIT_LIAISON", "UNIT_HEAD"],
};

/** Whether a reader, as the answer names it, is this account. */
export function isNamed({ id, office, unitId, roles }: WorldAccount, reader: ReaderRow): boolean {
  const meant = (usual: readonly Role[]) => roles.some((role) => (MEANT[reader.rule] ?? usual).includes(role));
  if (reader.role !== null && !roles.some((role) => role === reader.role)) return false;
  if (reader.person !== null) return reader.person === id && !roles.some((role) => NO_TEAM.includes(role));
  if (reader.unitId !== null) return reader.unitId === unitId && meant(OF_UNIT);
  return reader.officeCode === office && (reader.role !== null || meant(BUSINESS));
}
