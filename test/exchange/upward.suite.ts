import { metricsText } from "../../subgraphs/exchange/metrics";
import { appendJournal, entriesOf } from "../../subgraphs/journal/append";
import { sequenceJournal } from "../../subgraphs/journal/sequence";
import { rowsBy } from "../../subgraphs/storage/db";
import { findExchangeState } from "../../subgraphs/storage/exchange/state.repository";
import { until } from "../support/until";
import { aFiledRound, mask, moveFinding, recall, submit } from "./books";
import { Party, untilShipped } from "./parties";

const county = new Party("COUNTY");
const city = new Party("CITY");
const province = new Party("PROVINCE");
const all = [county, city, province];

beforeAll(async () => {
  await Promise.all(all.map((party) => party.prepare()));
  for (const party of all) party.start(all.filter((other) => other !== party));
});
afterAll(() => Promise.all(all.map((party) => party.dispose())));

test("what a county files, moves, submits and recalls arrives at its city and its province, and nowhere else", async () => {
  const filed = await aFiledRound(county);
  const [first, second] = filed.findingIds as [string, string];
  const version1 = await submit(county, filed);
  await moveFinding(county, filed.office, first, "FindingFedBack", "FED_BACK");
  const version2 = await submit(county, filed);
  await moveFinding(county, filed.office, second, "FindingFedBack", "FED_BACK");
  await untilShipped(county);
  for (const superior of [city, province]) {
    const [office] = superior === city ? ["9901"] : ["99"];
    expect(
      await superior.sql("select office, id, source, title, received_at is not null as here from received_round"),
    ).toEqual([{ office, id: filed.roundId, source: "990101", title: "虚构第一轮", here: true }]);
    expect(await superior.sql("select id, status, entered_on::text, heard_on::text from received_target")).toEqual([
      { id: filed.targetId, status: "HEARD", entered_on: "2026-03-09", heard_on: "2026-04-28" },
    ]);
    expect(
      await superior.sql("select id, number, status, is_current, unit_name from received_publication order by number"),
    ).toEqual([
      { id: version1, number: 1, status: "SUBMITTED", is_current: false, unit_name: "虚构单位" },
      { id: version2, number: 2, status: "SUBMITTED", is_current: true, unit_name: "虚构单位" },
    ]);
    const live = await superior.sql(
      "select finding_id, status, live_status from received_finding where is_current order by ordinal",
    );
    expect(live).toEqual([
      { finding_id: first, status: "FED_BACK", live_status: "FED_BACK" },
      { finding_id: second, status: "REPORTED", live_status: "FED_BACK" },
    ]);
    expect(await superior.sql("select outcome, count(*)::int as n from inbox group by 1")).toEqual([
      { outcome: "APPLIED", n: 7 },
    ]);
    expect(
      await superior.sql("select status, until is null as open from received_cell order by since, finding_id = $1", [
        second,
      ]),
    ).toHaveLength(6);
  }
  await recall(county, filed.office, version2);
  await untilShipped(county);
  expect(
    await city.sql("select status, is_current, recall_reason from received_publication where id = $1", [version2]),
  ).toEqual([{ status: "RECALLED", is_current: false, recall_reason: "有误（虚构）" }]);
  expect(await city.sql("select count(*)::int as n from received_cell where until is null")).toEqual([{ n: 0 }]);
  expect(
    await city.sql("select distinct withheld from received_finding where publication_id = $1", [version2]),
  ).toEqual([{ withheld: true }]);
  expect(all.flatMap(({ alarms }) => alarms)).toEqual([]);
});

test("each tier hears of which regions the others have an office", async () => {
  const known = await until("all are known", async () => {
    const rows = await city.sql("select peer, codes from exchange_office order by peer");
    return rows.length === 2 && rows;
  });
  expect(known).toEqual([
    { peer: "COUNTY", codes: ["990101", "990102", "990103", "990201"] },
    { peer: "PROVINCE", codes: ["99"] },
  ]);
});

test("a text that is masked is sealed in every version that told it, once, and where no version is it is set aside", async () => {
  const filed = await aFiledRound(county);
  const [first, second] = filed.findingIds as [string, string];
  const version1 = await submit(county, filed);
  const version2 = await submit(county, filed);
  await mask(county, filed.office, first, [version1, version2]);
  await mask(county, filed.office, first, [version1, version2]);
  await mask(county, filed.office, second, []);
  const never = await aFiledRound(county);
  const unknown = never.findingIds[0] as string;
  await mask(county, filed.office, unknown, [never.targetId]);
  await untilShipped(county);
  for (const superior of [city, province]) {
    const words = await superior.sql(
      `select finding_id = $1 as first, title = '' and description = '' and unit_reply is null as tombstone, sealed_at is not null as sealed
       from received_finding where publication_id in ($2, $3) order by first, publication_id`,
      [first, version1, version2],
    );
    const [stays, gone] = [
      { first: false, tombstone: false, sealed: false },
      { first: true, tombstone: true, sealed: true },
    ];
    expect(words).toEqual([stays, stays, gone, gone]);
    expect(
      await superior.sql("select publication_id from sealed_copy where finding_id = $1 and title <> '' order by 1", [
        first,
      ]),
    ).toEqual([version1, version2].sort().map((publication_id) => ({ publication_id })));
    expect(
      await superior.sql(
        "select subject, outcome, reason from inbox where kind = 'FindingTextSealed' order by sequence",
      ),
    ).toEqual([
      { subject: first, outcome: "APPLIED", reason: null },
      { subject: first, outcome: "APPLIED", reason: null },
      { subject: unknown, outcome: "SET_ASIDE", reason: "UNKNOWN_VERSION" },
    ]);
    await expect(
      superior.worker.query("update received_finding set sealed_at = null where finding_id = $1", [first]),
    ).rejects.toMatchObject({ code: "42501" });
  }
});

test("a corrected day arrives, and a step back takes away the days of what it leads back from", async () => {
  const { office, targetId } = await aFiledRound(county);
  const step = (event: string, details: object) => {
    return entriesOf("RoundTarget")({ office, id: targetId, version: 5 }, event, details);
  };
  const correction = { field: "heardOn", from: "2026-04-28", to: "2026-04-27" };
  await county.happens(
    step("TargetFedBack", { command: "FEED_BACK", on: "2026-05-06" }),
    step("TargetCorrected", { command: "CORRECT", corrections: [correction] }),
  );
  await untilShipped(county);
  const stands = () =>
    city.sql("select status, heard_on::text, fed_back_on::text from received_target where id = $1", [targetId]);
  expect(await stands()).toEqual([{ status: "FED_BACK", heard_on: "2026-04-27", fed_back_on: "2026-05-06" }]);
  await county.happens(step("TargetFeedbackWithdrawn", { command: "WITHDRAW_FEEDBACK", on: "2026-05-09" }));
  await untilShipped(county);
  expect(await stands()).toEqual([{ status: "HEARD", heard_on: "2026-04-27", fed_back_on: null }]);
});

test("a corrected header arrives, and what was filed before says what it said then", async () => {
  const { office, roundId } = await aFiledRound(county);
  const at = new Date(Date.parse(county.now()) + 3_600_000).toISOString();
  const made = [
    { field: "title", from: "虚构第一轮", to: "虚构第一轮巡察", at, by: "x", reason: "x" },
    { field: "authorisedOn", from: "2026-03-02", to: "2026-03-01", at, by: "x", reason: "x" },
  ];
  await county.admin.query(
    "update round set title = '虚构第一轮巡察', authorised_on = '2026-03-01', corrections = $2 where id = $1",
    [roundId, JSON.stringify(made)],
  );
  const stands = (party: Party) =>
    party.sql("select title, authorised_on::text, document_number from received_round where id = $1", [roundId]);
  const filed = { title: "虚构第一轮", authorised_on: "2026-03-02", document_number: "虚〔2026〕1号" };
  await untilShipped(county);
  expect([await stands(city), await stands(province)]).toEqual([[filed], [filed]]);
  const round = { office, id: roundId, version: 4 };
  await county.happens(
    entriesOf("Round")(round, "RoundCorrected", { command: "APPROVE_CORRECTION", corrections: made }),
  );
  await untilShipped(county);
  const corrected = { ...filed, title: "虚构第一轮巡察", authorised_on: "2026-03-01" };
  expect([await stands(city), await stands(province)]).toEqual([[corrected], [corrected]]);
});

test("what is numbered and in no stream yet is told apart from what a peer does not have yet", async () => {
  const told = async () => {
    const text = metricsText(await findExchangeState(rowsBy(county.worker)));
    return text.split("\n").filter((line) => /^exchange_(undispatched|behind|losses)/.test(line));
  };
  await untilShipped(county);
  const nothing = ['exchange_behind_messages{peer="city"} 0', 'exchange_behind_messages{peer="province"} 0'];
  const entry = entriesOf("Round")({ office: "990101", id: "county:unknown", version: 1 }, "RoundOpened", {});
  await appendJournal(rowsBy(county.admin), "somebody", county.now(), [entry]);
  await sequenceJournal(county.worker);
  expect(await told()).toEqual([...nothing, "exchange_undispatched_entries 1", "exchange_losses_total 0"]);
  await county.work();
  expect(await told()).toEqual([...nothing, "exchange_undispatched_entries 0", "exchange_losses_total 0"]);
});
