import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { newId, tierOfId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { testWhole, WHOLE } from "../support/whole";
import { askDirectly, askLists, rightDirectly, rightLists } from "./askExchange";
import { type AnswerToId, askById, askFindings, askPublications, askRegions } from "./askGateway";
import { courses, type DrawnCourse, withCourses } from "./courses";
import { Expected } from "./expected";
import { SEED, worldsFrom } from "./howMany";
import { load } from "./loadWorld";
import { mustNotHave } from "./oracleClues";
import { activeAccount } from "./oracleReader";
import type { World } from "./oracleWorld";
import { forgetClues, playClues } from "./playClues";
import { sameDay, standingOf, withCast, worlds } from "./world";

const WORLDS = worldsFrom(1, 2);
const OF_FIVE = WHOLE ? 2 : 1;
/** of a world: each step of one costs a request */
const MOST_CLUES = WHOLE ? 4 : 2;
/** people; more would make each other wait longer than the gateway waits for a standing */
const AT_ONCE = 2;

let platform: TestPlatform;
let loaded = 0;
beforeAll(async () => {
  platform = await borrowPlatform({ offices: [] });
});

test(`what a person sees through the gateway, or of a subgraph directly, equals the oracle, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(worlds(), courses(MOST_CLUES), fc.nat({ max: 4 }), async (drawn, clues, turn) => {
      const world = await layOut(drawn, clues);
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
      expect(await alarmed(world)).toEqual(rightAlarms(world));
    }),
    // to look for a smaller world takes longer than a test may, and would end without a word of the one that failed
    { numRuns: WORLDS, seed: SEED, endOnFailure: true },
  );
});

const GIVEN_BACK: DrawnCourse = {
  ...{ office: "990101", place: 0, cadreLevel: "CITY", matter: "DISCIPLINE", steps: "GIVEN_BACK", concerns: "INSIDER" },
  ...{ which: 0, byPointer: false, reported: true, fates: ["STAYS", "STAYS", "STAYS", "STAYS"] },
};
const PLANTED: [fault: string, policy: string, table: string, bent: string][] = [
  [
    "who gave a clue back reads on",
    "reads",
    "clue",
    `exists (select 1 from clue_key k where k.clue_id = clue.id offset 0)
       and not exists (select 1 from clue_subject s where s.clue_id = clue.id offset 0)`,
  ],
  ["whom a clue concerns reads it", "bears", "clue_subject", "false"],
];

testWhole?.("the property notices a policy that is bent, of clues that went their way", async () => {
  const [drawn] = fc.sample(worlds(), { numRuns: 1, seed: SEED }) as [World];
  const onItsWay: DrawnCourse = { ...GIVEN_BACK, steps: "SIGNED_FOR" };
  const world = await layOut(drawn, [GIVEN_BACK, onItsWay]);
  const people = world.accounts.filter(({ id }) => /\.c\d\./.test(id)).flatMap(({ id }) => standingOf(world, id) ?? []);
  const agrees = async () => {
    const seen = await directly(world, people);
    return isDeepStrictEqual(
      seen,
      people.map(({ person }) => rightDirectly(world, person)),
    );
  };
  expect(await agrees()).toBe(true);
  for (const [fault, policy, table, bent] of PLANTED) {
    const bend = (rule: string) => platform.sql("city", `alter policy ${policy} on ${table} using (${rule})`);
    const [{ honest }] = (await platform.sql<{ honest: string }>(
      "city",
      `select pg_get_expr(polqual, polrelid) as honest from pg_policy where polname = $1 and polrelid = $2::regclass`,
      [policy, table],
    )) as [{ honest: string }];
    await bend(bent);
    expect([fault, await agrees().finally(() => bend(honest))]).toEqual([fault, false]);
  }
  expect(await agrees()).toBe(true);
});

test("no submission shows its manifest: what it lists is read as findings, or not at all", async () => {
  const reader = await platform.openAccount("province:99.manifest-reader", "99", ["DIRECTOR"]);
  for (const tier of TIERS) {
    const { data, errors } = await reader.ask(`{ ${nameOfTier(tier)}Publications { nodes { id manifest } } }`);
    expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([undefined, ["BAD_USER_INPUT"]]);
  }
});

/** A drawn world in the three databases, its clues on their way. */
async function layOut(drawn: World, clues: readonly DrawnCourse[]): Promise<World> {
  const name = `w${++loaded}`;
  const [world, laid] = withCourses(withCast(drawn, name), clues, name);
  const { province, city, county } = platform.tiers;
  const owners = {
    PROVINCE: province.database.urls.owner,
    CITY: city.database.urls.owner,
    COUNTY: county.database.urls.owner,
  };
  await forgetClues(platform);
  await load(world, owners);
  return { ...world, clues: await playClues(platform, laid, world.today) };
}

/** The clues that somebody has asked for by their ids who must not have them, as their owner's tier knows of it. */
async function alarmed(world: World): Promise<string[]> {
  const told = await Promise.all(
    TIERS.map((tier) =>
      platform.sql<{ id: string }>(nameOfTier(tier), "select distinct clue_id as id from clue_alert"),
    ),
  );
  const own = told.flatMap((rows, i) => rows.filter(({ id }) => tierOfId(id) === TIERS[i]).map(({ id }) => id));
  return world.clues.map(({ id }) => id).filter((id) => own.includes(id));
}

/** Each of them is asked for by everybody. */
function rightAlarms(world: World): string[] {
  const active = world.accounts.filter((account) => account.active);
  return world.clues.filter((clue) => active.some((each) => mustNotHave(world, each, clue))).map(({ id }) => id);
}

/** Each person, with a valid internal token, asks each subgraph beside the gateway: no more comes of it. */
async function expectDirectly(world: World): Promise<void> {
  const people = world.accounts.flatMap(({ id }) => standingOf(world, id) ?? []);
  expect(await directly(world, people)).toEqual(people.map(({ person }) => rightDirectly(world, person)));
}

async function directly(world: World, people: readonly Standing[]): Promise<object[]> {
  const seen: object[] = [];
  for (let i = 0; i < people.length; i += AT_ONCE) {
    const some = people.slice(i, i + AT_ONCE);
    seen.push(...(await Promise.all(some.map((standing) => askDirectly(platform, world, standing)))));
  }
  return seen;
}

/** One of each five, or two: over the worlds all kinds of people come about. */
function peopleToAsk(world: World, turn: number): string[] {
  return world.accounts.map(({ id }) => id).filter((_, i) => (i + turn) % 5 < OF_FIVE);
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
    askLists(caller, world),
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
