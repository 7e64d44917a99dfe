import { CLUE_DISPOSALS, CLUE_OUTCOMES, declaredCount, OUTCOMES_OF } from "../../subgraphs/domain/clue/clue";
import { type Custody, custodiesOf, isCustody, workplacesOf } from "../../subgraphs/domain/clue/custody";
import { CADRE_LEVELS, CLUE_MATTERS, isSubjectsOffice, routeOf } from "../../subgraphs/domain/clue/route";

const VILLAGE = "990101001001";
const at = (...workplaces: Custody[]) => workplaces;

test.each([
  // who manages the subject, in which matter, where the subject works, and where the clue goes by that
  ["PROVINCE", "DISCIPLINE", "9901", at(), "99:DISCIPLINE"],
  ["PROVINCE", "PERSONNEL", VILLAGE, at(), "99:ORGANISATION"],
  ["CITY", "DISCIPLINE", "990101", at(), "9901:DISCIPLINE"],
  ["CITY", "RESIDENT", "9901", at(), "9901:RESIDENT_GROUP"],
  ["COUNTY", "DISCIPLINE", VILLAGE, at(), "990101:DISCIPLINE"],
  ["COUNTY", "PERSONNEL", "990101", at(), "990101:ORGANISATION"],
  ["OTHERS", "DISCIPLINE", VILLAGE, at(), "990101:DISCIPLINE"],
  // the subject works where it would be decided: the region above
  ["COUNTY", "DISCIPLINE", "990101", at("990101:DISCIPLINE"), "9901:DISCIPLINE"],
  ["COUNTY", "DISCIPLINE", "990101", at("990101:INSPECTION"), "9901:DISCIPLINE"],
  ["COUNTY", "DISCIPLINE", "990101", at("990101:INSPECTION", "9901:DISCIPLINE"), "99:DISCIPLINE"],
  ["CITY", "DISCIPLINE", "9901", at("990101:DISCIPLINE"), "9901:DISCIPLINE"],
  // nobody on this platform
  ["PROVINCE", "DISCIPLINE", "99", at("99:ORGANISATION"), undefined],
  ["CITY", "DISCIPLINE", "99", at(), undefined],
  ["COUNTY", "DISCIPLINE", "9901", at(), undefined],
  ["OTHERS", "DISCIPLINE", "99", at(), undefined],
] as const)(
  "a cadre managed by %s, matter %s, at %s, working in %j: to %s",
  (cadreLevel, matter, region, workplaces, to) => {
    expect(routeOf({ cadreLevel, matter, region, workplaces })).toBe(to);
  },
);

test("no route ever leads to a region in whose bodies the subject works, nor below whoever manages the subject", () => {
  const offices = ["99", "9901", "990101"];
  const bodies = ["INSPECTION", "DISCIPLINE", "ORGANISATION", "RESIDENT_GROUP"] as const;
  const all = offices.flatMap((office) => bodies.map((body): Custody => `${office}:${body}`));
  for (let drawn = 0; drawn < 1 << 6; drawn++) {
    const workplaces = all.filter((_, i) => (drawn * 2654435761) & (1 << (i % 12)));
    for (const cadreLevel of CADRE_LEVELS) {
      for (const matter of CLUE_MATTERS) {
        const route = routeOf({ cadreLevel, matter, region: VILLAGE, workplaces });
        if (!route) continue;
        expect(isSubjectsOffice(route, { workplaces })).toBe(false);
        const digits = { PROVINCE: 2, CITY: 4, COUNTY: 6, OTHERS: 6 }[cadreLevel];
        expect(route.split(":")[0]?.length).toBeLessThanOrEqual(digits);
      }
    }
  }
});

test("a custody is an office and a body, and nothing that looks like one", () => {
  expect(["99:DISCIPLINE", "9901:INSPECTION", "990101:RESIDENT_GROUP"].every(isCustody)).toBe(true);
  expect(["990101001:DISCIPLINE", "99:CLERK", "99", "9:DISCIPLINE", "99:DISCIPLINE "].some(isCustody)).toBe(false);
});

test("whoever is of no department and no unit works in the inspection office", () => {
  expect(custodiesOf({ office: "99", roles: ["CUSTODIAN", "CLERK"] })).toEqual(["99:INSPECTION"]);
  expect(custodiesOf({ office: "99", roles: ["DIRECTOR", "PUBLICITY"] })).toEqual([]);
  expect(workplacesOf({ office: "99", roles: ["DIRECTOR"] })).toEqual(["99:INSPECTION"]);
  expect(workplacesOf({ office: "99", roles: ["DISCIPLINE"] })).toEqual(["99:DISCIPLINE"]);
  expect(workplacesOf({ office: "99", roles: ["UNIT_HEAD"] })).toEqual([]);
});

test("there are four disposals; a case that is filed is what one of them may come to", () => {
  expect(CLUE_DISPOSALS).toHaveLength(4);
  expect(CLUE_DISPOSALS).not.toContain("CASE_FILED");
  expect(CLUE_DISPOSALS.filter((disposal) => OUTCOMES_OF[disposal].includes("CASE_FILED"))).toEqual([
    "PRELIMINARY_VERIFICATION",
  ]);
  expect(OUTCOMES_OF.CLOSED_WITHOUT_ACTION).toEqual(["CLOSED"]);
  expect(new Set(Object.values(OUTCOMES_OF).flat())).toEqual(new Set(CLUE_OUTCOMES));
});

test("a small count is not told, and none is told like one", () => {
  expect([0, 1, 4, 5, 108].map(declaredCount)).toEqual([null, null, null, 5, 108]);
});
