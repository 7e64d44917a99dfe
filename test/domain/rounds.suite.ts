import { TIERS } from "../../schema/contract/tier";
import { appointmentStatus } from "../../subgraphs/domain/appointment/appointment";
import { isStaff } from "../../subgraphs/domain/office/roles";
import {
  ASSIGNMENT_MODES,
  type AssignmentMode,
  admitsUnit,
  dayOfPeriod,
  daysOfPeriod,
  lacksPredecessor,
  needsForeignTeam,
  ROUND_KINDS,
} from "../../subgraphs/domain/round/round";
import { admitsForeignPerson } from "../../subgraphs/domain/target/foreignPerson";
import { admitsForeignUnit } from "../../subgraphs/domain/target/foreignUnit";
import { TARGET_STATUSES } from "../../subgraphs/domain/target/target";
import {
  appointedTwice,
  hasForeigner,
  isComplete,
  ledTwice,
  type TeamMember,
  teamOn,
} from "../../subgraphs/domain/target/team";
import { canBeLookedBackOn, isJudged, isUndone, takesVerdicts, VERDICTS } from "../../subgraphs/domain/verdict/verdict";
import { HAND_STATUSES } from "./handTables";

const unit = (tier: (typeof TIERS)[number]) => ({ id: `${tier.toLowerCase()}:AAAAAAAAAAAAAAAAAAAAAA`, tier });

describe("an assignment mode", () => {
  test("that crosses offices needs somebody of another office", () => {
    expect(ASSIGNMENT_MODES.filter(needsForeignTeam)).toEqual(["CROSS", "RING", "ASSISTED", "RECUSAL_SWAP"]);
  });

  test.each(TIERS.flatMap((owner) => TIERS.map((tier) => [owner, tier] as const)))(
    "of a %s office says whose units it takes: of its own register, of those below, or either; a unit of the %s tier",
    (owner, tier) => {
      const below = TIERS.indexOf(tier) > TIERS.indexOf(owner);
      const refusalOf = (mode: AssignmentMode) => admitsUnit(mode, owner, unit(tier))?.refused;
      expect(refusalOf("UPGRADED")).toBe(below ? undefined : "UNIT_NOT_BELOW");
      expect(refusalOf("OWN_TIER")).toBe(tier === owner ? undefined : "UPGRADED_REQUIRED");
      for (const mode of ["CROSS", "RING", "POOLED", "ASSISTED", "RECUSAL_SWAP"] as const) {
        expect(refusalOf(mode)).toBe(tier === owner || below ? undefined : "UPGRADED_REQUIRED");
      }
    },
  );
});

describe("a unit of another register", () => {
  const unit = {
    id: "county:u",
    office: "990101",
    region: "990101001",
    validFrom: "2024-01-01",
    validTo: "2026-07-01",
  };
  test.each([
    ["of the own area, on its first day", {}, "9901", "2024-01-01", undefined],
    ["on its last day", {}, "9901", "2026-06-30", undefined],
    ["without an end", { validTo: null }, "99", "2999-01-01", undefined],
    ["before it is in the register", {}, "9901", "2023-12-31", "UNIT_NOT_IN_REGISTER"],
    ["on the day on which it leaves", {}, "9901", "2026-07-01", "UNIT_NOT_IN_REGISTER"],
    ["of another city", {}, "9902", "2025-01-01", "UNIT_OUTSIDE_AREA"],
    ["of another province", {}, "53", "2025-01-01", "UNIT_OUTSIDE_AREA"],
    ["of the inspecting office itself", {}, "990101", "2025-01-01", "UNIT_OUTSIDE_AREA"],
    ["that lies elsewhere than its office", { region: "990201001" }, "9901", "2025-01-01", "UNIT_OUTSIDE_AREA"],
    ["whose office is elsewhere", { office: "990201" }, "9901", "2025-01-01", "UNIT_OUTSIDE_AREA"],
  ])("%s", (_, changes, area, today, refused) => {
    expect(admitsForeignUnit({ ...unit, ...changes }, area, today)?.refused).toBe(refused);
  });
});

test("a look-back names what it looks back on, and no other kind does", () => {
  expect(ROUND_KINDS.filter((kind) => lacksPredecessor(kind, null))).toEqual(["LOOK_BACK"]);
  expect(ROUND_KINDS.filter((kind) => lacksPredecessor(kind, "county:x"))).toEqual(["REGULAR", "SPECIAL", "MOBILE"]);
});

test.each([
  ["before it", "2026-02-28", undefined],
  ["on its first day", "2026-03-01", 1],
  ["after a month", "2026-03-12", 12],
  ["on its last day", "2026-04-09", 40],
  ["after it", "2026-04-10", undefined],
])("the day of a period is counted from 1: %s", (_, today, day) => {
  expect(dayOfPeriod("2026-03-01", "2026-04-09", today)).toBe(day);
});

test("a period without an end goes on, and one without a beginning has no day", () => {
  expect(dayOfPeriod("2026-03-01", null, "2026-05-01")).toBe(62);
  expect(dayOfPeriod(null, "2026-04-09", "2026-03-01")).toBeUndefined();
  expect(daysOfPeriod("2026-03-01", "2026-04-09")).toBe(40);
});

describe("a team", () => {
  const member = (changes: Partial<TeamMember>): TeamMember => ({
    person: "county:990101.a",
    role: "LEADER",
    validFrom: "2026-03-01",
    validTo: null,
    endedAt: null,
    homeOffice: "990101",
    ...changes,
  });
  const other = member({ person: "county:990101.b", role: "MEMBER" });

  test.each<[string, TeamMember[], boolean]>([
    ["nobody", [], false],
    ["a leader alone", [member({})], false],
    ["a leader who is also a member", [member({}), member({ role: "MEMBER" })], false],
    ["two members without a leader", [member({ role: "DEPUTY" }), other], false],
    ["a leader and a member", [member({}), other], true],
    ["two leaders", [member({}), member({ person: "county:990101.b" })], true],
  ])("of %s is complete or not", (_, team, complete) => {
    expect(isComplete(team)).toBe(complete);
  });

  test("is who is in office on the day", () => {
    const people = [
      member({ person: "later", validFrom: "2026-03-10" }),
      member({ person: "until then", validTo: "2026-03-09" }),
      member({ person: "before", validTo: "2026-03-08" }),
      member({ person: "ended", endedAt: "2026-03-05T00:00:00.000000Z" }),
      member({ person: "in office" }),
    ];
    expect(teamOn(people, "2026-03-09").map(({ person }) => person)).toEqual(["until then", "in office"]);
  });

  test.each([
    ["the round's office", "990101", ["990101", null], false],
    ["another office", "990102", ["990101", null], true],
    ["another tier", "9901", ["990101", null], true],
    ["the unit's own county, in a round of the city", "990101", ["9901", "990101"], false],
    ["another county, in a round of the city", "990102", ["9901", "990101"], true],
    ["the city, in a round of its own", "9901", ["9901", "990101"], false],
    ["a home that nobody vouched for", null, ["9901", "990101"], false],
    ["a home that nobody vouched for, and a unit of the round's office", null, ["990101", null], false],
  ])("has somebody from elsewhere or not: of %s", (_, homeOffice, near, isForeign) => {
    expect(hasForeigner([member({ homeOffice })], near)).toBe(isForeign);
  });

  const target = { unitId: "county:u", roundId: "city:r", region: "990101001" };
  const person = { id: "county:990102.a", roles: ["CLERK" as const], ofUnit: false, recusals: [] };
  test.each<[string, Parameters<typeof admitsForeignPerson>[1], string | undefined]>([
    ["staff", person, undefined],
    ["staff recused from elsewhere", { ...person, recusals: [{ scope: "REGION", subject: "990103" }] }, undefined],
    ["nobody", undefined, "PERSON_NOT_STAFF"],
    ["who answers for a unit", { ...person, ofUnit: true }, "PERSON_NOT_STAFF"],
    ["of a department", { ...person, roles: ["DISCIPLINE"] }, "PERSON_NOT_STAFF"],
    ["recused from the county", { ...person, recusals: [{ scope: "REGION", subject: "990101" }] }, "PERSON_RECUSED"],
    ["recused from the unit", { ...person, recusals: [{ scope: "UNIT", subject: "county:u" }] }, "PERSON_RECUSED"],
    ["recused from the round", { ...person, recusals: [{ scope: "ROUND", subject: "city:r" }] }, "PERSON_RECUSED"],
    ["of a tier that does not answer", "SILENT", "HOME_TIER_SILENT"],
  ])("takes people of other tiers by the same rules: %s", (_, attested, code) => {
    expect(admitsForeignPerson("county:990102.a", attested, target)?.refused).toBe(code);
  });

  const spring = { person: "county:a", validFrom: "2026-03-02", validTo: "2026-03-31", endedAt: null };
  test.each([
    ["the same days again", spring, [spring], [], true],
    ["its last day", { validFrom: "2026-03-31", validTo: null }, [spring], [], true],
    ["the day after its last", { validFrom: "2026-04-01" }, [spring], [], false],
    ["until its first day", { validFrom: "2026-02-01", validTo: "2026-03-02" }, [spring], [], true],
    ["until the day before", { validFrom: "2026-02-01", validTo: "2026-03-01" }, [spring], [], false],
    ["around it", { validFrom: "2026-02-01", validTo: null }, [spring], [], true],
    ["long after one without an end", { validFrom: "2027-01-01" }, [{ ...spring, validTo: null }], [], true],
    ["after one that ended early", spring, [{ ...spring, endedAt: "2026-03-05T00:00:00.000000Z" }], [], false],
    ["somebody else", { ...spring, person: "county:b" }, [spring], [], false],
    ["twice in one request", spring, [], [spring], true],
    ["one after the other in one request", { validFrom: "2026-04-01" }, [], [spring], false],
  ] as const)("takes nobody twice for one day: %s", (_, one, open, before, refused) => {
    const asked = [...before, { person: spring.person, ...one }];
    expect(appointedTwice(open, asked)).toBe(refused ? spring.person : undefined);
  });

  const leads = {
    person: "county:a",
    role: "LEADER",
    validFrom: "2026-03-02",
    validTo: "2026-03-31",
    endedAt: null,
  } as const;
  test.each([
    ["beside the leader", { validFrom: "2026-03-31" }, [leads], [], true],
    ["after the leader's last day", { validFrom: "2026-04-01" }, [leads], [], false],
    ["after a leader who ended early", {}, [{ ...leads, endedAt: "2026-03-05T00:00:00.000000Z" }], [], false],
    ["beside a deputy", {}, [{ ...leads, role: "DEPUTY" }], [], false],
    ["as a deputy beside the leader", { role: "DEPUTY" }, [leads], [], false],
    ["beside a leader of the same request", {}, [], [leads], true],
  ] as const)("has one leader at a time: somebody else %s", (_, one, open, before, refused) => {
    const asked = [...before, { ...leads, person: "county:b", ...one }];
    expect(ledTwice(open, asked)).toBe(refused ? "county:b" : undefined);
  });

  test("is of the offices' staff", () => {
    expect(isStaff(["CLERK", "APPROVER"])).toBe(true);
    expect(isStaff([])).toBe(true);
    for (const role of ["DISPLAY", "AUDIT_ADMIN", "UNIT_HEAD", "SUPERIOR_BODY", "DISCIPLINE"] as const) {
      expect(isStaff(["CLERK", role])).toBe(false);
    }
  });

  test("tells an early end from the handover", () => {
    expect(appointmentStatus({ endedAt: null, endReason: null })).toBe("APPOINTED");
    expect(appointmentStatus({ endedAt: "2026-03-05T00:00:00.000000Z", endReason: null })).toBe("HANDED_OVER");
    expect(appointmentStatus({ endedAt: "2026-03-05T00:00:00.000000Z", endReason: "x" })).toBe("ENDED");
  });
});

describe("a look-back", () => {
  test("looks at targets whose rectification has begun", () => {
    expect(TARGET_STATUSES.filter(canBeLookedBackOn)).toEqual(["RECTIFYING", "EVALUATED", "ARCHIVED"]);
  });

  test("takes verdicts from the entry until the hearing", () => {
    expect(TARGET_STATUSES.filter(takesVerdicts)).toEqual(["ENTERED", "REPORTED"]);
  });

  test("judges what was fed back", () => {
    const unjudged = HAND_STATUSES.finding.filter((status) => !isJudged(status as Parameters<typeof isJudged>[0]));
    expect(unjudged.sort()).toEqual(["DISMISSED", "DRAFT", "FACTS_EXCHANGED", "REPORTED", "TEAM_AGREED", "WITHDRAWN"]);
  });

  test("reopens what was not done, only on paper, or is back", () => {
    expect(VERDICTS.filter(isUndone)).toEqual(["NOT_DONE", "FALSE", "RELAPSED"]);
  });
});
