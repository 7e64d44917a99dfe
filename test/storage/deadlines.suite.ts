import fc from "fast-check";
import type { Client } from "pg";
import type { Standing } from "../../schema/contract/standing";
import { FIRST_DAY, LAST_DAY, loadCalendar, readCalendar } from "../../scripts/calendar";
import { colourOf, DAY_UNITS, daysBetween, dueOn, POLICY_CLOCKS } from "../../subgraphs/domain/deadline/deadline";
import {
  type DeadlineFilter,
  type DeadlineRow,
  findClaimReviews,
  findDeadlinesOfTargets,
  findDueDates,
  findRunningDeadlines,
  keyOf,
} from "../../subgraphs/storage/deadline/deadline.repository";
import { days } from "../domain/calendars";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";
import { aFindingRow, aTarget } from "./targets";

const CLERK = aClerk();
let book: CountyBook;
let admin: Client;

beforeAll(async () => {
  book = await openCountyBook();
  admin = await book.connect("admin");
});
beforeEach(async () => {
  await admin.query(
    "delete from finding_words; delete from finding_cell; delete from finding; delete from target_cell; delete from appointment",
  );
  await admin.query(
    "delete from inspection; delete from inspection_cell; delete from round_target; delete from filing; delete from deadline_policy where office is not null",
  );
});
afterAll(() => book.dispose());

async function targetDeadlines(ids: string[], today: string, standing: Standing = CLERK): Promise<DeadlineRow[]> {
  const session = book.session(standing);
  try {
    return await session.read((db) => findDeadlinesOfTargets(db, ids, today));
  } finally {
    await session.close();
  }
}

async function list(today: string, filter: DeadlineFilter = {}, standing: Standing = CLERK, first = 100) {
  const session = book.session(standing);
  const found: DeadlineRow[] = [];
  try {
    for (;;) {
      const last = found.at(-1);
      const after = last && keyOf(last);
      const page = await session.read((db) =>
        findRunningDeadlines(db, standing.office, today, filter, { first, after }),
      );
      found.push(...page.rows);
      if (!page.hasNext) return found;
    }
  } finally {
    await session.close();
  }
}

const names = (rows: DeadlineRow[]) => rows.map(({ clock, dueOn: due, colour }) => `${clock} ${due} ${colour}`);

const BY_SQL = `select due_on($1, $2, $3) as due, days_between($4, due_on($1, $2, $3), $3) as between,
  colour_of($4, due_on($1, $2, $3), $5) as colour`;

function setPolicy(row: Record<string, string | number | null>): Promise<unknown> {
  const policy = {
    id: `own-${row.valid_from}-${row.clock}`,
    office: "990101",
    unit: "CALENDAR",
    warning_days: 1,
    source: "x",
  };
  return admin.query("insert into deadline_policy select * from json_populate_record(null::deadline_policy, $1)", [
    { ...policy, ...row },
  ]);
}

describe("the calendar in the database", () => {
  const near = fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2024, 9, n)).toISOString().slice(0, 10));
  test.each([
    ["of the years that it holds", days, 700],
    ["around the known holidays", near, 40],
  ])("says of random days %s what the rule in the domain says", async (_, day, most) => {
    const calendar = readCalendar();
    const clerk = book.session(CLERK);
    const count = fc.integer({ min: 1, max: most });
    const asked = fc.tuple(day, count, fc.constantFrom(...DAY_UNITS), day, fc.integer({ min: 0, max: 30 }));
    await fc.assert(
      fc.asyncProperty(asked, async ([start, given, unit, today, warning]) => {
        const due = dueOn(start, given, unit, calendar);
        const rows = await clerk.read((db) => db.rows(BY_SQL, [start, given, unit, today, warning]));
        const between = daysBetween(today, due, unit, calendar);
        const known = { due, between, colour: colourOf(today, due, warning) };
        const isBeyond = unit === "WORKING" && due > LAST_DAY;
        expect(rows).toEqual([isBeyond ? { due: null, between: null, colour: "GREEN" } : known]);
      }),
      { numRuns: 300 },
    );
    await clerk.close();
  });

  test("has every day from its first to its last, each with the domain's number and knowledge", async () => {
    const calendar = readCalendar();
    const { rows } = await admin.query<{ day: string; working: boolean; number: number; known: boolean }>(
      "select day::text, working, number, known from working_day order by day",
    );
    expect([rows[0]?.day, rows.at(-1)?.day]).toEqual([FIRST_DAY, LAST_DAY]);
    const offset = (rows[0]?.number ?? 0) - calendar.numberOf(FIRST_DAY);
    expect(rows).toEqual(
      rows.map(({ day }) => ({
        day,
        working: calendar.isWorking(day),
        number: calendar.numberOf(day) + offset,
        known: calendar.isKnown(day),
      })),
    );
  });

  test("is loaded once, and again when the committed one has changed", async () => {
    const owner = await book.connect("owner");
    const { rows } = await owner.query("select content from migration where file = 'schema/calendar'");
    expect(await loadCalendar(owner, rows[0]?.content)).toBe(false);
    await owner.query("update working_day set working = not working where day = '2026-02-14'");
    expect(await loadCalendar(owner, "an older one")).toBe(true);
    const day = await owner.query("select working from working_day where day = '2026-02-14'");
    expect(day.rows).toEqual([{ working: true }]);
  });
});

describe("the deadlines of a target", () => {
  test("are the clocks that have started, with what they mean today", async () => {
    const { id } = await aTarget(admin, {
      entered_on: "2026-01-05",
      reported_on: "2026-01-30",
      heard_on: "2026-02-13",
    });
    await admin.query("update round_target set status = 'HEARD' where id = $1", [id]);
    const found = await targetDeadlines([id], "2026-02-24");
    expect(names(found)).toEqual([
      "INSPECTION 2026-02-14 null",
      "HEARING 2026-03-01 null",
      "FEEDBACK 2026-03-05 GREEN",
    ]);
    expect(found.map(({ metOn }) => metOn)).toEqual(["2026-01-30", "2026-02-13", null]);
    // 14 February is worked on, 15 to 23 is the Spring Festival: the second working day of ten
    expect(found[2]).toMatchObject({ day: 2, daysLeft: 8, days: 10, unit: "WORKING", calendarKnown: true });
  });

  test("say where the holidays on the way are not known", async () => {
    const { id } = await aTarget(admin, { heard_on: "2026-12-28", status: "HEARD" });
    const [feedback] = await targetDeadlines([id], "2026-12-29");
    expect(feedback).toMatchObject({ dueOn: "2027-01-11", calendarKnown: false });
  });

  test("do not call a right that nobody used overdue: it is over", async () => {
    const { id } = await aTarget(admin, { fed_back_on: "2026-03-02", status: "FED_BACK" });
    const clocks = async (today: string) => (await targetDeadlines([id], today)).map(({ clock }) => clock);
    expect(await clocks("2026-03-16")).toContain("OBJECTION");
    expect(await clocks("2026-03-17")).not.toContain("OBJECTION");
    expect((await list("2026-03-17")).map(({ clock }) => clock)).not.toContain("OBJECTION");
  });

  test("are none where the clock started outside of the loaded days", async () => {
    const { id } = await aTarget(admin, { heard_on: "1999-01-01", status: "HEARD" });
    expect(await targetDeadlines([id], "2026-03-02")).toEqual([]);
  });
});

test("a claim's review runs while the claim waits, from the day in Shanghai", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING" });
  const claimed = await aFindingRow(admin, target, "CLAIMED_DONE", "2026-03-01T16:30:00Z");
  const returned = await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T16:30:00Z");
  const found = await book.session(CLERK).read((db) => findClaimReviews(db, [claimed, returned], "2026-03-02"));
  expect(found).toMatchObject([{ findingId: claimed, startedOn: "2026-03-02", dueOn: "2026-03-23", colour: "GREEN" }]);
});

describe("a policy", () => {
  test("for everybody says that it is practice and not law", async () => {
    const { rows } = await admin.query("select clock, source from deadline_policy where office is null");
    expect(rows.map(({ clock }) => clock).sort()).toEqual([...POLICY_CLOCKS].sort());
    for (const { source } of rows) expect(source).toMatch(/^\[K\].*not law/);
  });

  test("of the office wins over the one for everybody, and the one of the clock's start counts", async () => {
    await setPolicy({ clock: "HEARING", days: 5, valid_from: "2026-03-01", valid_to: "2026-04-01" });
    await setPolicy({ clock: "HEARING", days: 7, valid_from: "2026-04-01" });
    const dates = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"];
    const due: string[] = [];
    for (const reported_on of dates) {
      const { id } = await aTarget(admin, { reported_on });
      due.push(...(await targetDeadlines([id], "2026-04-02")).map((row) => row.dueOn));
    }
    expect(due).toEqual(["2026-03-30", "2026-03-06", "2026-04-05", "2026-04-08"]);
    const session = book.session(CLERK);
    const starts = [...dates.map((start) => ({ office: "990101", start })), { office: "990102", start: "2026-03-01" }];
    const last = await session.read((db) => findDueDates(db, "HEARING", starts));
    expect(last).toEqual([...due, "2026-03-31"]);
    await session.close();
  });
});

describe("the list of an office", () => {
  test("has the earliest first, filtered, and the same rows page by page", async () => {
    const heard = await aTarget(admin, { heard_on: "2026-03-02", status: "HEARD" });
    await aTarget(admin, { reported_on: "2026-02-14", status: "REPORTED" });
    const rectifying = await aTarget(admin, {
      fed_back_on: "2026-03-02",
      rectification_started_on: "2026-03-09",
      status: "RECTIFYING",
    });
    await aTarget(admin, { reported_on: "2026-01-01", evaluated_on: "2026-01-02", status: "EVALUATED" });
    await aFindingRow(admin, rectifying, "CLAIMED_DONE", "2026-03-12T02:00:00Z");
    const all = await list("2026-03-14");
    expect(names(all)).toEqual([
      "HEARING 2026-03-16 YELLOW",
      "FEEDBACK 2026-03-16 YELLOW",
      "OBJECTION 2026-03-16 YELLOW",
      "PLAN 2026-03-23 GREEN",
      "REVIEW_OF_CLAIM 2026-04-02 GREEN",
      "CONCENTRATED_RECTIFICATION 2026-05-31 GREEN",
      "RECTIFICATION_REPORT 2026-06-30 GREEN",
    ]);
    for (const first of [1, 2, 4]) expect(await list("2026-03-14", {}, CLERK, first)).toEqual(all);
    expect(names(await list("2026-03-17", { colours: ["RED"] }))).toEqual([
      "HEARING 2026-03-16 RED",
      "FEEDBACK 2026-03-16 RED",
    ]);
    expect(names(await list("2026-03-14", { clocks: ["FEEDBACK"] }))).toEqual(["FEEDBACK 2026-03-16 YELLOW"]);
    expect(await list("2026-03-14", { dueBefore: "2026-03-16" })).toEqual([]);
    expect((await list("2026-03-14", { dueBefore: "2026-03-17" })).map((row) => row.targetId)).toContain(heard.id);
  });

  test("and a target's own are for the office and the team, and for nobody above or beside", async () => {
    const target = await aTarget(admin, { entered_on: "2026-03-02", status: "ENTERED" });
    const { id, roundId, unitId } = target;
    await admin.query("insert into filing values ($1, '990101', now())", [roundId]);
    await admin.query(
      `insert into appointment (id, office, round_id, target_id, person, role, valid_from)
       values ('county:a', '990101', $1, $2, 'county:990102.member', 'MEMBER', '2020-01-01')`,
      [roundId, id],
    );
    const kin = (scope: "UNIT" | "ROUND" | "REGION", subject: string) => aClerk({ recusals: [{ scope, subject }] });
    const readers: [string, Standing, number][] = [
      ["clerk", CLERK, 1],
      ["team", aClerk({ person: "county:990102.member", office: "990102" }), 1],
      ["county beside", aClerk({ person: "county:990102.clerk", office: "990102" }), 0],
      ["city", aClerk({ person: "city:9901.director", tier: "CITY", office: "9901", roles: ["DIRECTOR"] }), 0],
      ["province", aClerk({ person: "province:99.director", tier: "PROVINCE", office: "99", roles: ["DIRECTOR"] }), 0],
      ["wall screen", aClerk({ roles: ["DISPLAY"] }), 0],
      ["kin of the unit", kin("UNIT", unitId), 0],
      ["kin of the round", kin("ROUND", roundId), 0],
      ["kin of the region", kin("REGION", "990101"), 0],
    ];
    for (const [name, standing, count] of readers) {
      const seen = [await list("2026-03-03", {}, standing), await targetDeadlines([id], "2026-03-03", standing)];
      expect([name, ...seen.map((rows) => rows.length)]).toEqual([name, count, count]);
    }
  });
});
