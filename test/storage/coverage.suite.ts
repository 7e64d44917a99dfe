import fc from "fast-check";
import type { Client } from "pg";
import { isUnder } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import type { OfficeSlice } from "../../subgraphs/domain/figures/completeness";
import { findOfficeSlices } from "../../subgraphs/storage/figures/completeness.repository";
import { type CoverageRow, coverRegions } from "../../subgraphs/storage/figures/coverage.repository";
import { foldFigures } from "../../subgraphs/storage/figures/reconciliation.repository";
import { few, WHOLE } from "../support/whole";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";

let book: CountyBook;
let admin: Client;
let worker: Client;

beforeAll(async () => {
  book = await openCountyBook();
  [admin, worker] = [await book.connect("admin"), await book.connect("worker")];
  // of rounds and targets the cells alone are asked for here
  await admin.query(`alter table inspection_cell drop constraint inspection_cell_office_target_id_fkey;
    alter table unit drop constraint unit_office_fkey`);
});
afterAll(() => book.dispose());

const OFFICES = ["990101", "990102"] as const;
const READERS = [
  aClerk(),
  aClerk({ person: "city:9901.clerk", tier: "CITY", office: "9901" }),
  aClerk({ person: "province:99.clerk", tier: "PROVINCE", office: "99" }),
];
const REGIONS = ["99", "9901", "990101", "990101001", "990102"];
const YEARS = ["2019-03-01", "2022-03-01", "2025-03-01"];

interface Term {
  office: string;
  startsOn: string;
  endsOn: string | null;
}
interface Unit {
  office: string;
  region: string;
  validTo: string | null;
}
interface Visit {
  office: string;
  /** which of the units; beyond them, one that no register of this tier has */
  unit: number;
  enteredOn: string | null;
  heardOn: string | null;
  filed: boolean;
  released: boolean;
  submitted: boolean;
}
interface World {
  terms: Term[];
  units: Unit[];
  visits: Visit[];
}

const office = fc.constantFrom(...OFFICES);
const year = fc.constantFrom(...YEARS);
const maybe = (drawn: fc.Arbitrary<string>) => fc.option(drawn, { nil: null });
const term = fc
  .record({ office, startsOn: year, endsOn: maybe(fc.constantFrom("2021-01-01", "2024-01-01", "2027-01-01")) })
  .filter(({ startsOn, endsOn }) => !endsOn || endsOn > startsOn);
const unit = office.chain((of) =>
  fc.record({
    office: fc.constant(of),
    region: fc.constantFrom(of, `${of}001`, `${of}001002`),
    validTo: maybe(fc.constantFrom("2023-01-01", "2028-01-01")),
  }),
);
const visit = fc.record({
  office,
  unit: fc.integer({ min: 0, max: 5 }),
  enteredOn: maybe(fc.constantFrom("2020-05-06", "2022-05-06", "2025-05-06")),
  heardOn: maybe(fc.constantFrom("2025-06-06", "2025-07-06")),
  filed: fc.boolean(),
  released: fc.boolean(),
  submitted: fc.boolean(),
});
const world: fc.Arbitrary<World> = fc.record({
  terms: fc.uniqueArray(term, { maxLength: 5, selector: ({ office, startsOn }) => office + startsOn }),
  units: fc.array(unit, { maxLength: 4 }),
  visits: fc.array(visit, { maxLength: 6 }),
});

const unitId = (i: number) => `county:unit-${i}`;
const officeOf = ({ units }: World, i: number) => units[i]?.office ?? "990102";
const regionOf = ({ units }: World, i: number) => units[i]?.region ?? "990102001";

const TABLES =
  "figure_cover_delta, figure_cover_unit, figure_cover, figure_slice_delta, figure_slice, inspection_cell, round_cell";

/** Enters the world row by row; after each, the fold may come. */
async function enter(made: World, folds: boolean[]): Promise<void> {
  await admin.query(`truncate ${TABLES}; delete from term; delete from unit_words; delete from unit`);
  let step = 0;
  const next = async (statement: string, values: unknown[]) => {
    await admin.query(statement, values);
    if (folds[step++ % folds.length]) await foldFigures(worker);
  };
  for (const [i, { office, region, validTo }] of made.units.entries()) {
    await next(
      `insert into unit (id, office, code, name, kind, region, valid_from, valid_to, synthetic, registered_at)
       values ($1, $2, $1, '虚构', 'VILLAGE', $3, '2018-01-01', $4, true, now())`,
      [unitId(i), office, region, validTo],
    );
  }
  for (const [i, { office, startsOn }] of made.terms.entries()) {
    await next("insert into term values ($1, $2, '虚构', $3, $4, null)", [`county:term-${i}`, office, i + 1, startsOn]);
  }
  for (const [i, each] of made.visits.entries()) {
    const id = `county:target-${i}`;
    const of = [unitId(each.unit), officeOf(made, each.unit), regionOf(made, each.unit)];
    await next(
      `insert into inspection_cell (target_id, office, round_id, unit_id, unit_office, region, status, filed, submitted)
       values ($1, $2, 'county:round', $3, $4, $5, 'PLANNED', false, false)`,
      [id, each.office, ...of],
    );
    await next(
      `update inspection_cell set entered_on = $2, heard_on = $3, filed = $4, submitted = $5, status = 'ENTERED'
       where target_id = $1`,
      [id, each.enteredOn, each.heardOn, each.filed, each.submitted],
    );
    if (each.released) await next("update inspection_cell set status = 'RELEASED' where target_id = $1", [id]);
  }
  for (const [i, { endsOn }] of made.terms.entries()) {
    if (endsOn) await next("update term set ends_on = $2 where id = $1", [`county:term-${i}`, endsOn]);
  }
}

/** The term that the office is in: the one that began last. */
function currentOf({ terms }: World, office: string, today: string): Term | undefined {
  const running = terms.filter(
    (each) => each.office === office && each.startsOn <= today && (!each.endsOn || each.endsOn > today),
  );
  return running.sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1))[0];
}

/** One by one, as the definitions say it. */
function count(made: World, reader: string, region: string, today: string): CoverageRow {
  const counted = made.visits.filter(
    ({ office, filed, released, enteredOn }) =>
      enteredOn && !released && (office === reader || (filed && office !== reader && isUnder(office, reader))),
  );
  const inTerm = ({ enteredOn }: Visit, office: string) => {
    const term = currentOf(made, office, today);
    return Boolean(term && enteredOn && enteredOn >= term.startsOn && (!term.endsOn || enteredOn < term.endsOn));
  };
  const due = [...made.units.keys()].filter((i) => {
    const { region: place, validTo } = made.units[i] as Unit;
    return isUnder(place, region) && (!validTo || validTo > today);
  });
  const inspected = due.filter((i) => counted.some((each) => each.unit === i && inTerm(each, officeOf(made, i))));
  const upgraded = counted.filter(
    (each) =>
      each.office !== officeOf(made, each.unit) &&
      isUnder(regionOf(made, each.unit), region) &&
      inTerm(each, each.office),
  );
  return {
    key: region,
    due: due.length,
    inspected: inspected.length,
    upgraded: new Set(upgraded.map((each) => each.unit)).size,
  };
}

/** Of each office in the reader's area: expected, received, since when something waits. */
function countSlices(made: World, reader: string) {
  return OFFICES.filter((office) => isUnder(office, reader)).map((code) => {
    const heard = made.visits.filter((each) => each.office === code && each.filed && each.heardOn && !each.released);
    const waiting = heard.filter(({ submitted }) => !submitted).map(({ heardOn }) => heardOn);
    const received = heard.length - waiting.length;
    return { code, expected: heard.length, received, waitingSince: waiting.sort()[0] ?? null };
  });
}

async function read<Found>(standing: Standing, work: Parameters<ReturnType<CountyBook["session"]>["read"]>[0]) {
  const session = book.session(standing);
  try {
    return (await session.read(work)) as Found;
  } finally {
    await session.close();
  }
}

test("coverage and completeness equal a count of every row, whatever happened in which order and was folded when", async () => {
  const drawn = fc.record({
    made: world,
    folds: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    today: fc.constantFrom("2022-07-01", "2026-06-10"),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ made, folds, today }) => {
      await enter(made, folds);
      for (const standing of READERS) {
        const asked = REGIONS.filter((region) => isUnder(region, standing.office));
        const found = await read<CoverageRow[]>(standing, (db) => coverRegions(db, asked, today));
        expect(found.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
          asked.map((region) => count(made, standing.office, region, today)),
        );
        const slices = await read<OfficeSlice[]>(standing, (db) => findOfficeSlices(db, [standing.office], today));
        expect(
          slices.map(({ code, expected, received, waitingSince }) => ({ code, expected, received, waitingSince })),
        ).toEqual(countSlices(made, standing.office));
      }
      expect((await admin.query("select * from figure_gap")).rows).toEqual([]);
    }),
    { numRuns: WHOLE ? 40 : 4 },
  );
});

const FAULTS: [sums: string, fault: string][] = [
  ["figure_cover", "update figure_cover set n = n + 1 where kind = 'REGISTER'"],
  ["figure_cover", "delete from figure_cover where region = '9901'"],
  ["figure_cover_unit", "update figure_cover_unit set terms = 'county:another' where scope = '99'"],
  ["figure_cover_unit", "delete from figure_cover_unit where scope = '990101'"],
  ["figure_slice", "update figure_slice set n = n - 1"],
  ["figure_slice", "insert into figure_slice_delta values ('990101', '', 'EXPECTED', 1)"],
];
test.each(few(1, FAULTS))("the comparison finds a fault in %s and mends it: %s", async (sums, fault) => {
  const visit = { office: OFFICES[0], unit: 0, enteredOn: "2025-05-06", heardOn: "2025-06-06", released: false };
  const made: World = {
    terms: [{ office: "990101", startsOn: "2022-03-01", endsOn: null }],
    units: [{ office: "990101", region: "990101001", validTo: null }],
    visits: [{ ...visit, filed: true, submitted: true }],
  };
  await enter(made, [true]);
  await admin.query(fault);
  const { rows } = await admin.query("select distinct sums from figure_gap");
  expect(rows).toContainEqual({ sums });
  await admin.query("select mend_figures()");
  expect((await admin.query("select * from figure_gap")).rows).toEqual([]);
});
