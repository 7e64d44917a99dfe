import { Client } from "pg";
import { bookOf } from "../../scripts/bench/figures/book";
import { type LoadResult, runLoad } from "../../scripts/bench/figures/load";
import { isRight, reconcileTier } from "../../scripts/reconcile";
import { createTierDatabase, type TierDatabase } from "../support/database";

const FINDINGS_OF_TARGET = 10;
let database: TierDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTierDatabase("COUNTY", "AS_IN_A_TIER");
  owner = new Client({ connectionString: database.urls.owner });
  await owner.connect();
  await owner.query(bookOf(FINDINGS_OF_TARGET));
});
afterAll(async () => {
  await owner.end();
  await database.dispose();
});

/** @param enough what is to have been done; an error ends it as well */
const load = (enough: (done: LoadResult) => boolean) =>
  runLoad(
    { urls: database.urls, findingsOfTarget: FINDINGS_OF_TARGET, seed: 7 },
    (done) => done.errors.length > 0 || enough(done),
  );

test("while eight clerks write and two workers fold, every answer equals a full count at its own snapshot", async () => {
  const { differences, errors } = await load(
    ({ writes, folded, checks }) => writes >= 100 && folded > 3 && checks >= 8,
  );
  expect({ differences, errors }).toEqual({ differences: [], errors: [] });
  expect(isRight(await reconcileTier("county", database.urls.owner, false))).toBe(true);
});

test("that comparison finds a trigger that is off", async () => {
  await owner.query("alter table finding_cell disable trigger figures_update");
  const { differences, errors } = await load((done) => done.differences.length > 0 || done.checks >= 500);
  expect(errors).toEqual([]);
  expect(differences.length).toBeGreaterThan(0);
  expect(isRight(await reconcileTier("county", database.urls.owner, false))).toBe(false);
});
