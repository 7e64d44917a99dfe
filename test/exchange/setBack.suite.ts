import { until } from "../support/until";
import { testWhole } from "../support/whole";
import { aFiledRound, mask, moveFinding, submit } from "./books";
import { Party, untilShipped } from "./parties";

const county = new Party("COUNTY");
const city = new Party("CITY");
const all = [county, city];
function startAll(): void {
  for (const party of all) party.start(all.filter((other) => other !== party));
}
const stopAll = () => Promise.all(all.map((party) => party.stop()));

/** What the city shows of the county: the versions, where they stand, and how their findings stand. */
const seenByCity = () =>
  city.sql(
    `select p.number, p.is_current, p.lost_at is not null as lost, array_agg(f.live_status order by f.ordinal) as live
     from received_publication p join received_finding f on f.publication_id = p.id group by p.id, p.office order by p.received_at`,
  );
const openCells = () => city.sql("select status from received_cell where until is null order by status");
const losses = () => county.sql("select destination, kind from exchange_loss order by destination, epoch, sequence");

beforeAll(async () => {
  await Promise.all(all.map((party) => party.prepare()));
});
beforeEach(startAll);
afterEach(stopAll);
afterAll(() => Promise.all(all.map((party) => party.dispose())));

test("a source that comes back from an older copy says what it lost, begins anew, and both sides agree again", async () => {
  const filed = await aFiledRound(county);
  const [first, second] = filed.findingIds as [string, string];
  await submit(county, filed);
  await untilShippedToCity();
  await stopAll();
  const comeBack = await county.copy();
  startAll();
  await moveFinding(county, filed.office, first, "FindingFedBack", "FED_BACK");
  await submit(county, filed);
  await untilShippedToCity();
  expect(await seenByCity()).toEqual([
    { number: 1, is_current: false, lost: false, live: ["FED_BACK", "REPORTED"] },
    { number: 2, is_current: true, lost: false, live: ["FED_BACK", "REPORTED"] },
  ]);
  await stopAll();
  await comeBack();
  startAll();
  // what happens after the return, before anybody has noticed
  await moveFinding(county, filed.office, second, "FindingFedBack", "FED_BACK");
  await untilShippedToCity();
  expect(await losses()).toEqual([
    { destination: "9901", kind: "FindingStatusChanged" },
    { destination: "9901", kind: "PublicationSubmitted" },
  ]);
  expect(await seenByCity()).toEqual([
    { number: 1, is_current: true, lost: false, live: ["REPORTED", "FED_BACK"] },
    { number: 2, is_current: false, lost: true, live: ["FED_BACK", "REPORTED"] },
  ]);
  expect(await openCells()).toEqual([{ status: "FED_BACK" }, { status: "REPORTED" }]);
  expect(await county.sql("select epoch from outbox_stream where destination = '9901'")).toEqual([{ epoch: 2 }]);
  expect(await city.sql("select epoch, ended_sequence from inbox_epoch")).toEqual([{ epoch: 1, ended_sequence: 6 }]);
  expect(await city.sql("select what from exchange_alarm")).toEqual([{ what: "SOURCE_SET_BACK" }]);
  expect(await county.sql("select what from exchange_alarm order by 1")).toEqual([
    { what: "JOURNAL_SHORTER" },
    { what: "SET_BACK" },
  ]);
  // and it goes on: the version that was lost is entered again
  await submit(county, filed);
  await untilShippedToCity();
  expect((await seenByCity()).at(-1)).toEqual({
    number: 2,
    is_current: true,
    lost: false,
    live: ["REPORTED", "FED_BACK"],
  });
});

testWhole?.("a receiver that comes back from an older copy gets again what it lost, and nothing twice", async () => {
  const filed = await aFiledRound(county);
  await untilShippedToCity();
  await stopAll();
  const comeBack = await city.copy();
  startAll();
  await submit(county, filed);
  await untilShippedToCity();
  const before = await inboxOf(city);
  await stopAll();
  await comeBack();
  expect((await inboxOf(city)).length).toBeLessThan(before.length);
  startAll();
  await untilReceived(before.length);
  expect(await inboxOf(city)).toEqual(before);
});

testWhole?.(
  "what is sealed stays sealed where the source forgets it, and a receiver that forgets it seals it again",
  async () => {
    const filed = await aFiledRound(county);
    const [finding] = filed.findingIds as [string];
    const version = await submit(county, filed);
    await untilShippedToCity();
    const sealed = () =>
      city.sql("select title, sealed_at is not null as sealed from received_finding where finding_id = $1", [finding]);
    await stopAll();
    const countyBefore = await county.copy();
    const cityBefore = await city.copy();
    startAll();
    await mask(county, filed.office, finding, [version]);
    await untilShippedToCity();
    const received = (await inboxOf(city)).length;
    expect(await sealed()).toEqual([{ title: "", sealed: true }]);
    await stopAll();
    await cityBefore();
    expect(await sealed()).toMatchObject([{ sealed: false }]);
    startAll();
    await untilReceived(received);
    expect(await sealed()).toEqual([{ title: "", sealed: true }]);
    await stopAll();
    await countyBefore();
    startAll();
    await untilReceived(received + 1); // the reconciliation
    await untilShippedToCity();
    expect((await losses()).at(-1)).toEqual({ destination: "9901", kind: "FindingTextSealed" });
    expect(await sealed()).toEqual([{ title: "", sealed: true }]);
  },
);

test("a tier that was cut off catches up by itself, and whoever is there works on meanwhile", async () => {
  const before = (await inboxOf(city)).length;
  await city.stop();
  const filed = await aFiledRound(county);
  await submit(county, filed);
  city.start([county]);
  await untilReceived(before + 4);
  await untilShippedToCity();
});

function untilShippedToCity(): Promise<boolean> {
  return untilShipped(county, "9901");
}

function untilReceived(count: number): Promise<boolean> {
  return until(`${count} messages are there`, async () => (await inboxOf(city)).length === count);
}

function inboxOf(party: Party): Promise<object[]> {
  return party.sql(
    "select source, destination, epoch, sequence, hash, outcome from inbox order by source, epoch, sequence",
  );
}
