import { printedJson } from "../support/printedJson";
import { until } from "../support/until";
import { aFiledRound } from "./books";
import { Party, untilShipped } from "./parties";

const county = new Party("COUNTY");
const city = new Party("CITY");

beforeAll(async () => {
  await Promise.all([county.prepare(), city.prepare()]);
  county.start([city]);
  city.start([county]);
});
afterAll(() => Promise.all([county.dispose(), city.dispose()]));

/** As the county's operator asks, from a shell of its own. */
async function witness(): Promise<{ ok: boolean; tiers: { brokenAt: number | null; witnesses: object[] }[] }> {
  const env = {
    ...{ PATH: process.env.PATH, TIER: "county", OWNER_DATABASE_URL: county.database.urls.owner },
    ...{ EXCHANGE_KEY: county.pair.privateKey, EXCHANGE_KEYS: county.pair.publicKey },
    ...{ CITY_WORKER_URL: city.url, CITY_EXCHANGE_KEYS: city.pair.publicKey },
  };
  return printedJson("witness.js", [], env);
}

/** What only a superuser can do who switches the guards off. */
async function rewrite(change: string): Promise<void> {
  await county.sql("set session_replication_role = replica");
  await county.sql(change);
  await county.sql("set session_replication_role = origin");
}

test("a past that was rewritten is named by its first number, even where the chain was made to fit again", async () => {
  await aFiledRound(county);
  await untilShipped(county, "9901");
  await until("the city holds the last head", async () => {
    return (await city.sql("select 1 from exchange_witness where peer = 'COUNTY' and number = 3")).length === 1;
  });
  expect(await witness()).toMatchObject({
    ok: true,
    tiers: [{ brokenAt: null, witnesses: [{ peer: "CITY", differsAt: null }] }],
  });
  await rewrite("update journal set body = replace(body, 'ENTER', 'enter') where number = 2");
  expect(await witness()).toMatchObject({ ok: false, tiers: [{ brokenAt: 2 }] });
  await rewrite(
    "update journal set hash = sha256(previous_hash || convert_to(number || E'\\n' || body, 'UTF8')) where number = 2",
  );
  await rewrite("update journal set previous_hash = (select hash from journal where number = 2) where number = 3");
  await rewrite(
    "update journal set hash = sha256(previous_hash || convert_to(number || E'\\n' || body, 'UTF8')) where number = 3",
  );
  expect(await witness()).toMatchObject({
    ok: false,
    tiers: [{ brokenAt: null, witnesses: [{ peer: "CITY", differsAt: 3 }] }],
  });
  await rewrite("delete from journal where number = 3");
  expect(await witness()).toMatchObject({ ok: false, tiers: [{ brokenAt: null, witnesses: [{ beyond: 3 }] }] });
});
