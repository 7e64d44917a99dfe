import { randomUUID } from "node:crypto";
import { newId } from "../../schema/contract/ids";
import { hearsOfNoOffice } from "../support/absentOffice";
import { aRound, aUnit, type BuiltRound } from "../support/builders";
import type { Versioned } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_WITH_SECONDMENTS, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";
import { writesNothing } from "../support/writesNothing";

// 抽调: the city asks its counties for people for one of its rounds; whoever is named and taken may be appointed, until the last day.

const CITY = "city:9901.director";
const COUNTY = "county:990102.director";
const LENT = "county:990102.clerk";
const KIN = "county:990102.kin";

let platform: TestPlatform;
let saved: SavedOperations;
let built: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  [built] = await Promise.all([build(), platform.startWorkers()]);
});

async function build(): Promise<BuiltRound> {
  await platform.openAccount(KIN, "990102", ["CLERK"]);
  await platform.openAccount("county:990102.head", "990102", ["DISCIPLINE"]);
  // a unit of a county's register, which neither the city nor the lender keeps
  const units = await platform.as("county:990101.clerk").does("registerTierUnits", { units: [aUnit("990101")] });
  return aRound("9901")
    .inMode("CROSS")
    .of(units.map(({ id }) => id))
    .until("AUTHORISED")
    .on(platform);
}

const [from, to] = [dayBefore(0), dayBefore(-30)];
const anOrder = (more: object = {}, secondment: object = {}) => ({
  ...{
    kind: "SECONDMENT",
    officeCodes: ["990102"],
    title: "抽调人员（虚构）",
    request: "请派一名熟悉财务的人员。（虚构）",
    synthetic: true,
  },
  ...{ secondment: { roundId: built.id, startsOn: from, endsOn: to, peopleWanted: 1, ...secondment }, ...more },
});
const issue = async (more: object = {}) =>
  (await platform.as(CITY).does("issueTierOrders", anOrder(more)))[0] as Versioned;
const tries = async (person: string, { id, version }: Versioned, command: string, more: object = {}) => {
  const input = { orders: [{ id, version }], command, ...more };
  const { refusal, items, answer } = await platform.as(person).tries("moveTierOrders", input, { key: randomUUID() });
  return refusal ? [refusal.code, refusal.subject] : (items ?? answer.errors[0]?.extensions);
};
const move = (person: string, { id, version }: Versioned, command: string, more: object = {}) =>
  platform.as(person).does("moveTierOrders", { orders: [{ id, version }], command, ...more });
async function see(person: string, id: string) {
  const tier = person.split(":")[0];
  const { data } = await platform
    .as(person)
    .ask(
      `query ($id: ID!) { ${tier}Order(id: $id) { id version status reason commands answer secondment { roundId startsOn endsOn peopleWanted people } } }`,
      { id },
    );
  return data?.[`${tier}Order`];
}
const untilSeen = (person: string, id: string, status: string) =>
  until(`${person} sees it ${status}`, async () => {
    const order = await see(person, id);
    return order?.status === status && order;
  });
const appoint = async (person: string, more: object = {}) => {
  const members = [{ person, role: "LEADER", validFrom: from, ...more }];
  const { refusal, items } = await platform
    .as(CITY)
    .tries("appointTierTeam", { targetIds: [built.targets[0]?.id], members });
  return refusal ? [refusal.code, refusal.subject] : items?.length;
};
const readsTarget = async (person: string) => {
  const { data } = await platform
    .as(person)
    .ask("query ($id: ID!) { cityRoundTarget(id: $id) { id } }", { id: built.targets[0]?.id });
  return Boolean(data?.cityRoundTarget);
};

test("who is lent is named by the county, taken by the city, appointed until the last day, and home again when it is withdrawn", async () => {
  expect(await appoint(LENT)).toEqual(["PERSON_NOT_SECONDED", LENT]);
  const order = await issue();
  const arrived = await untilSeen(COUNTY, order.id, "ISSUED");
  expect(arrived.secondment).toEqual({ roundId: built.id, startsOn: from, endsOn: to, peopleWanted: 1, people: [] });
  await move(LENT, arrived, "ACCEPT");
  const accepted = { id: order.id, version: 2 };
  const invented = "county:990102.invented";
  for (const [people, expected] of [
    [[], ["PEOPLE_REQUIRED", order.id]],
    [
      [LENT, KIN],
      ["PEOPLE_REQUIRED", order.id],
    ],
    [[invented], ["PERSON_NOT_STAFF", invented]],
    [["county:990102.head"], ["PERSON_NOT_STAFF", "county:990102.head"]],
    [["county:990101.clerk"], ["PERSON_NOT_STAFF", "county:990101.clerk"]],
  ] as const) {
    expect(await tries(COUNTY, accepted, "REPORT_BACK", { note: "x", people })).toEqual(expected);
  }
  const recusal = { accountId: KIN, kind: "TERRITORY", scope: "REGION", subject: "9901" };
  await platform.as(COUNTY).does("declareTierRecusal", recusal);
  expect(await tries(COUNTY, accepted, "REPORT_BACK", { people: [KIN] })).toEqual(["PERSON_RECUSED", KIN]);
  await move(COUNTY, accepted, "REPORT_BACK", { note: "派一名。（虚构）", people: [LENT] });
  const named = await untilSeen(CITY, order.id, "REPORTED_BACK");
  expect(named.secondment.people).toEqual([LENT]);
  // named is bound: for other days somebody may be lent again, for these not
  const second = await issue();
  await move(LENT, await untilSeen(COUNTY, second.id, "ISSUED"), "ACCEPT");
  const doubled = { id: second.id, version: 2 };
  expect(await tries(COUNTY, doubled, "REPORT_BACK", { people: [LENT] })).toEqual(["PERSON_LENT_ALREADY", LENT]);
  const later = { startsOn: dayBefore(-31), endsOn: dayBefore(-40) };
  const [third] = (await platform.as(CITY).does("issueTierOrders", anOrder({}, later))) as [Versioned];
  await move(LENT, await untilSeen(COUNTY, third.id, "ISSUED"), "ACCEPT");
  expect(await tries(COUNTY, { id: third.id, version: 2 }, "REPORT_BACK", { people: [LENT] })).toHaveLength(1);
  // named is not taken yet
  expect(await appoint(LENT)).toEqual(["PERSON_NOT_SECONDED", LENT]);
  const [closed] = (await move(CITY, named, "CLOSE")) as [Versioned];
  expect(await appoint(LENT, { validTo: dayBefore(-31) })).toEqual(["PERSON_NOT_SECONDED", LENT]);
  expect(await appoint("county:990103.clerk")).toEqual(["PERSON_NOT_SECONDED", "county:990103.clerk"]);
  expect(await appoint(LENT)).toBe(1);
  const [row] = await platform.sql<{ until: string; home: string }>(
    "city",
    "select valid_to::text as until, home_office as home from appointment where person = $1",
    [LENT],
  );
  expect(row).toEqual({ until: to, home: "990102" });
  await until("the access begins", () => readsTarget(LENT));
  // 交叉: the requirement of somebody from elsewhere is met by who was lent
  const members = [{ person: "city:9901.clerk", role: "MEMBER", validFrom: from }];
  await platform.as(CITY).does("appointTierTeam", { targetIds: [built.targets[0]?.id], members });
  await platform.as(CITY).does("moveTierRoundTargets", { targets: built.targets, command: "ENTER", on: from });
  const { nodes } = (await saved.run(COUNTY, "LentTodayOfCounty", { today: from })).countyOrders;
  expect(nodes).toMatchObject([{ id: order.id, secondment: { people: [LENT] } }]);
  expect((await saved.run(CITY, "BorrowedToday", { today: from })).cityOrders.nodes).toHaveLength(1);
  expect((await saved.run(CITY, "LentToday", { today: from })).cityOrders.nodes).toEqual([]);
  expect((await saved.run(CITY, "BorrowedToday", { today: dayBefore(-31) })).cityOrders.nodes).toEqual([]);
  expect(await tries(CITY, closed, "WITHDRAW")).toEqual(["REASON_REQUIRED", order.id]);
  await move(CITY, closed, "WITHDRAW", { note: "任务提前完成。（虚构）" });
  expect(await readsTarget(LENT)).toBe(false);
  await untilSeen(COUNTY, order.id, "WITHDRAWN");
  expect(await tries(COUNTY, doubled, "REPORT_BACK", { people: [LENT] })).toHaveLength(1);
  await move(CITY, await untilSeen(CITY, second.id, "REPORTED_BACK"), "WITHDRAW", { note: "不再需要。（虚构）" });
  await untilSeen(COUNTY, second.id, "WITHDRAWN");
  expect(await appoint(LENT)).toEqual(["PERSON_NOT_SECONDED", LENT]);
  const ended = await platform.sql("city", "select end_reason, ended_by from appointment where person = $1", [LENT]);
  expect(ended).toEqual([{ end_reason: "任务提前完成。（虚构）", ended_by: CITY }]);
  expect(RUN_WITH_SECONDMENTS.filter((name) => saved.unused.has(name))).toEqual([]);
});

test("the access ends by itself on the last day, whoever looks", async () => {
  const order = await issue();
  await move(COUNTY, await untilSeen(COUNTY, order.id, "ISSUED"), "ACCEPT");
  await move(COUNTY, { id: order.id, version: 2 }, "REPORT_BACK", { people: [LENT] });
  await move(CITY, await untilSeen(CITY, order.id, "REPORTED_BACK"), "CLOSE");
  expect(await appoint(LENT)).toBe(1);
  expect(await readsTarget(LENT)).toBe(true);
  await platform.sql(
    "city",
    "update appointment set valid_from = office_today() - 9, valid_to = office_today() - 1 where person = $1 and ended_at is null",
    [LENT],
  );
  expect(await readsTarget(LENT)).toBe(false);
});

test("a county declines with a reason, is insisted on, and a task neither asks for people nor is taken back when it is closed", async () => {
  const order = await issue();
  await untilSeen(COUNTY, order.id, "ISSUED");
  await move(COUNTY, order, "DECLINE", { note: "人手不足。（虚构）" });
  const declined = await untilSeen(CITY, order.id, "DECLINED");
  expect(declined).toMatchObject({ reason: "人手不足。（虚构）", commands: ["INSIST", "WITHDRAW"] });
  await move(CITY, declined, "INSIST", { note: "请协调。（虚构）" });
  await untilSeen(COUNTY, order.id, "ISSUED");
  const { id } = await issue({ kind: "TASK", secondment: undefined });
  await move(COUNTY, await untilSeen(COUNTY, id, "ISSUED"), "ACCEPT");
  expect(await tries(COUNTY, { id, version: 2 }, "REPORT_BACK", { note: "x", people: [LENT] })).toEqual([
    "PEOPLE_REQUIRED",
    id,
  ]);
  await move(COUNTY, { id, version: 2 }, "REPORT_BACK", { note: "已办。（虚构）" });
  const [closed] = (await move(CITY, await untilSeen(CITY, id, "REPORTED_BACK"), "CLOSE")) as [Versioned];
  expect(await tries(CITY, closed, "WITHDRAW", { note: "x" })).toEqual(["ORDER_SETTLED", id]);
  expect(await untilSeen(CITY, id, "CLOSED")).toMatchObject({ commands: [] });
});

describe("an order for people is refused", () => {
  const issuing = async (input: object) => {
    const attempt = () => platform.as(CITY).tries("issueTierOrders", input);
    const { refusal, answer } = await writesNothing(platform, CITY, attempt);
    return refusal?.code ?? answer.errors.map(({ extensions: { code, fields } }) => [code, fields?.[0]?.path]);
  };
  test.each<[string, () => object, unknown]>([
    ["without saying for what", () => anOrder({ secondment: undefined }), [["BAD_USER_INPUT", "input.secondment"]]],
    ["where it is a task", () => anOrder({ kind: "TASK" }), [["BAD_USER_INPUT", "input.secondment"]]],
    ["for nobody", () => anOrder({}, { peopleWanted: 0 }), [["BAD_USER_INPUT", "input.secondment.peopleWanted"]]],
    [
      "for a round that there is not",
      () => anOrder({}, { roundId: newId("CITY") }),
      [["NOT_FOUND", "input.secondment.roundId"]],
    ],
    [
      "for a county's round",
      () => anOrder({}, { roundId: newId("COUNTY") }),
      [["NOT_FOUND", "input.secondment.roundId"]],
    ],
    ["for a time that ends before it begins", () => anOrder({}, { endsOn: dayBefore(1) }), "PERIOD_INVALID"],
  ])("%s", async (_, make, expected) => {
    expect(await issuing(make())).toEqual(expected);
  });

  test("to a region whose tier has said that it has no office there", async () => {
    const hear = await hearsOfNoOffice(platform, "city", "990103");
    const code = await issuing(anOrder({ officeCodes: ["990103"] }));
    await hear();
    expect(code).toBe("NO_OFFICE_IN_REGION");
  });

  test("for a round that is over", async () => {
    const over = await aRound("9901").until("AUTHORISED").on(platform);
    const { data } = await over.approver.ask("query ($id: ID!) { cityRound(id: $id) { version } }", { id: over.id });
    const withdraw = { id: over.id, version: data.cityRound.version, command: "WITHDRAW", note: "不再进行（虚构）" };
    await over.approver.does("moveTierRound", withdraw);
    expect(await issuing(anOrder({}, { roundId: over.id }))).toBe("ROUND_IS_OVER");
  });
});
