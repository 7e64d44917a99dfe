import fc from "fast-check";
import { isUnder } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import { TIERS } from "../../schema/contract/tier";
import { sayMarks } from "../../subgraphs/storage/clue/clue.repository";
import { countFigures, countSpread } from "../../subgraphs/storage/figures/figures.repository";
import { findFindings } from "../../subgraphs/storage/finding/finding.repository";
import { findPublications } from "../../subgraphs/storage/publication/publication.repository";
import { Session } from "../../subgraphs/storage/session";
import { marksOfCaller } from "../../subgraphs/trust/clue/tierSecret";
import { readingOf, VISIBLE } from "./everything";
import { SEED, worldsFrom } from "./howMany";
import { WORLD_SECRET } from "./loadCopies";
import { loadTiers } from "./loadWorld";
import { actionCellsOf, cellsOf, figuresOf, listOf, viewOf } from "./oracle";
import type { View, World } from "./oracleWorld";
import { sameDay, standingOf, worlds } from "./world";
import { worldDatabase } from "./worldDatabase";

const WORLDS = worldsFrom(6, 20);

const database = worldDatabase();

test(`what a person sees equals the oracle, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(worlds(), async (world) => {
      await loadTiers(database.owner, world, TIERS);
      // figures are the same before and after the fold: half of the worlds are counted from sums, half from what is not folded
      if (world.findings.length % 2) await database.owner.query("select fold_figures()");
      const people = world.accounts.flatMap(({ id }) => standingOf(world, id) ?? []);
      const seen = await Promise.all(people.map((standing, i) => look(world, standing, i)));
      sameDay(world);
      expect(seen).toEqual(people.map((standing, i) => expected(world, standing, i)));
    }),
    { numRuns: WORLDS, seed: SEED },
  );
});

/** Everything that a person gets: by plain statements, and by the lists and figures that the platform serves. */
async function look(world: World, standing: Standing, i: number) {
  const session = new Session(database.runtime, standing);
  try {
    return await session.read(async (db) => {
      await sayMarks(db, marksOfCaller(WORLD_SECRET, standing));
      const [rows] = await db.rows<View & { cells: string[]; actionCells: string[] }>(EVERYTHING);
      const region = regionToAsk(world, i);
      const page = await findFindings(db, standing.office, { region }, { first: 100 });
      const publications = await findPublications(db, standing.office, { region }, { first: 100 });
      const list = page.rows.map((row) => `${row.id} ${row.basis}`).sort();
      const regions = regionsToCount(world, standing);
      const counted = regions.length ? await countFigures(db, regions) : [];
      const spread = regions.length ? await countSpread(db, regions) : [];
      const figures = counted.map(({ region, total, rectified, longTerm, notSubmitted }) => {
        const open = total - rectified - longTerm;
        const { rounds, units } = spread.find((each) => each.region === region) ?? {};
        return [region, { total, open, rectified, longTerm, notSubmitted, rounds, units }] as const;
      });
      return {
        person: standing.person,
        ...rows,
        region,
        list,
        submitted: idsOf(publications.rows),
        figures: Object.fromEntries(figures),
      };
    });
  } finally {
    await session.close();
  }
}

function expected(world: World, standing: Standing, i: number) {
  const { person } = standing;
  const region = regionToAsk(world, i);
  const list = listOf(world, person, region).map((entry) => `${entry.findingId} ${entry.from}`);
  const seen = viewOf(world, person);
  const submitted = seen.publications.filter((id) => region === undefined || liesUnder(world, id, region));
  const regions = regionsToCount(world, standing);
  const figures = regions.map((region) => [region, figuresOf(world, person, region)] as const);
  return {
    person,
    ...seen,
    cells: cellsOf(world, person),
    actionCells: actionCellsOf(world, person),
    region,
    list,
    submitted,
    figures: Object.fromEntries(figures),
  };
}

const EVERYTHING = readingOf(VISIBLE);

/** Where the person reads figures at all; that the others get none is the subgraph's part. */
function regionsToCount(world: World, { person }: Standing): string[] {
  return world.regions.map(({ code }) => code).filter((code) => figuresOf(world, person, code) !== null);
}

/** To plan a list takes longer than to carry it out, so each person asks for one: everywhere, or where a unit lies. */
function regionToAsk(world: World, i: number): string | undefined {
  return world.units[i - 1]?.region;
}

function liesUnder(world: World, publicationId: string, region: string): boolean {
  const publication = world.publications.find((each) => each.id === publicationId);
  const target = world.targets.find((each) => each.id === publication?.targetId);
  const unit = world.units.find((each) => each.id === target?.unitId);
  return unit !== undefined && isUnder(unit.region, region);
}

function idsOf(rows: { id: string }[]): string[] {
  return rows.map(({ id }) => id).sort();
}
