import fc from "fast-check";
import { newId, tierOfId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { askDirectly, askLists, rightDirectly, rightLists } from "./askExchange";
import { type AnswerToId, askById, askFindings, askPublications, askRegions } from "./askGateway";
import { Expected } from "./expected";
import { SEED, worldsFrom } from "./howMany";
import { load } from "./loadWorld";
import { activeAccount } from "./oracleReader";
import type { World } from "./oracleWorld";
import { sameDay, standingOf, withCast, worlds } from "./world";

const WORLDS = worldsFrom(1, 2);
/** people; more would make each other wait longer than the gateway waits for a standing */
const AT_ONCE = 2;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform({ offices: [] });
});

test(`what a person sees through the gateway, or of a subgraph directly, equals the oracle, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  const { province, city, county } = platform.tiers;
  const owners = {
    PROVINCE: province.database.urls.owner,
    CITY: city.database.urls.owner,
    COUNTY: county.database.urls.owner,
  };
  let loaded = 0;
  await fc.assert(
    fc.asyncProperty(worlds(), fc.nat({ max: 4 }), async (drawn, turn) => {
      const world = withCast(drawn, `w${++loaded}`);
      await load(world, owners, (tier) => new KeyFolder(platform.tiers[nameOfTier(tier)].keysDir).tierSecret());
      const people = peopleToAsk(world, turn);
      const somebody = platform.as(people[0] as string);
      const nothing = await askById(somebody, world, (id) => newId(tierOfId(id) as Tier));
      const seen: object[] = [];
      for (let i = 0; i < people.length; i += AT_ONCE) {
        const some = people.slice(i, i + AT_ONCE);
        seen.push(...(await Promise.all(some.map((person, n) => look(world, person, i + n)))));
      }
      sameDay(world);
      expect(seen).toEqual(people.map((person, i) => expected(world, person, i, nothing)));
      await expectDirectly(world);
    }),
    // to look for a smaller world takes longer than a test may, and would end without a word of the one that failed
    { numRuns: WORLDS, seed: SEED, endOnFailure: true },
  );
});

test("no submission shows its manifest: what it lists is read as findings, or not at all", async () => {
  const reader = await platform.openAccount("province:99.manifest-reader", "99", ["DIRECTOR"]);
  for (const tier of TIERS) {
    const { data, errors } = await reader.ask(`{ ${nameOfTier(tier)}Publications { nodes { id manifest } } }`);
    expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([undefined, ["BAD_USER_INPUT"]]);
  }
});

/** Each person, with a valid internal token, asks each subgraph beside the gateway: no more comes of it. */
async function expectDirectly(world: World): Promise<void> {
  const people = world.accounts.flatMap(({ id }) => standingOf(world, id) ?? []);
  const seen: object[] = [];
  for (let i = 0; i < people.length; i += AT_ONCE) {
    const some = people.slice(i, i + AT_ONCE);
    seen.push(...(await Promise.all(some.map((standing) => askDirectly(platform, world, standing)))));
  }
  expect(seen).toEqual(people.map(({ person }) => rightDirectly(world, person)));
}

/** Two of each five, six at least: over the worlds all kinds of people come about. */
function peopleToAsk(world: World, turn: number): string[] {
  return world.accounts.map(({ id }) => id).filter((_, i) => (i + turn) % 5 < 2);
}

/** Everything that a person gets, through the gateway. */
async function look(world: World, person: string, i: number) {
  const caller = platform.as(person);
  if (!activeAccount(world, person)) {
    const { status, data, errors } = await caller.ask("{ viewer { person } }");
    return { person, refused: [status, data, errors.map(({ extensions }) => extensions.code)] };
  }
  const region = regionToAsk(world, i);
  const codes = world.regions.map(({ code }) => code);
  const [findings, findingsThere, publications, publicationsThere, tree, answers, lists] = await Promise.all([
    askFindings(caller),
    askFindings(caller, region),
    askPublications(caller),
    askPublications(caller, region),
    askRegions(caller, codes),
    askById(caller, world),
    askLists(caller),
  ]);
  return { person, region, findings, findingsThere, publications, publicationsThere, ...tree, answers, lists };
}

/** The same, as the rules say it. */
function expected(world: World, person: string, i: number, nothing: Record<string, AnswerToId>) {
  if (!activeAccount(world, person)) return { person, refused: [401, undefined, ["UNAUTHENTICATED"]] };
  const region = regionToAsk(world, i);
  const right = new Expected(world, person);
  return {
    person,
    region,
    findings: right.findings(),
    findingsThere: right.findings(region),
    publications: right.publications(),
    publicationsThere: right.publications(region),
    viewer: right.viewer(),
    regions: right.regions(),
    answers: right.byId(nothing),
    lists: rightLists(world, person),
  };
}

/** Where a unit lies, at one level or another. */
function regionToAsk(world: World, i: number): RegionCode {
  const { region } = world.units[i % world.units.length] as World["units"][number];
  return region.slice(0, [2, 4, 6, 9, 12][i % 5]);
}
