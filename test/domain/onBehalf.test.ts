import type { Role } from "../../schema/contract/standing";
import {
  isDecisionOnPaper,
  isEnteredFor,
  rolesOnBehalf,
  standsDirectlyAbove,
} from "../../subgraphs/domain/office/onBehalf";
import type { RoundCommand, RoundStatus } from "../../subgraphs/domain/round/round";
import { roundTransitions } from "../../subgraphs/domain/round/transitions";
import type { TargetCommand, TargetStatus } from "../../subgraphs/domain/target/target";
import { targetTransitions } from "../../subgraphs/domain/target/transitions";

const caller = (office: string, ...roles: Role[]) => ({ office, roles });

test("only an office on paper is entered for", () => {
  const enrolments = ["ENROLLED", "ON_PAPER", "NOT_ENROLLED", undefined] as const;
  expect(enrolments.filter(isEnteredFor)).toEqual(["ON_PAPER"]);
});

test("a clerk or director of the office directly above enters, and nobody else of it or farther up", () => {
  expect(standsDirectlyAbove(caller("9901", "CLERK"), "990103")).toBe(true);
  expect(standsDirectlyAbove(caller("99", "DIRECTOR"), "9901")).toBe(true);
  for (const office of ["99", "9902", "990103", "990101"]) {
    expect(standsDirectlyAbove(caller(office, "DIRECTOR", "CLERK"), "990103")).toBe(false);
  }
  for (const role of ["APPROVER", "COORDINATOR", "CUSTODIAN", "DISPLAY", "AUDIT_ADMIN", "DISCIPLINE"] as const) {
    expect(standsDirectlyAbove(caller("9901", role), "990103")).toBe(false);
  }
});

test("a person is in the office on paper what the person is at home, and a director records what the leading group decided", () => {
  expect(rolesOnBehalf(["CLERK", "COORDINATOR", "CUSTODIAN", "APPROVER"])).toEqual(["CLERK"]);
  expect(rolesOnBehalf(["DIRECTOR", "DISCIPLINE"])).toEqual(["DIRECTOR", "APPROVER"]);
});

test("what the leading group alone decides names its document, a hearing at which the director speaks for it has its own", () => {
  expect(isDecisionOnPaper(roundTransitions, { status: "PREPARING" as RoundStatus }, "AUTHORISE" as RoundCommand)).toBe(
    true,
  );
  expect(isDecisionOnPaper(roundTransitions, { status: "AUTHORISED" as RoundStatus }, "WITHDRAW" as RoundCommand)).toBe(
    true,
  );
  expect(isDecisionOnPaper(roundTransitions, { status: "PREPARING" as RoundStatus }, "WITHDRAW" as RoundCommand)).toBe(
    false,
  );
  expect(isDecisionOnPaper(targetTransitions, { status: "REPORTED" as TargetStatus }, "HEAR" as TargetCommand)).toBe(
    false,
  );
});
