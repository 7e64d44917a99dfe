import { newId } from "../../schema/contract/ids";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier } from "../../schema/contract/tier";
import { callerSettings, SET_CALLER } from "../../subgraphs/storage/session";
import { until } from "../support/until";
import { testWhole } from "../support/whole";
import { forge, issue, standing, step } from "./orderBook";
import { Party, untilShipped } from "./parties";

const county = new Party("COUNTY");
const city = new Party("CITY");
const province = new Party("PROVINCE");
const all = [county, city, province];
function startAll(): void {
  for (const party of all) party.start(all.filter((other) => other !== party));
}
const stopAll = () => Promise.all(all.map((party) => party.stop()));

beforeAll(async () => {
  await Promise.all(all.map((party) => party.prepare()));
  startAll();
});
afterAll(() => Promise.all(all.map((party) => party.dispose())));

/** Until all that was said has arrived, and what it brought about too. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const party of all) {
      await party.work();
      await untilShipped(party);
    }
  }
}
const everywhere = async (id: string) => Promise.all(all.map((party) => standing(party, id)));
const met = (party: Party, id: string) =>
  party.sql("select kind, outcome, reason from inbox where subject = $1 order by received_at, sequence", [id]);

test("a province's order reaches the county, and the city between has a copy: of the order and its status, no answer", async () => {
  const id = await issue(province, "99", "990101");
  await settled();
  expect(await everywhere(id)).toEqual([["ISSUED"], ["ISSUED"], ["ISSUED"]]);
  const rows =
    "select office, issuer, addressee, title, request, due_on::text, received_at is not null as here from office_order where id = $1";
  const same = {
    issuer: "99",
    addressee: "990101",
    title: "虚构派单",
    request: "请报告。（虚构）",
    due_on: "2026-03-23",
    here: true,
  };
  expect([await county.sql(rows, [id]), await city.sql(rows, [id])]).toEqual([
    [{ office: "990101", ...same }],
    [{ office: "9901", ...same }],
  ]);
  await step(county, id, "ACCEPT");
  const findingId = newId("COUNTY");
  await step(county, id, "REPORT_BACK", {
    answer: "已报告。（虚构）",
    findingIds: [findingId],
    roundIds: [],
    unitIds: [],
  });
  await settled();
  expect(await everywhere(id)).toEqual([["REPORTED_BACK"], ["REPORTED_BACK"], ["REPORTED_BACK"]]);
  const answers = "select answer, answer_number, answered_by, finding_ids from office_order where id = $1";
  expect(await province.sql(answers, [id])).toEqual([
    { answer: "已报告。（虚构）", answer_number: 1, answered_by: "somebody", finding_ids: [findingId] },
  ]);
  expect(await city.sql(answers, [id])).toEqual([
    { answer: null, answer_number: 0, answered_by: null, finding_ids: [] },
  ]);
  expect(JSON.stringify(await city.sql("select payload from inbox where subject = $1", [id]))).not.toContain("已报告");
  await step(province, id, "RETURN", { reason: "请补充。（虚构）", dueOn: "2026-04-01" });
  await settled();
  expect(await county.sql("select status, reason, due_on::text from office_order where id = $1", [id])).toEqual([
    { status: "RETURNED", reason: "请补充。（虚构）", due_on: "2026-04-01" },
  ]);
  await step(province, id, "REMIND");
  await settled();
  await step(county, id, "REPORT_BACK", { answer: "已补充。（虚构）", findingIds: [], roundIds: [], unitIds: [] });
  await settled();
  await step(province, id, "CLOSE");
  await settled();
  expect(await everywhere(id)).toEqual([["CLOSED"], ["CLOSED"], ["CLOSED"]]);
  expect(await county.sql("select reminders from office_order where id = $1", [id])).toEqual([{ reminders: 1 }]);
  expect(await province.sql(answers, [id])).toMatchObject([{ answer: "已补充。（虚构）", answer_number: 2 }]);
  const journals = "select event from journal where object_id = $1 order by number";
  const events = async (party: Party) =>
    (await party.sql<{ event: string }>(journals, [id])).map(({ event }) => event.slice(5));
  expect(await events(county)).toEqual([
    "Received",
    "Accepted",
    "ReportedBack",
    "Returned",
    "Reminded",
    "ReportedBack",
    "Closed",
  ]);
  expect(await events(province)).toEqual([
    "Issued",
    "Accepted",
    "ReportedBack",
    "Returned",
    "Reminded",
    "ReportedBack",
    "Closed",
  ]);
  expect(all.flatMap(({ alarms }) => alarms)).toEqual([]);
});

test("declined and insisted on, and nothing is copied where nobody stands between", async () => {
  const id = await issue(city, "9901", "990101");
  await settled();
  await step(county, id, "DECLINE", { reason: "不属本县。（虚构）" });
  await settled();
  expect(await city.sql("select status, reason from office_order where id = $1", [id])).toEqual([
    { status: "DECLINED", reason: "不属本县。（虚构）" },
  ]);
  await step(city, id, "INSIST", { reason: "属本县。（虚构）" });
  await settled();
  expect(await everywhere(id)).toEqual([["ISSUED"], ["ISSUED"], []]);
});

test("an answer that crosses the withdrawal is set aside, and the order is withdrawn on both sides", async () => {
  const id = await issue(city, "9901", "990101");
  await settled();
  await step(county, id, "ACCEPT");
  await settled();
  // both before either is on its way
  await stopAll();
  await step(city, id, "WITHDRAW", { reason: "不再需要。（虚构）" });
  await step(county, id, "REPORT_BACK", { answer: "晚了。（虚构）" });
  startAll();
  await settled();
  expect(await everywhere(id)).toEqual([["WITHDRAWN"], ["WITHDRAWN"], []]);
  expect((await met(city, id)).at(-1)).toEqual({ kind: "OrderAnswered", outcome: "SET_ASIDE", reason: "WITHDRAWN" });
  expect(await city.sql("select answer from office_order where id = $1", [id])).toEqual([{ answer: null }]);
});

test("an office that takes no part gets no row: the order comes back as undeliverable", async () => {
  await county.sql("update office set enrolment = 'NOT_ENROLLED' where code = '990102'");
  const id = await issue(province, "99", "990102");
  await settled();
  expect(await everywhere(id)).toEqual([[], ["UNDELIVERABLE"], ["UNDELIVERABLE"]]);
  expect(await met(county, id)).toEqual([{ kind: "OrderIssued", outcome: "SET_ASIDE", reason: "NOT_ENROLLED" }]);
});

const parked = (party: Party, source: string) =>
  until("the stream is parked", async () => {
    const [stream] = await party.sql<{ reason: string; kind: string }>(
      "select parked_reason as reason, parked_kind as kind from inbox_stream where source = $1 and state = 'PARKED'",
      [source],
    );
    return stream;
  });
const release = (party: Party, source: string) =>
  party.sql(
    `update inbox_stream set state = 'OPEN', skip_epoch = epoch, skip_sequence = sequence + 1, skip_reason = 'x'
     where source = $1 and state = 'PARKED'`,
    [source],
  );

test("nobody says anything of an order between others, nor gives one to whom it may not: each parks its stream and changes nothing", async () => {
  const id = await issue(city, "9901", "990101");
  await settled();
  const answer = { command: "ACCEPT", issuer: "9901", version: 9 };
  await forge(county, "ReceivedOrder", "990102", id, "OrderAccepted", answer);
  expect(await parked(city, "990102")).toEqual({ kind: "OrderAnswered", reason: "IMPOSSIBLE" });
  await release(city, "990102");
  expect(await standing(city, id)).toEqual(["ISSUED"]);

  const decided = {
    command: "WITHDRAW",
    status: "WITHDRAWN",
    version: 9,
    reason: null,
    receiptDueOn: "2026-03-05",
    dueOn: "2026-03-05",
  };
  await forge(city, "Order", "9902", id, "OrderWithdrawn", { ...decided, addressee: "990201" });
  await settled();
  expect((await met(county, id)).at(-1)).toEqual({
    kind: "OrderDecided",
    outcome: "SET_ASIDE",
    reason: "UNKNOWN_ORDER",
  });
  // an order to a county of another city
  await forge(city, "Order", "9902", newId("CITY"), "OrderWithdrawn", { ...decided, addressee: "990101" });
  expect(await parked(county, "9902")).toEqual({ kind: "OrderDecided", reason: "NOT_BETWEEN_THESE" });
  await release(county, "9902");
  // an order of the province's, by the city
  await forge(city, "Order", "9902", newId("PROVINCE"), "OrderWithdrawn", { ...decided, addressee: "990201" });
  expect(await parked(county, "9902")).toEqual({ kind: "OrderDecided", reason: "NOT_ITS_OWN" });
  await release(county, "9902");
  // an answer that names findings of another tier
  const named = { command: "REPORT_BACK", issuer: "9901", version: 3, answer: "x", findingIds: [newId("CITY")] };
  await forge(county, "ReceivedOrder", "990102", id, "OrderReportedBack", named);
  expect(await parked(city, "990102")).toEqual({ kind: "OrderAnswered", reason: "NOT_ITS_OWN" });
  await release(city, "990102");
  expect(await everywhere(id)).toEqual([["ISSUED"], ["ISSUED"], []]);
  await settled();
});

describe("what was issued", () => {
  async function asDirector(party: Party, office: string, statement: string): Promise<number> {
    const { admin, tier } = party;
    const director = {
      person: `x:${office}.director`,
      tier,
      office,
      roles: ["DIRECTOR"],
      recusals: [],
      rightsEpoch: 1,
    };
    await admin.query("begin");
    try {
      await admin.query(SET_CALLER, callerSettings(director as Standing));
      await admin.query(`set local role ${nameOfTier(tier)}_subgraph`);
      return (await admin.query(statement)).rowCount ?? 0;
    } finally {
      await admin.query("rollback");
    }
  }
  const mine = `insert into office_order (id, office, issuer, addressee, issue_id, kind, title, request, issued_at, issued_by, synthetic,
    status, status_at, version, receipt_due_on, due_on, warning_days) select id || 'x', office, issuer, addressee, issue_id, kind, title,
    request, issued_at, issued_by, synthetic, 'ISSUED', status_at, 1, receipt_due_on, due_on, warning_days from office_order`;

  test("is moved by its two offices alone: a copy, another's row and the words of it by nobody, and nothing is deleted", async () => {
    const id = await issue(province, "99", "990101");
    await settled();
    const of = (change: string) => `update office_order set ${change} where id = '${id}'`;
    expect(await asDirector(province, "99", of("status = 'WITHDRAWN'"))).toBe(1);
    expect(await asDirector(county, "990101", of("status = 'ACCEPTED'"))).toBe(1);
    expect(await asDirector(city, "9901", `select 1 from office_order where id = '${id}'`)).toBe(1);
    expect(await asDirector(city, "9901", of("status = 'ACCEPTED'"))).toBe(0);
    for (const [party, office] of [
      [county, "990102"],
      [city, "9902"],
    ] as const) {
      expect(await asDirector(party, office, `select 1 from office_order where id = '${id}'`)).toBe(0);
      expect(await asDirector(party, office, of("status = 'ACCEPTED'"))).toBe(0);
    }
    const denied = { code: "42501" };
    await expect(asDirector(county, "990101", of("title = 'x'"))).rejects.toMatchObject(denied);
    await expect(asDirector(county, "990101", `delete from office_order where id = '${id}'`)).rejects.toMatchObject(
      denied,
    );
    await expect(asDirector(county, "990101", mine)).rejects.toMatchObject(denied);
    await expect(county.worker.query(of("request = 'x'"))).rejects.toMatchObject(denied);
    await expect(county.worker.query(of("issuer = '9901'"))).rejects.toMatchObject(denied);
    await expect(county.worker.query(`delete from office_order where id = '${id}'`)).rejects.toMatchObject(denied);
  });
});

test("what is said again changes nothing, and what is said of an unknown order is set aside", async () => {
  const id = await issue(city, "9901", "990101");
  await settled();
  await step(county, id, "ACCEPT");
  await settled();
  await forge(county, "ReceivedOrder", "990101", id, "OrderAccepted", {
    command: "ACCEPT",
    issuer: "9901",
    version: 2,
  });
  const unknown = newId("CITY");
  await forge(county, "ReceivedOrder", "990101", unknown, "OrderAccepted", {
    command: "ACCEPT",
    issuer: "9901",
    version: 2,
  });
  await settled();
  expect((await met(city, id)).at(-1)).toEqual({ kind: "OrderAnswered", outcome: "SET_ASIDE", reason: "OVERTAKEN" });
  expect(await met(city, unknown)).toEqual([{ kind: "OrderAnswered", outcome: "SET_ASIDE", reason: "UNKNOWN_ORDER" }]);
});

testWhole?.(
  "an issuer that was set back takes back what it does not know any more, and what it never issued is marked",
  async () => {
    const [kept, withdrawn] = [await issue(city, "9901", "990101"), await issue(city, "9901", "990101")];
    await settled();
    await step(county, kept, "ACCEPT");
    await step(county, kept, "REPORT_BACK", { answer: "已报告。（虚构）" });
    await settled();
    await stopAll();
    const comeBack = await city.copy();
    startAll();
    await step(city, kept, "CLOSE");
    await step(city, withdrawn, "WITHDRAW", { reason: "不再需要。（虚构）" });
    const lost = await issue(city, "9901", "990101");
    await settled();
    expect([await standing(county, kept), await standing(county, lost)]).toEqual([["CLOSED"], ["ISSUED"]]);
    await stopAll();
    await comeBack();
    startAll();
    await until("both sides agree again", async () => {
      await city.work();
      await county.work();
      return (await standing(county, kept))[0] === "REPORTED_BACK";
    });
    await settled();
    // withdrawn stays withdrawn: its issuer finds that among its losses
    expect([await standing(county, withdrawn), await standing(city, withdrawn)]).toEqual([["WITHDRAWN"], ["ISSUED"]]);
    expect(await county.sql("select id from office_order where lost_at is not null")).toEqual([{ id: lost }]);
    // and it goes on from there
    await step(city, kept, "RETURN", { reason: "请补充。（虚构）" });
    await step(city, withdrawn, "WITHDRAW", { reason: "不再需要。（虚构）" });
    await settled();
    expect([await standing(county, kept), await standing(county, withdrawn)]).toEqual([["RETURNED"], ["WITHDRAWN"]]);
  },
);

testWhole?.("an addressee that was set back hears again of what it was told, and answers anew", async () => {
  const id = await issue(city, "9901", "990101");
  await settled();
  await stopAll();
  const comeBack = await county.copy();
  startAll();
  await step(county, id, "ACCEPT");
  await step(county, id, "REPORT_BACK", { answer: "先答。（虚构）" });
  await settled();
  await step(city, id, "RETURN", { reason: "请补充。（虚构）" });
  await settled();
  await stopAll();
  await comeBack();
  expect(await standing(county, id)).toEqual(["ISSUED"]);
  startAll();
  await until("the return has come again", async () => {
    await county.work();
    return (await standing(county, id))[0] === "RETURNED";
  });
  await step(county, id, "REPORT_BACK", { answer: "再答。（虚构）" });
  await settled();
  expect(await city.sql("select status, answer from office_order where id = $1", [id])).toEqual([
    { status: "REPORTED_BACK", answer: "再答。（虚构）" },
  ]);
});
