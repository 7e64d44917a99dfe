import { join } from "node:path";
import { loadRegions } from "../../schema/regions/tree";
import { type BookPlan, findingsOf } from "../../scripts/seed/bulk/plan";
import { goldenBooks } from "../../scripts/seed/golden";
import { outsideRegister, REGISTER } from "../../scripts/seed/golden/register";

const regions = loadRegions(join(__dirname, "../../../schema/regions"));
const books = goldenBooks(regions);

function book(tier: keyof typeof books, office: string, committee?: string): BookPlan {
  const found = books[tier].find((each) => each.office === office && (!committee || each.term.committee === committee));
  return found as BookPlan;
}
const targetsOf = ({ rounds }: BookPlan) => rounds.flatMap(({ targets }) => targets);
const findings = (all: BookPlan) => targetsOf(all).reduce((sum, target) => sum + findingsOf(target), 0);

describe("the golden data set", () => {
  it("has the articles' register: 14,466 villages in Yunnan, 704 of them in Yuxi, each inspected once", () => {
    const coverage = books.COUNTY.filter(({ office, term }) => office.startsWith("53") && term.endsOn);
    const inRegister = coverage.flatMap(({ units }) => units.filter(({ validFrom }) => validFrom === REGISTER.from));
    expect(coverage).toHaveLength(129);
    expect(inRegister).toHaveLength(14_466);
    expect(inRegister.filter(({ region }) => region.startsWith("5304"))).toHaveLength(704);
    const inspected = coverage.flatMap(targetsOf).map(({ unit }) => unit);
    expect(new Set(inspected)).toEqual(new Set(inRegister.map(({ code }) => code)));
    expect(inspected).toHaveLength(14_466);
  });

  it("gives a reason to each of the tree's villages that the register has not", () => {
    const outside = outsideRegister(regions);
    const reasons = [...outside.values()];
    expect(outside.size).toBe(14_888 - 14_466);
    expect(reasons.filter((reason) => reason === "STATISTICAL_AREA").length).toBeGreaterThan(0);
    expect(new Set(reasons)).toEqual(new Set(["STATISTICAL_AREA", "REGISTER_IS_OLDER"]));
  });

  it("covers 16 prefectures and 129 counties in the province's 14 rounds, 60 + 28 poor ones among them, disjoint", () => {
    const { rounds, units } = book("PROVINCE", "53");
    const unitsIn = (...ordinals: number[]) =>
      new Set(
        rounds
          .filter(({ ordinal }) => ordinals.includes(ordinal))
          .flatMap(({ targets }) => targets.map(({ unit }) => unit)),
      );
    expect(rounds).toHaveLength(14);
    expect(unitsIn(2, 3, 5).size).toBe(60);
    expect(unitsIn(7).size).toBe(28);
    expect(unitsIn(2, 3, 5, 7).size).toBe(88);
    expect([...unitsIn(2, 3, 5, 7)]).toEqual(expect.arrayContaining(["SYN-530627", "SYN-530326"]));
    expect(unitsIn(...rounds.map(({ ordinal }) => ordinal))).toEqual(new Set(units.map(({ code }) => code)));
    expect(units).toHaveLength(16 + 129);
    const marks = rounds
      .filter(({ ordinal }) => [2, 3, 5, 7].includes(ordinal))
      .flatMap(({ targets }) => targets.map(({ note }) => note));
    expect(marks.filter((note) => note?.startsWith("编造的分配"))).toHaveLength(86);
    expect(marks.filter((note) => note?.startsWith("文章点名"))).toHaveLength(2);
  });

  it("has the stated findings: 507, 624, 3,058 of which 2,473 are rectified, 318", () => {
    const lookBacks = book("PROVINCE", "53").rounds.slice(12);
    expect(lookBacks.map(({ targets }) => targets.reduce((sum, target) => sum + findingsOf(target), 0))).toEqual([
      507, 624,
    ]);
    const jinning = book("COUNTY", "530115", "二届区委");
    expect(jinning.rounds).toHaveLength(9);
    expect(new Set(targetsOf(jinning).map(({ unit }) => unit)).size).toBe(108);
    expect(findings(jinning)).toBe(3058);
    const done = targetsOf(jinning).flatMap(({ findings: all = [] }) =>
      all.filter(({ status }) => ["VERIFIED", "CLOSED"].includes(status)),
    );
    expect(done.reduce((sum, { count }) => sum + count, 0)).toBe(2473);
    expect(findings(book("COUNTY", "410404"))).toBe(318);
    expect(targetsOf(book("COUNTY", "410404"))).toHaveLength(17);
  });

  it("has no clock running against a real place", () => {
    const running = ["ENTERED", "REPORTED", "HEARD", "FED_BACK", "RECTIFYING"];
    const all = Object.values(books).flat().flatMap(targetsOf);
    expect(all.filter(({ status }) => running.includes(status))).toEqual([]);
    expect(all.flatMap(({ findings: some = [] }) => some).filter(({ status }) => status === "CLAIMED_DONE")).toEqual(
      [],
    );
  });
});
