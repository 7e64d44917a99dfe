import { ROLES, type Role } from "../../schema/contract/standing";
import { type Declared, refuseEndOfRecusal, refuseRecusal } from "../../subgraphs/domain/recusal/recusal";

const REGION = { scope: "REGION", subject: "990101" } as const;
const PERSON = "county:somebody";

/** @returns the refusal's code, undefined where it is declared */
function declares(by: Role, roles: readonly Role[], own = false): string | undefined {
  const declarer = { person: own ? PERSON : "county:declarer", roles: [by] };
  return refuseRecusal({ person: PERSON, roles }, REGION, declarer)?.refused;
}

/** By hand, from who leads whom. */
const BY: Record<Role, readonly Role[]> = {
  CLERK: ["DIRECTOR", "SECURITY_ADMIN"],
  DIRECTOR: ["DIRECTOR", "SECURITY_ADMIN"],
  COORDINATOR: ["DIRECTOR", "SECURITY_ADMIN"],
  DISPLAY: ["DIRECTOR", "SECURITY_ADMIN"],
  APPROVER: ["SECURITY_ADMIN"],
  CUSTODIAN: ["SECURITY_ADMIN"],
  DISCIPLINE: ["SECURITY_ADMIN"],
  ORGANISATION: ["SECURITY_ADMIN"],
  PUBLICITY: ["SECURITY_ADMIN"],
  RESIDENT_GROUP: ["SECURITY_ADMIN"],
  DEPARTMENT: ["SECURITY_ADMIN"],
  UNIT_LIAISON: [],
  UNIT_HEAD: [],
  SUPERIOR_BODY: [],
  SYSTEM_ADMIN: [],
  SECURITY_ADMIN: [],
  AUDIT_ADMIN: [],
};

test.each(ROLES)(
  "a recusal of %s is declared by those who are not watched by that person, and by the person",
  (role) => {
    const declarers = (["DIRECTOR", "SECURITY_ADMIN"] as const).filter((by) => !declares(by, [role]));
    expect(declarers).toEqual(BY[role]);
    expect(declares(role, [role], true)).toBeUndefined();
  },
);

test.each(ROLES)("a recusal of %s is ended by nobody whom that person watches", (role) => {
  const enders = (["DIRECTOR", "SECURITY_ADMIN"] as const).filter(
    (by) => !refuseEndOfRecusal(PERSON, [role], { roles: [by] }),
  );
  const ofUnits = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"].includes(role);
  const declarers = ofUnits ? BY.CLERK : BY[role];
  expect(enders).toEqual(declarers.length ? declarers : ["SECURITY_ADMIN"]);
});

test("of several roles the strictest counts; who has none works in teams, and is led by the director", () => {
  expect(declares("DIRECTOR", ["CLERK", "CUSTODIAN"])).toBe("STANDS_APART");
  expect(declares("SECURITY_ADMIN", ["CLERK", "CUSTODIAN"])).toBeUndefined();
  expect(declares("DIRECTOR", ["CLERK", "COORDINATOR"])).toBeUndefined();
  expect(declares("DIRECTOR", [])).toBeUndefined();
});

test.each([
  ["UNIT", "county:own", "ANSWERS_FOR_UNIT"],
  ["UNIT", "county:other", undefined],
  ["REGION", "99", "ANSWERS_FOR_UNIT"],
  ["REGION", "990101001", "ANSWERS_FOR_UNIT"],
  ["REGION", "990101001001", "ANSWERS_FOR_UNIT"],
  ["REGION", "990101002", undefined],
  ["ROUND", "county:round", undefined],
  ["FINDING", "county:finding", undefined],
] as const)("whoever answers for a unit declares of the own person, from %s %s: %s", (scope, subject, code) => {
  const head: Declared = {
    ...{ person: PERSON, roles: ["UNIT_HEAD"] },
    unit: { id: "county:own", region: "990101001001" },
  };
  expect(refuseRecusal(head, { scope, subject }, head)?.refused).toBe(code);
});
