import fc from "fast-check";
import type { Standing } from "../../schema/contract/standing";
import { TIERS } from "../../schema/contract/tier";
import { searchFindings } from "../../subgraphs/storage/search/finding.search";
import { searchUnits } from "../../subgraphs/storage/search/unit.search";
import { Session } from "../../subgraphs/storage/session";
import { today } from "../support/officeDay";
import { WHOLE } from "../support/whole";
import { SEED, worldsFrom } from "./howMany";
import { loadTiers } from "./loadWorld";
import { disclosedTo, readableOf } from "./oracle";
import type { World } from "./oracleWorld";
import { sameDay, standingOf, withCast, worlds } from "./world";
import { worldDatabase } from "./worldDatabase";

const WORLDS = worldsFrom(3, 6);

const database = worldDatabase();

/** So few that texts and searches meet; with a wildcard of SQL, both widths, both cases and a pair of surrogates. */
const ALPHABET = ["水", "利", "a", "Ａ", "1", "%", "_", "𠮷", " "];
const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...ALPHABET), { minLength: 1, maxLength }).map((characters) => characters.join(""));
/** Somebody for every way to stand to a target, and searches of which half are taken from the texts. */
const scenes = fc
  .record({
    world: worlds(),
    texts: fc.array(text(8), { minLength: 5, maxLength: 5 }),
    drawn: fc.array(text(4), { minLength: 3, maxLength: 3 }),
  })
  .map(({ world, texts, drawn }): Scene => {
    const taken = texts.slice(0, 4).map((said, i) => [...said].slice(i, i + 1 + (i % 3)).join("") || said);
    return { world: withCast(world, "search"), texts, searches: [...drawn, ...taken] };
  });
interface Scene {
  world: World;
  texts: string[];
  searches: string[];
}

/** The texts are dealt out by the last character of an id; what was submitted says something else than the book. */
function titlesOf({ texts }: Scene) {
  const deal = (id: string, step: number) =>
    texts[((id.codePointAt(id.length - 2) ?? 0) + step) % texts.length] as string;
  return { book: (id: string) => deal(id, 0), published: (id: string, version: number) => deal(id, version) };
}

/** What a reader would find by reading everything. */
function readThrough(scene: Scene, { person }: Standing, search: string, region?: string): string[] {
  const { world } = scene;
  const titles = titlesOf(scene);
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const says = (findingId: string, title: string) => {
    const text = plain(`${title}\n虚构\n${unitNameOf(world, findingId)}`);
    return words.every((word) => text.includes(word));
  };
  const hits = readableOf(world, person, region)
    .filter(({ findingId, from }) => {
      const published = world.publications.find((each) => each.isCurrent && each.findingIds.includes(findingId));
      const title = from === "BOOK" ? titles.book(findingId) : titles.published(findingId, published?.version ?? 0);
      return says(findingId, title);
    })
    .map(({ findingId, from }): [string, string] => [findingId, from]);
  // a disclosure says what the book said; who has a better basis is shown that
  const told = disclosedTo(world, person, region).filter((id) => says(id, titles.book(id)));
  return [...new Map([...told.map((id): [string, string] => [id, "DISCLOSED"]), ...hits])]
    .map((hit) => hit.join(" "))
    .sort();
}

function unitNameOf({ findings, targets, units }: World, findingId: string): string {
  const finding = findings.find(({ id }) => id === findingId);
  const target = targets.find(({ id }) => id === finding?.targetId);
  return units.find(({ id }) => id === target?.unitId)?.name ?? "";
}

const plain = (said: string) => said.normalize("NFKC").toLowerCase();

test(`a search finds what reading everything finds, in ${WORLDS} random worlds (TEST_SEED=${SEED})`, async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      await loadTiers(database.owner, scene.world, TIERS, { titles: titlesOf(scene) });
      const people = scene.world.accounts.flatMap(({ id }) => standingOf(scene.world, id) ?? []);
      for (const [i, standing] of people.entries()) {
        const search = scene.searches[i % scene.searches.length] as string;
        const region = scene.world.units[i - 1]?.region;
        const hits = await searched(standing, search, region);
        sameDay(scene.world);
        expect([standing.person, search, region, hits]).toEqual([
          ...[standing.person, search, region],
          readThrough(scene, standing, search, region),
        ]);
        found += hits.length;
      }
    }),
    { numRuns: WORLDS, seed: SEED },
  );
  // of a few worlds there may be none in which anybody finds anything
  if (WHOLE) expect(found).toBeGreaterThan(0);
});

/** Page by page, two hits at a time. */
async function searched(standing: Standing, search: string, region?: string): Promise<string[]> {
  const session = new Session(database.runtime, standing);
  const hits: string[] = [];
  try {
    return await session.read(async (db) => {
      let after: { at: string; id: string } | undefined;
      for (let more = true; more; ) {
        const page = await searchFindings(db, standing.office, { text: search, region }, { first: 5, after });
        hits.push(...page.rows.map(({ findingId, basis }) => `${findingId} ${basis}`));
        const last = page.rows.at(-1);
        after = last && { at: last.openedAt, id: last.findingId };
        more = page.hasNext;
      }
      return hits.sort();
    });
  } finally {
    await session.close();
  }
}

test(`units are found by parts of the name and the beginning of the code alone (TEST_SEED=${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ name: text(5), code: text(4) }), { minLength: 1, maxLength: 12 }),
      fc.array(text(3), { minLength: 5, maxLength: 5 }),
      async (drawn, searches) => {
        const units = drawn.map(({ name, code }, i) => ({ id: `county:unit${i}`, name, code: `${code}-${i}` }));
        await register(units);
        for (const search of searches) {
          const words = plain(search).split(/\s+/).filter(Boolean);
          const expected = units
            .filter(({ name, code }) => {
              const named = words.every((word) => plain(name).includes(word));
              return words.length > 0 && (named || plain(code).startsWith(words.join(" ")));
            })
            .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1));
          expect([search, await unitsFound(search)]).toEqual([search, expected.map(({ id }) => id)]);
        }
      },
    ),
    { numRuns: WHOLE ? 25 : 8, seed: SEED },
  );
});

const CLERK: Standing = {
  ...{ person: "county:clerk", tier: "COUNTY", office: "990101", roles: ["CLERK"], recusals: [], rightsEpoch: 1 },
};

const CORRECTABLE = { version: 1, status: "REGISTERED", corrections: [] };

async function register(units: { id: string; name: string; code: string }[]): Promise<void> {
  const rest = { office: "990101", kind: "VILLAGE", region: "990101001001", synthetic: true };
  const since = { valid_from: today(), registered_at: `${today()}T00:00:00Z` };
  const rows = units.map((unit) => ({ ...rest, ...unit, ...since, ...CORRECTABLE }));
  await database.owner.query("delete from unit_words; delete from published_finding_words; delete from finding_words");
  await database.owner.query("update account set unit_id = null; delete from unit");
  await database.owner.query(
    `insert into office values ('990101', 'county:office', '虚构', 'ENROLLED') on conflict do nothing`,
  );
  await database.owner.query("insert into unit select * from json_populate_recordset(null::unit, $1)", [
    JSON.stringify(rows),
  ]);
}

async function unitsFound(search: string): Promise<string[]> {
  const session = new Session(database.runtime, CLERK);
  try {
    return await session.read(async (db) => {
      const first = await searchUnits(db, { text: search, region: "9901" }, { first: 5 });
      const last = first.rows.at(-1);
      const rest = last && (await searchUnits(db, { text: search }, { first: 100, after: last }));
      return [...first.rows, ...(rest?.rows ?? [])].map(({ id }) => id);
    });
  } finally {
    await session.close();
  }
}

test("two searches of one operation do not mix, and neither outlasts its statement", async () => {
  await register([
    { id: "county:a", name: "水利站", code: "A" },
    { id: "county:b", name: "农机站", code: "B" },
  ]);
  const session = new Session(database.runtime, CLERK);
  try {
    const found = await Promise.all(
      ["水", "机", "站"].map((word) => session.read((db) => searchUnits(db, { text: word }, { first: 10 }))),
    );
    expect(found.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
      ["county:a"],
      ["county:b"],
      ["county:b", "county:a"],
    ]);
    expect(await session.read((db) => db.rows("select unit_id from unit_words"))).toEqual([]);
  } finally {
    await session.close();
  }
});
