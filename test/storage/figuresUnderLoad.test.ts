import { Client } from "pg";
import { bookOf } from "../../scripts/bench/figures/book";
import { runLoad } from "../../scripts/bench/figures/load";
import { isRight, reconcileTier } from "../../scripts/reconcile";
import { createTierDatabase, type TierDatabase } from "../support/database";

const FINDINGS_OF_TARGET = 10;
let database: TierDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTierDatabase("COUNTY");
  owner = new Client({ connectionString: database.urls.owner });
  await owner.connect();
  await owner.query(bookOf(FINDINGS_OF_TARGET));
});
afterAll(async () => {
  await owner.end();
  await database.dispose();
});

const load = (seconds: number) =>
  runLoad({ urls: database.urls, findingsOfTarget: FINDINGS_OF_TARGET, seconds, seed: 7 });

test("while eight clerks write and two workers fold, every answer equals a full count at its own snapshot", async () => {
  const { writes, folded, checks, differences, errors } = await load(2);
  expect({ differences, errors }).toEqual({ differences: [], errors: [] });
  expect(Math.min(writes, folded, checks)).toBeGreaterThan(5);
  expect(isRight(await reconcileTier("county", database.urls.owner, false))).toBe(true);
}, 70_000);

test("that comparison finds a trigger that is off", async () => {
  await owner.query("alter table finding_cell disable trigger figures_update");
  const { differences, errors } = await load(1);
  expect(errors).toEqual([]);
  expect(differences.length).toBeGreaterThan(0);
  expect(isRight(await reconcileTier("county", database.urls.owner, false))).toBe(false);
}, 70_000);
