import fc from "fast-check";
import type { Client } from "pg";
import type { Standing } from "../../schema/contract/standing";
import { loadCalendar, readCalendar } from "../../scripts/calendar";
import { describeResult, isRight, reconcileTier } from "../../scripts/reconcile";
import { COLOURS, type Colour, colourOf, type DayUnit, dueOn } from "../../subgraphs/domain/deadline/deadline";
import { OVERDUE_CLOCK, REVIEW_CLOCK } from "../../subgraphs/domain/figures/overdue";
import { FINDING_STATUSES, type FindingStatus, UNCOUNTED } from "../../subgraphs/domain/finding/finding";
import type { Db } from "../../subgraphs/storage/db";
import { findColourSpans } from "../../subgraphs/storage/deadline/colourSpan.repository";
import { coverRegions, coverTerms } from "../../subgraphs/storage/figures/coverage.repository";
import { countFigures, countTopics } from "../../subgraphs/storage/figures/figures.repository";
import { countDueSoon, countOverdue, rankOverdueOffices } from "../../subgraphs/storage/figures/overdue.repository";
import { findReconciliation, foldFigures } from "../../subgraphs/storage/figures/reconciliation.repository";
import { countRounds, countTerms } from "../../subgraphs/storage/figures/rounds.repository";
import { findFindings } from "../../subgraphs/storage/finding/finding.repository";
import { findSorted } from "../../subgraphs/storage/finding/sorted.repository";
import { reconcileAtNight } from "../../subgraphs/tier/figures/nightly";
import { until } from "../support/until";
import { few, WHOLE } from "../support/whole";
import { aClerk, type CountyBook, openCountyBook, somebodyWaits } from "./countyBook";
import { aFindingRow, aTarget, type MadeTarget, tell } from "./targets";

const CLERK = aClerk();
const CITY = aClerk({ person: "city:9901.clerk", tier: "CITY", office: "9901" });
const SCREEN = aClerk({ person: "county:990101.display", roles: ["DISPLAY"] });
const TODAY = "2026-06-10";
let book: CountyBook;
let admin: Client;
let worker: Client;

beforeAll(async () => {
  book = await openCountyBook();
  [admin, worker] = [await book.connect("admin"), await book.connect("worker")];
});
beforeEach(async () => {
  await admin.query(`${FORGET_SUBMITTED}; delete from finding_words; delete from unit_words; delete from finding_cell; delete from finding; delete from target_cell; delete from inspection_cell;
    delete from inspection; delete from rectification; delete from disclosure; delete from filing; delete from round_target; delete from round_cell;
    delete from round; delete from term; delete from unit; delete from deadline_policy where office is not null`);
});
afterAll(() => book.dispose());

async function read<Found>(work: (db: Db) => Promise<Found>, standing: Standing = CLERK): Promise<Found> {
  const session = book.session(standing);
  try {
    return await session.read(work);
  } finally {
    await session.close();
  }
}

/** Publishes findings past the platform's own ways, as a fact of the cells. */
async function publish(ids: string[], published = true): Promise<void> {
  await admin.query("update finding_cell set published = $2 where finding_id = any ($1)", [ids, published]);
}

const FORGET_SUBMITTED = "delete from published_finding_words; delete from published_finding; delete from publication";

/** Publishes a finding so that whoever is above finds it in a list too. */
async function submit(target: MadeTarget, findingId: string): Promise<void> {
  const publication = target.id.replace(":", ":of-");
  await admin.query(
    `insert into publication (id, office, office_city, office_province, round_id, target_id, unit_id, region, version, status,
       revision, is_current, manifest, manifest_hash, submitted_at, submitted_by)
     select $1, office, left(office, 4), left(office, 2), round_id, id, unit_id, region, 1, 'SUBMITTED', 1, true, '[]', '', now(),
       'county:nobody' from round_target where id = $2 on conflict do nothing`,
    [publication, target.id],
  );
  await admin.query(
    `insert into published_finding (publication_id, finding_id, office, office_city, office_province, round_id, target_id, unit_id,
       unit_name, region, ordinal, title, description, focus, category, status, finding_version, synthetic, opened_at, is_current)
     select $1, id, office, left(office, 4), left(office, 2), round_id, target_id, unit_id, unit_name, region, ordinal, title,
       description, focus, category, status, 1, synthetic, opened_at, true from finding where id = $2`,
    [publication, findingId],
  );
}

const totals = async (standing: Standing, region: string) =>
  (await read((db) => countFigures(db, [region]), standing)).map(({ total, rectified, notSubmitted }) => {
    return { total, rectified, notSubmitted };
  });

describe("what the database says of a status", () => {
  test.each(FINDING_STATUSES)("%s is what the domain says", async (status) => {
    const { rows } = await admin.query(
      "select overdue_clock($1, '2026-01-05') as clock, overdue_clock($1, null) as before, is_counted($1) as counted",
      [status],
    );
    const clock = OVERDUE_CLOCK[status] ?? null;
    const before = clock === REVIEW_CLOCK ? clock : null;
    expect(rows).toEqual([{ clock, before, counted: !UNCOUNTED.includes(status) }]);
  });
});

describe("the figures of a region", () => {
  let target: MadeTarget;
  let ids: string[];
  beforeEach(async () => {
    target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
    const statuses: FindingStatus[] = ["DRAFT", "RECTIFYING", "VERIFIED", "CLOSED", "DISMISSED"];
    ids = [];
    for (const status of statuses) ids.push(await aFindingRow(admin, target, status, "2026-03-01T00:00:00Z"));
  });

  test("are the same before a fold, after it, and in between", async () => {
    await publish(ids.slice(0, 2));
    const county = [{ total: 3, rectified: 2, notSubmitted: 2 }];
    const above = [{ total: 1, rectified: 0, notSubmitted: 0 }];
    const look = async () => [
      await totals(CLERK, "990101001001"),
      await totals(SCREEN, "990101"),
      await totals(CITY, "9901"),
    ];
    expect(await look()).toEqual([county, county, above]);
    expect(await foldFigures(worker)).toBeGreaterThan(0);
    expect(await look()).toEqual([county, county, above]);
    await admin.query("update finding set status = 'VERIFIED' where id = $1", [ids[1]]);
    expect(await totals(CITY, "9901")).toEqual([{ total: 1, rectified: 1, notSubmitted: 0 }]);
    await foldFigures(worker);
    expect(await totals(CITY, "9901")).toEqual([{ total: 1, rectified: 1, notSubmitted: 0 }]);
    expect(await foldFigures(worker)).toBe(0);
  });

  test("are none outside of the caller's area, and nothing of the city's are the county's", async () => {
    await publish(ids);
    expect(await totals(CLERK, "990102")).toEqual([]);
    expect(await totals(CLERK, "9901")).toEqual([]);
    expect(await totals(aClerk({ tier: "CITY", office: "9902" }), "9901")).toEqual([]);
    expect(await totals(aClerk({ roles: ["SYSTEM_ADMIN"] }), "990101")).toEqual([]);
  });

  test("by focus and category follow a correction of the text", async () => {
    await foldFigures(worker);
    await admin.query("update finding set category = '村集体“三资”' where id = $1", [ids[1]]);
    const topics = await read((db) => countTopics(db, "category", ["990101", "990101001"]));
    expect(topics.map(({ category, total }) => [category, total])).toEqual([
      ["工程项目", 2],
      ["村集体“三资”", 1],
    ]);
  });

  test("of a round disappear for whoever is recused from it; those of its term and region stay", async () => {
    const recused = aClerk({ recusals: [{ scope: "ROUND", subject: target.roundId }] });
    const { rows } = await admin.query("select term_id from round where id = $1", [target.roundId]);
    for (const step of ["before", "after"]) {
      expect(await read((db) => countRounds(db, [target.roundId]))).toMatchObject([{ total: 3 }]);
      expect([step, await read((db) => countRounds(db, [target.roundId]), recused)]).toEqual([step, []]);
      expect(await read((db) => countTerms(db, [rows[0].term_id]), recused)).toMatchObject([{ total: 3 }]);
      expect(await totals(recused, "990101")).toEqual([{ total: 3, rectified: 2, notSubmitted: 3 }]);
      await foldFigures(worker);
    }
  });

  test("change with the transaction that changes a finding, and not before", async () => {
    const writer = await book.connect("owner");
    await writer.query("begin");
    await writer.query("update finding set status = 'VERIFIED' where id = $1", [ids[1]]);
    await foldFigures(worker);
    expect(await totals(CLERK, "990101")).toMatchObject([{ rectified: 2 }]);
    await writer.query("commit");
    expect(await totals(CLERK, "990101")).toMatchObject([{ rectified: 3 }]);
  });
});

/** How many rows the own book lists by colour: by the day on which they are due, and newest first. */
async function coloured(colours: Colour[], on: string): Promise<number[]> {
  const filter = { coloured: { colours, on } };
  const due = await read((db) => findSorted(db, "990101", "DUE", filter, { first: 50 }));
  const newest = await read((db) => findFindings(db, "990101", filter, { first: 50 }));
  return [due.rows.length, newest.rows.length];
}

/** How many rows the city lists by colour of what was submitted to it, or of a book that it keeps. */
async function colouredAbove(colours: Colour[], on: string, liveStatus?: FindingStatus[]): Promise<number> {
  const list = async (db: Db) => {
    const spans = await findColourSpans(db, "9901", colours, on);
    const filter = { region: "990101", liveStatus, coloured: { colours, on, spans } };
    return findFindings(db, "9901", filter, { first: 50 });
  };
  return (await read(list, CITY)).rows.length;
}

test("nothing is inspected outside of the area of its office, whoever writes: lists of the own area stand on it", async () => {
  await expect(aTarget(admin, { region: "9901" })).rejects.toThrow("round_target_in_area");
  const target = await aTarget(admin);
  const finding = await aFindingRow(admin, target, "DRAFT", "2026-05-01T00:00:00Z");
  for (const [table, key] of [
    ["finding", "id"],
    ["finding_cell", "finding_id"],
  ]) {
    const moved = admin.query(`update ${table} set region = '990102' where ${key} = $1`, [finding]);
    await expect(moved).rejects.toThrow(`${table}_in_area`);
  }
  await submit(target, finding);
  const sent = admin.query("update published_finding set region = '990102' where finding_id = $1", [finding]);
  await expect(sent).rejects.toThrow("published_finding_in_area");
});

test("what is asked for twice is listed once", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
  const id = await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T00:00:00Z");
  await submit(target, id);
  const liveStatus: FindingStatus[] = ["RECTIFYING", "OBJECTED", "RECTIFYING"];
  for (const standing of [CITY, CLERK]) {
    const { rows } = await read((db) => findFindings(db, standing.office, { liveStatus }, { first: 50 }), standing);
    expect(rows.map((row) => row.id)).toEqual([id]);
  }
  expect(await colouredAbove(["RED", "RED"], TODAY, liveStatus)).toBe(1);
  expect(await coloured(["RED", "RED"], TODAY)).toEqual([1, 1]);
});

test("a unit that has reported late stays overdue while its findings are open, in the figure and in each list", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
  await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T00:00:00Z");
  await admin.query(
    `insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status, status_on, version,
       fed_back_on, plan_submitted_on, reported_on, synthetic, opened_at)
     select 'county:rectification', office, round_id, id, unit_id, unit_name, region, 'REPORTED', '2026-05-20', 5,
       fed_back_on, '2026-02-20', '2026-05-20', true, now() from round_target where id = $1`,
    [target.id],
  );
  expect(await read((db) => countOverdue(db, ["990101"], TODAY))).toMatchObject([{ overdue: 1 }]);
  expect(await coloured(["RED"], TODAY)).toEqual([1, 1]);
});

test("of a book that is kept for an office on paper, what was not submitted has its colour too", async () => {
  const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
  // due on the third of May, but told later: on the eighteenth of June
  const told = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
  await tell(admin, told, "2026-03-20T00:00:00+08:00");
  const since = "2026-03-01T00:00:00Z";
  for (const status of ["RECTIFYING", "CLAIMED_DONE", "CLOSED"])
    await aFindingRow(admin, target, status, since, "REPORTED");
  await submit(target, await aFindingRow(admin, target, "OBJECTED", since));
  await aFindingRow(admin, told, "RECTIFYING", since);
  const colours = async () =>
    Promise.all(COLOURS.map(async (colour) => [colour, await colouredAbove([colour], TODAY)]));
  const expected = (counts: Record<Colour, number>) => COLOURS.map((colour) => [colour, counts[colour]]);
  expect(await colours()).toEqual(expected({ RED: 1, YELLOW: 0, GREEN: 0 }));
  await admin.query("update office set enrolment = 'ON_PAPER' where code = '990101'");
  try {
    expect(await colours()).toEqual(expected({ RED: 3, YELLOW: 1, GREEN: 0 }));
    expect(await colouredAbove(["RED"], TODAY, ["CLAIMED_DONE"])).toBe(1);
  } finally {
    await admin.query("update office set enrolment = 'ENROLLED' where code = '990101'");
  }
});

describe("what is overdue", () => {
  const calendar = readCalendar();
  const start = fc.integer({ min: 0, max: 500 }).map((n) => new Date(Date.UTC(2025, 2, n)).toISOString().slice(0, 10));
  const policy = fc.record({
    from: start,
    days: fc.integer({ min: 1, max: 120 }),
    unit: fc.constantFrom<DayUnit>("WORKING", "CALENDAR"),
    warning: fc.integer({ min: 0, max: 60 }),
  });

  test("and what is due soon equal a count by the domain's rule, whatever the office's policies are and become", async () => {
    const statuses = fc.constantFrom<FindingStatus>("RECTIFYING", "CLAIMED_DONE", "OBJECTED", "CLOSED", "DRAFT");
    const drawn = fc.record({
      targets: fc.array(fc.record({ fedBack: start, findings: fc.array(statuses, { maxLength: 3 }) }), {
        maxLength: 4,
      }),
      policies: fc.uniqueArray(policy, { maxLength: 3, selector: ({ from }) => from }),
      today: start,
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ targets, policies, today }) => {
        await admin.query(
          `${FORGET_SUBMITTED}; delete from finding_words; delete from finding_cell; delete from finding; delete from deadline_policy where office is not null`,
        );
        const clocks: { clock: string; since: string; published: boolean }[] = [];
        for (const { fedBack, findings } of targets) {
          const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: fedBack });
          for (const status of findings) {
            const id = await aFindingRow(admin, target, status, `${fedBack}T10:00:00Z`, "REPORTED");
            const clock = OVERDUE_CLOCK[status];
            const published = clocks.length % 2 === 0;
            if (published) await submit(target, id);
            if (clock) clocks.push({ clock, since: fedBack, published });
          }
        }
        if (targets.length % 2) await foldFigures(worker);
        // the policies come last: nothing of what is summed may depend on them
        const sorted = [...policies].sort((a, b) => (a.from < b.from ? -1 : 1));
        for (const [i, { from, days, unit, warning }] of sorted.entries()) {
          await admin.query(
            `insert into deadline_policy (id, office, clock, days, unit, warning_days, valid_from, valid_to, source)
             values ($1, '990101', 'CONCENTRATED_RECTIFICATION', $2, $3, $6, $4, $5, '虚构')`,
            [`own-${i}`, days, unit, from, sorted[i + 1]?.from ?? null, warning],
          );
        }
        const policyOf = ({ clock, since }: (typeof clocks)[number]) => {
          if (clock === REVIEW_CLOCK) return { days: 15, unit: "WORKING" as const, warning: 3 };
          const own = sorted.filter(({ from }) => from <= since).at(-1);
          return own ?? { days: 90, unit: "CALENDAR" as const, warning: 15 };
        };
        const dueOf = (each: (typeof clocks)[number]) => {
          const { days, unit } = policyOf(each);
          return dueOn(each.since, days, unit, calendar);
        };
        const count = (counted: typeof clocks, colour: Colour) =>
          counted.filter((each) => colourOf(today, dueOf(each), policyOf(each).warning) === colour).length;
        const expected = (place: string, counted: typeof clocks) => {
          const overdue = counted.filter((each) => dueOf(each) < today);
          const overdueReviews = overdue.filter(({ clock }) => clock === REVIEW_CLOCK).length;
          return {
            place,
            overdue: overdue.length,
            overdueReviews,
            earliestDueOn: overdue.map(dueOf).sort()[0] ?? null,
          };
        };
        const ranked = (row: { overdue: number }) => (row.overdue ? [row] : []);
        const own = expected("990101", clocks);
        expect(await read((db) => countOverdue(db, ["990101"], today))).toEqual([own]);
        expect(await read((db) => rankOverdueOffices(db, "990101", today))).toEqual(ranked(own));
        const soon = await read((db) => countDueSoon(db, ["990101", "990101001"], today));
        expect(soon.map(({ place, dueSoon }) => [place, dueSoon]).sort()).toEqual([
          ["990101", count(clocks, "YELLOW")],
          ["990101001", count(clocks, "YELLOW")],
        ]);
        const [yellow, others] = [count(clocks, "YELLOW"), count(clocks, "GREEN") + count(clocks, "RED")];
        expect(await coloured(["YELLOW"], today)).toEqual([yellow, yellow]);
        expect(await coloured(["GREEN", "RED"], today)).toEqual([others, others]);
        const published = clocks.filter((each) => each.published);
        for (const colour of COLOURS) expect(await colouredAbove([colour], today)).toBe(count(published, colour));
        const above = await read((db) => countOverdue(db, ["9901"], today), CITY);
        expect(above).toEqual([expected("9901", published)]);
        const soonAbove = await read((db) => countDueSoon(db, ["9901"], today), CITY);
        expect(soonAbove).toEqual([{ place: "9901", dueSoon: count(published, "YELLOW") }]);
        const office = await read((db) => rankOverdueOffices(db, "9901", today), CITY);
        expect(office).toEqual(ranked(expected("990101", published)));
      }),
      { numRuns: WHOLE ? 15 : 3 },
    );
  });

  test("counts from the day on which the unit was told, as its deadline does, whatever day the feedback bears", async () => {
    const target = await aTarget(admin, { status: "HEARD" });
    await aFindingRow(admin, target, "RECTIFYING", "2026-03-02T00:00:00Z");
    await foldFigures(worker);
    const on = async (today: string) => {
      const [figure] = await read((db) => countOverdue(db, ["990101"], today));
      const { rows } = await admin.query(
        `select d.started_on::text, d.due_on < $2::date as late from deadline d
         where d.target_id = $1 and d.clock = 'CONCENTRATED_RECTIFICATION'`,
        [target.id, today],
      );
      return [rows[0]?.started_on, Boolean(rows[0]?.late), figure?.overdue];
    };
    const late = "2026-06-02";
    expect(await on(late)).toEqual([undefined, false, 0]);
    await admin.query("update round_target set status = 'FED_BACK', fed_back_on = '2026-03-02' where id = $1", [
      target.id,
    ]);
    expect(await on(late)).toEqual(["2026-03-02", true, 1]);
    await tell(admin, target, "2026-03-20T00:00:00+08:00");
    expect(await on(late)).toEqual(["2026-03-20", false, 0]);
    expect([await on("2026-06-18"), await on("2026-06-19")]).toEqual([
      ["2026-03-20", false, 0],
      ["2026-03-20", true, 1],
    ]);
    await foldFigures(worker);
    expect(await on("2026-06-19")).toEqual(["2026-03-20", true, 1]);
    // a finding that comes to a target which was told already
    await aFindingRow(admin, target, "REOPENED", "2026-03-02T00:00:00Z");
    expect((await on("2026-06-19"))[2]).toBe(2);
    await admin.query("update disclosure set issued_at = '2026-03-03T00:00:00+08:00' where target_id = $1", [
      target.id,
    ]);
    expect(await on(late)).toEqual(["2026-03-03", true, 2]);
    await foldFigures(worker);
    expect(isRight(await reconcileTier("county", book.database.urls.owner, false))).toBe(true);
  });

  test("is due soon in the days of warning before, the due date included, and no more once it is overdue", async () => {
    const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-03-02" });
    await aFindingRow(admin, target, "RECTIFYING", "2026-03-02T00:00:00Z");
    const on = async (today: string) => (await read((db) => countDueSoon(db, ["990101"], today)))[0]?.dueSoon;
    for (const fold of [false, true]) {
      if (fold) await foldFigures(worker);
      // due on 31 May, with 15 days of warning
      expect(await Promise.all(["2026-05-15", "2026-05-16", "2026-05-31", "2026-06-01"].map(on))).toEqual([0, 1, 1, 0]);
    }
    expect(await read((db) => countDueSoon(db, ["9901", "990102"], "2026-05-31"))).toEqual([]);
    expect(await read((db) => countDueSoon(db, ["9901"], "2026-05-31"), CITY)).toEqual([{ place: "9901", dueSoon: 0 }]);
  });

  test("becomes so at midnight, without anything that fires", async () => {
    const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-03-02" });
    await aFindingRow(admin, target, "RECTIFYING", "2026-03-02T00:00:00Z");
    await foldFigures(worker);
    const on = async (today: string) => (await read((db) => countOverdue(db, ["990101"], today)))[0]?.overdue;
    expect([await on("2026-05-31"), await on("2026-06-01")]).toEqual([0, 1]);
  });

  test("follows the calendar when that is corrected", async () => {
    const target = await aTarget(admin, { status: "RECTIFYING" });
    await aFindingRow(admin, target, "CLAIMED_DONE", "2026-03-02T00:00:00Z");
    await foldFigures(worker);
    const on = async (today: string) => (await read((db) => countOverdue(db, ["990101"], today)))[0]?.overdue;
    expect([await on("2026-03-23"), await on("2026-03-24")]).toEqual([0, 1]);
    await admin.query("update working_day set working = false where day = '2026-03-10'");
    await admin.query("update working_day set number = number - 1 where day >= '2026-03-10'");
    expect([await on("2026-03-24"), await on("2026-03-25")]).toEqual([0, 1]);
    await loadCalendar(await book.connect("owner"), "another one");
    expect([await on("2026-03-23"), await on("2026-03-24")]).toEqual([0, 1]);
  });
});

describe("coverage", () => {
  async function aUnitRow(id: string, columns: Record<string, string> = {}): Promise<string> {
    const row = {
      id: `county:${id}`,
      office: "990101",
      code: id,
      name: "虚构单位",
      kind: "VILLAGE",
      region: "990101001001",
      valid_from: "2021-07-01",
      synthetic: true,
      registered_at: "2021-07-01T00:00:00Z",
      ...{ version: 1, status: "REGISTERED", corrections: [] },
      ...columns,
    };
    await admin.query("insert into unit select * from json_populate_record(null::unit, $1)", [row]);
    return row.id;
  }

  test("counts distinct units of the register that are due, those without data among them", async () => {
    const [visited, planned] = [await aUnitRow("visited"), await aUnitRow("planned")];
    await aUnitRow("never");
    await aUnitRow("gone", { valid_to: "2024-01-01" });
    const first = await aTarget(admin, { unit_id: visited, entered_on: "2026-03-02" });
    await aTarget(admin, { unit_id: visited, entered_on: "2026-05-04" });
    await aTarget(admin, { unit_id: planned, status: "PLANNED" });
    const own = [{ key: "990101", due: 3, inspected: 1, upgraded: 0 }];
    expect(await read((db) => coverRegions(db, ["990101"], TODAY))).toEqual(own);
    expect(await read((db) => coverRegions(db, ["990101"], TODAY), SCREEN)).toEqual(own);
    // nothing is filed: the office above knows the register, and nothing of the visits
    const above = await read((db) => coverRegions(db, ["9901"], TODAY), CITY);
    expect(above).toEqual([{ key: "9901", due: 3, inspected: 0, upgraded: 0 }]);
    await admin.query("insert into filing select id, office, now() from round");
    const filed = await read((db) => coverRegions(db, ["9901"], TODAY), CITY);
    expect(filed).toEqual([{ key: "9901", due: 3, inspected: 1, upgraded: 0 }]);
    const { rows } = await admin.query("select term_id as id from round where id = $1", [first.roundId]);
    const term = await read((db) => coverTerms(db, [rows[0].id], TODAY));
    expect(term).toEqual([{ key: rows[0].id, due: 3, inspected: 1, upgraded: 0 }]);
  });

  test("says apart which units of the registers below were inspected in their stead", async () => {
    await admin.query(
      "insert into office values ('9901', 'city:AAAAAAAAAAAAAAAAAAAAA3', '甲市', 'ENROLLED') on conflict do nothing",
    );
    const inStead = { office: "9901", region: "990101001001", entered_on: "2026-03-02" };
    await aTarget(admin, { ...inStead, unit_id: "county:below" });
    await aTarget(admin, { ...inStead, unit_id: "county:below" });
    await aTarget(admin, { ...inStead, unit_id: "city:own", region: "9901" });
    const found = await read((db) => coverRegions(db, ["9901", "990101"], TODAY), CITY);
    expect(found).toEqual([
      { key: "9901", due: 0, inspected: 0, upgraded: 1 },
      { key: "990101", due: 0, inspected: 0, upgraded: 1 },
    ]);
  });

  test("stays as it is for whoever is recused", async () => {
    const unit = await aUnitRow("visited");
    await aTarget(admin, { unit_id: unit, entered_on: "2026-03-02" });
    const recused = aClerk({ recusals: [{ scope: "UNIT", subject: unit }] });
    const [row] = await read((db) => coverRegions(db, ["990101"], TODAY), recused);
    expect(row).toMatchObject({ due: 1, inspected: 1 });
  });
});

describe("the comparison with a full count", () => {
  let ids: string[];
  beforeEach(async () => {
    const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
    ids = [await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T00:00:00Z")];
    await foldFigures(worker);
    ids.push(await aFindingRow(admin, target, "CLAIMED_DONE", "2026-03-01T00:00:00Z"));
  });

  const reconcile = (mend = false) => reconcileTier("county", book.database.urls.owner, mend);

  test("finds nothing where the triggers have kept everything, folded or not", async () => {
    const result = await reconcile();
    expect([isRight(result), describeResult(result)]).toEqual([true, expect.stringContaining("equal a full count")]);
  });

  const FAULTS: [what: string, fault: string, sums: string][] = [
    [
      "a sum that is too high",
      "update figure_region set n = n + 2 where scope = '990101' and region = '990101'",
      "figure_region",
    ],
    ["a sum that is missing", "delete from figure_due where region = '990101001' and scope = '990101'", "figure_due"],
    [
      "a delta that was lost",
      "delete from figure_delta where ctid = (select min(ctid) from figure_delta)",
      "figure_target",
    ],
    ["a delta that came twice", "insert into figure_delta select * from figure_delta", "figure_round"],
    ["a sum of nothing", "insert into figure_topic values ('99', '9902', 'x', 'y', 'CLOSED', true, 1)", "figure_topic"],
    ["a month that is too high", "update figure_due_month set n = n + 1", "figure_due_month"],
    ["a term's sum", "update figure_term set n = n - 1", "figure_term"],
  ];
  test.each(few(2, FAULTS))("finds %s, names it, and mends it", async (_, fault, sums) => {
    await admin.query(fault);
    const found = await reconcile();
    expect(isRight(found)).toBe(false);
    expect(describeResult(found)).toContain(`${sums} {`);
    expect(isRight(await reconcile(true))).toBe(true);
  });

  test.each([
    ["a status", "update finding_cell set status = 'CLOSED' where finding_id = $1"],
    ["published or not", "update finding_cell set published = true where finding_id = $1"],
    ["the day on which the unit was told", "update finding_cell set told_on = '2026-02-03' where finding_id = $1"],
    ["a missing one", "delete from finding_cell where finding_id = $1"],
  ])("finds a cell that is wrong in %s, which no sum can show", async (_, fault) => {
    await admin.query(fault, [ids[0]]);
    expect(describeResult(await reconcile())).toContain(`the cell of ${ids[0]} is wrong`);
  });

  test("is made by the worker once a night, and everyone who reads figures sees when", async () => {
    const told: string[] = [];
    const log = { info: () => told.push("equal"), error: () => told.push("differs") };
    await admin.query(
      "truncate figure_reconciliation; update figure_region set n = 2 where n = 1 and scope = '990101' and region = '990101'",
    );
    await reconcileAtNight(worker, new Date("2026-06-10T01:59:00+08:00"), log);
    expect(await read(findReconciliation, SCREEN)).toBeUndefined();
    await reconcileAtNight(worker, new Date("2026-06-10T02:01:00+08:00"), log);
    await reconcileAtNight(worker, new Date("2026-06-10T02:11:00+08:00"), log);
    expect(await read(findReconciliation, SCREEN)).toMatchObject({ differences: 1 });
    expect(told).toEqual(["differs"]);
    await admin.query("select mend_figures()");
  });
});

test("a fold waits for no writer, no writer for a fold, and a second fold for the first", async () => {
  await foldFigures(worker);
  const target = await aTarget(admin, { status: "RECTIFYING", fed_back_on: "2026-02-02" });
  const id = await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T00:00:00Z");
  const [writer, folder] = [await book.connect("owner"), await book.connect("worker")];
  await writer.query("begin");
  await writer.query("update finding set status = 'CLOSED' where id = $1", [id]);
  await folder.query("begin");
  expect(await foldFigures(folder)).toBe(1);
  const second = foldFigures(worker);
  await until("the second fold waits", () => somebodyWaits(admin));
  await aFindingRow(admin, target, "RECTIFYING", "2026-03-01T00:00:00Z");
  await writer.query("commit");
  expect(await totals(CLERK, "990101")).toEqual([{ total: 2, rectified: 1, notSubmitted: 2 }]);
  await folder.query("commit");
  expect(await second).toBe(3);
  expect(isRight(await reconcileTier("county", book.database.urls.owner, false))).toBe(true);
  expect(await totals(CLERK, "990101")).toEqual([{ total: 2, rectified: 1, notSubmitted: 2 }]);
});
