import { parentOf, type RegionCode } from "../../../schema/contract/regionCode";
import type { Role } from "../../../schema/contract/standing";
import { type Party, type Subject, type TransitionTable } from "../lifecycle";
import type { Enrolment } from "./office";

/** Who enters for an office that is ON_PAPER, in the office directly above it 代录; `keeping_office()` says the same. */
export const ENTERS_ON_BEHALF: readonly Role[] = ["CLERK", "DIRECTOR"];

/** Whether somebody would enter for an office if it were on paper; the database says the same of every row. */
export function standsDirectlyAbove(
  caller: { office: RegionCode; roles: readonly Role[] },
  office: RegionCode,
): boolean {
  return parentOf(office) === caller.office && caller.roles.some((role) => ENTERS_ON_BEHALF.includes(role));
}

/** An enrolled office keeps its own book, and one that takes no part has none. */
export function isEnteredFor(enrolment: Enrolment | undefined): boolean {
  return enrolment === "ON_PAPER";
}

/** Who the person is in the office on paper: the same there as at home, and nothing else that is held at home. What the
 * leading group of that office has decided on paper, the director records. */
export function rolesOnBehalf(roles: readonly Role[]): Role[] {
  const held = roles.filter((role) => ENTERS_ON_BEHALF.includes(role));
  return held.includes("DIRECTOR") ? [...held, "APPROVER"] : held;
}

/** Whether a step is the leading group's alone: recorded on behalf, it names the document on paper. */
export function isDecisionOnPaper<Status extends string, Command extends string>(
  table: TransitionTable<Status, Command>,
  { status }: Pick<Subject<Status>, "status">,
  command: Command,
): boolean {
  const by: readonly Party[] = table[status][command]?.by ?? [];
  return by.includes("APPROVER") && !by.includes("DIRECTOR");
}
