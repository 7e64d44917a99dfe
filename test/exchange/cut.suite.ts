import { Client } from "pg";
import { appendJournal } from "../../subgraphs/journal/append";
import { rowsBy } from "../../subgraphs/storage/db";
import { aFiledRound, manyChanges, submit } from "./books";
import { Party, untilShipped } from "./parties";

const county = new Party("COUNTY");
const city = new Party("CITY");

beforeAll(async () => {
  await Promise.all([county.prepare(), city.prepare()]);
  county.start([city]);
  city.start([county]);
});
afterAll(() => Promise.all([county.dispose(), city.dispose()]));

const ROUNDS = 12;
const CHANGES = 40;

/** Ends every connection of the exchange and of the dispatcher, on both sides, wherever they are. */
function cutAll(): Promise<unknown> {
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name in ('inspection-exchange', 'dispatcher')`;
  return Promise.all([county.sql(cut), city.sql(cut)]);
}

/** Dispatches on a connection that may be cut; whoever is cut begins again, as the worker does. */
async function dispatchAll(): Promise<void> {
  for (let dealt = 1; dealt > 0; ) {
    const client = new Client({
      connectionString: county.database.urls.worker,
      application_name: "dispatcher",
      options: "-c TimeZone=UTC",
    });
    client.on("error", () => undefined); // it is cut: the next one goes on
    try {
      await client.connect();
      dealt = await county.workBy(client);
    } catch {
      dealt = 1;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

test("connections that are cut at any moment neither lose, double nor reorder a message", async () => {
  const filed = await aFiledRound(county);
  const [findingId] = filed.findingIds as [string];
  await submit(county, filed);
  const [before] = await county.sql<{ n: number }>("select count(*)::int as n from outbox where destination = '9901'");
  let cuts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const entries = manyChanges(filed.office, findingId, CHANGES);
    await appendJournal(rowsBy(county.admin), "somebody", county.now(), entries);
    const dispatching = dispatchAll();
    await cutAll();
    cuts += 1;
    await dispatching;
    await cutAll();
  }
  await untilShipped(county, "9901");
  expect(cuts).toBe(ROUNDS);
  const sent = await county.sql<{ sequence: number; hash: string }>(
    "select sequence, hash from outbox where destination = '9901' order by sequence",
  );
  expect(sent).toHaveLength((before?.n ?? 0) + ROUNDS * CHANGES);
  expect(sent.map(({ sequence }) => sequence)).toEqual(sent.map((_, i) => i + 1));
  expect(await city.sql("select sequence, hash from inbox order by sequence")).toEqual(sent);
  const twice = await county.sql(
    "select journal from outbox where destination = '9901' group by journal having count(*) > 1",
  );
  expect(twice).toEqual([]);
});
