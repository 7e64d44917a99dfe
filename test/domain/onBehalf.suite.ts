import type { Role } from "../../schema/contract/standing";
import {
  isDecisionOnPaper,
  isEnteredFor,
  rolesOnBehalf,
  standsDirectlyAbove,
} from "../../subgraphs/domain/office/onBehalf";
import type { ReviewRole } from "../../subgraphs/domain/rectification/rectification";
import { placeToSign, type Signer } from "../../subgraphs/domain/rectification/review";
import { isRefused } from "../../subgraphs/domain/refusals";
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

describe("a joint review of an office on paper", () => {
  const review = { id: "county:review", status: "JOINT_REVIEW" as const };
  const place = (role: ReviewRole, signedBy: string | null = null, paperDocument: string | null = null) => ({
    ...{ role, signedBy, paperDocument, evaluation: "QUALIFIED" as const },
  });
  const open = [place("DIRECTOR"), place("DISCIPLINE"), place("SUPERIOR_BODY")];
  const director: Signer = {
    ...{ person: "city:director", roles: rolesOnBehalf(["DIRECTOR"]), entersFor: true },
    evaluation: "QUALIFIED",
  };
  const sign = (signer: Signer, role: ReviewRole, places = open) => {
    const outcome = placeToSign(review, places, signer, role);
    return isRefused(outcome) ? [outcome.refused, ...(outcome.allowed ?? [])] : outcome.role;
  };
  const documentNumber = "虚审〔2026〕1号";

  test("is recorded by the superior's director alone, each party with the number of what it signed", () => {
    expect(sign({ ...director, documentNumber }, "DISCIPLINE")).toBe("DISCIPLINE");
    expect(sign({ ...director, documentNumber }, "SUPERIOR_BODY")).toBe("SUPERIOR_BODY");
    expect(sign(director, "DISCIPLINE")).toEqual(["DOCUMENT_REQUIRED"]);
    const clerk = { ...director, roles: rolesOnBehalf(["CLERK"]), documentNumber };
    expect(sign(clerk, "DISCIPLINE")).toEqual(["ROLE_REQUIRED", "DIRECTOR"]);
  });

  test("is filled from paper by one person, who signs here once at most", () => {
    const places = [
      place("DIRECTOR", director.person),
      place("DIRECTOR"),
      place("DISCIPLINE", director.person, documentNumber),
      place("ORGANISATION"),
    ];
    expect(sign(director, "DIRECTOR", places)).toEqual(["SIGNS_ONCE"]);
    expect(sign({ ...director, documentNumber }, "DIRECTOR", places)).toBe("DIRECTOR");
    expect(sign({ ...director, documentNumber }, "ORGANISATION", places)).toBe("ORGANISATION");
    expect(sign({ ...director, documentNumber }, "DISCIPLINE", places)).toEqual(["SIGNED_ALREADY"]);
  });

  test("of an enrolled office is signed by its parties, whatever paper is named", () => {
    const own: Signer = { person: "county:director", roles: ["DIRECTOR"], evaluation: "QUALIFIED", documentNumber };
    expect(sign(own, "DISCIPLINE")).toEqual(["ROLE_REQUIRED", "DISCIPLINE"]);
  });
});
