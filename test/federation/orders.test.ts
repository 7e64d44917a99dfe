import { randomUUID } from "node:crypto";
import { newId } from "../../schema/contract/ids";
import { hearsOfNoOffice } from "../support/absentOffice";
import { aRound, type BuiltRound } from "../support/builders";
import type { Versioned } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_WITH_ORDERS, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";
import { writesNothing } from "../support/writesNothing";

// 派单: from the city and the province down to the counties, by the workers, and the answers back.

const CITY = "city:9901.director";
const CITY_CLERK = "city:9901.clerk";
const KIN = "city:9901.kin";
const PROVINCE = "province:99.director";
const COUNTY = "county:990101.director";
const CLERK = "county:990101.clerk";

let platform: TestPlatform;
let saved: SavedOperations;
let built: BuiltRound;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  await platform.openAccount("city:9901.second", "9901", ["DIRECTOR"]);
  await platform.openAccount(KIN, "9901", ["CLERK"]);
  const round = aRound("990101").withFindings(2).submitted();
  [built] = await Promise.all([round.on(platform), platform.startWorkers()]);
});

/** To sign for an order there are three working days: at the beginning of a week these are three days, so few that it is due soon already. */
const IN_TIME = expect.stringMatching(/^(GREEN|YELLOW)$/);

const anOrder = (more: object = {}) => ({
  ...{
    kind: "TASK",
    officeCodes: ["990101"],
    title: "村集体资金专项核查（虚构）",
    request: "请报告核查情况。（虚构）",
  },
  ...{ basis: "年度计划（虚构）", synthetic: true, ...more },
});
const issue = (person: string, more: object = {}) => platform.as(person).does("issueTierOrders", anOrder(more));
const tries = (person: string, input: object, key = randomUUID()) =>
  platform.as(person).tries("moveTierOrders", input, { key });
const move = (person: string, order: Versioned, command: string, more: object = {}) =>
  platform.as(person).does("moveTierOrders", { orders: [{ id: order.id, version: order.version }], command, ...more });
const refused = async (person: string, order: Versioned, command: string, more: object = {}) => {
  const input = { orders: [{ id: order.id, version: order.version }], command, ...more };
  const { refusal, answer } = await writesNothing(platform, person, () => tries(person, input));
  return refusal?.code ?? answer.errors[0]?.extensions.code;
};
const TIER_OF = (person: string) => person.split(":")[0] as string;
const ORDER = (
  tier: string,
) => `query Order($id: ID!) { ${tier}Order(id: $id) { id version way status reason answer answerNumber acceptedAt
  reminders colour waitsUntil daysOverdue dueOn receiptDueOn enteredByOffice answeredBy commands issuer { name } addressee { code }
  receipts { officeCode receivedAt } receivedFindings { findingId title } } }`;
async function see(person: string, id: string) {
  const { data } = await platform.as(person).ask(ORDER(TIER_OF(person)), { id });
  return data?.[`${TIER_OF(person)}Order`];
}
const untilSeen = (person: string, id: string, status: string) =>
  until(`${person} sees it ${status}`, async () => {
    const order = await see(person, id);
    return order?.status === status && order;
  });

test("by the saved operations, an order is issued, delivered, signed for, answered, returned, answered again and closed", async () => {
  const [order] = await saved.change(CITY, "IssueOrders", anOrder());
  const { id } = order;
  expect(order).toMatchObject({
    status: "ISSUED",
    colour: IN_TIME,
    addressee: { code: "990101" },
    commands: ["REMIND", "WITHDRAW"],
  });
  const arrived = await until("it has come down", async () => {
    const { countyOrders } = await saved.run(CLERK, "OrdersReceivedOfCounty");
    return countyOrders.nodes[0];
  });
  expect(arrived).toMatchObject({
    ...{ id, way: "IN", title: anOrder().title, request: anOrder().request, basis: anOrder().basis, status: "ISSUED" },
    ...{ issuer: { code: "9901" }, commands: ["ACCEPT"], colour: IN_TIME, lostAt: null },
  });
  const receipts = await until("the city knows that it has come", async () => {
    const { cityOrders } = await saved.run(CITY_CLERK, "OrdersSent");
    const [sent] = cityOrders.nodes;
    return sent?.id === id && sent.receipts[0]?.receivedAt && sent.receipts;
  });
  expect(receipts).toMatchObject([{ officeCode: "990101", receivedAt: expect.any(String) }]);
  await move(CLERK, arrived, "ACCEPT");
  expect((await untilSeen(CITY, id, "ACCEPTED")).acceptedAt).not.toBeNull();
  const [finding] = built.findings as [Versioned];
  const note = "已核查，详见所报问题。（虚构）";
  await move(COUNTY, { id, version: 2 }, "REPORT_BACK", { note, findingIds: [finding.id], roundIds: [built.id] });
  const answered = await untilSeen(CITY, id, "REPORTED_BACK");
  expect(answered).toMatchObject({
    ...{ answer: note, answerNumber: 1, answeredBy: COUNTY, colour: null, waitsUntil: null },
    ...{ receivedFindings: [{ findingId: finding.id }], commands: ["CLOSE", "RETURN", "WITHDRAW"] },
  });
  const dueOn = dayBefore(-30);
  await saved.change(CITY, "MoveOrders", {
    ...{ orders: [{ id, version: answered.version }], command: "RETURN", note: "请补充金额。（虚构）", dueOn },
  });
  const returned = await untilSeen(COUNTY, id, "RETURNED");
  expect(returned).toMatchObject({
    reason: "请补充金额。（虚构）",
    dueOn,
    waitsUntil: dueOn,
    commands: ["REPORT_BACK"],
  });
  await move(COUNTY, returned, "REPORT_BACK", { note: "补充如下。（虚构）" });
  const again = await untilSeen(CITY, id, "REPORTED_BACK");
  expect(again).toMatchObject({ answerNumber: 2, answer: "补充如下。（虚构）", receivedFindings: [] });
  await move(CITY, again, "CLOSE");
  await untilSeen(COUNTY, id, "CLOSED");
  const { countyOrder } = await saved.run(CLERK, "OrderInFullOfCounty", { id });
  const told = countyOrder.history.nodes.map(({ event }: { event: string }) => event.slice("Order".length));
  expect(told).toEqual(["Closed", "ReportedBack", "Returned", "ReportedBack", "Accepted", "Received"]);
  expect(JSON.stringify(countyOrder.history)).toContain(note);
});

test("one issue to several offices is an order for each; a province's to a county is copied to its city, which moves nothing", async () => {
  const orders = await issue(PROVINCE, { officeCodes: ["990101", "990102", "9902"] });
  expect(orders).toHaveLength(3);
  const [first] = orders as [Versioned];
  await untilSeen("county:990102.clerk", orders[1]?.id as string, "ISSUED");
  await untilSeen("city:9902.clerk", orders[2]?.id as string, "ISSUED");
  const copy = await untilSeen(CITY, first.id, "ISSUED");
  expect(copy).toMatchObject({ way: "COPY", commands: [], receipts: [], addressee: { code: "990101" } });
  expect(await refused(CITY, copy, "ACCEPT")).toBe("ORDER_IS_A_COPY");
  const { cityOrders } = await saved.run(CITY, "OrdersReceived");
  expect(cityOrders.nodes.map(({ id }: Versioned) => id)).toContain(first.id);
  expect((await saved.run(CITY, "OrderInFull", { id: first.id })).cityOrder).toMatchObject({
    way: "COPY",
    answer: null,
  });
  await move(COUNTY, await untilSeen(COUNTY, first.id, "ISSUED"), "ACCEPT");
  await untilSeen(CITY, first.id, "ACCEPTED");
  const { data } = await platform
    .as(PROVINCE)
    .ask(
      "query ($f: OrderFilter) { provinceOrders(filter: $f, first: 2) { nodes { id issueId receipts { officeCode } } pageInfo { hasNextPage endCursor } } }",
      { f: { way: ["OUT"], region: "9901" } },
    );
  expect(data.provinceOrders.nodes.map(({ id }: Versioned) => id).sort()).toEqual(
    [orders[0]?.id, orders[1]?.id].sort(),
  );
  expect(data.provinceOrders.pageInfo.hasNextPage).toBe(false);
  const receipts = data.provinceOrders.nodes[0].receipts.map(({ officeCode }: { officeCode: string }) => officeCode);
  expect(receipts.sort()).toEqual(
    ["9901", data.provinceOrders.nodes[0].id === orders[0]?.id ? "990101" : "990102"].sort(),
  );
});

test("nobody but issuer, addressee and the office between sees an order, by list or by id", async () => {
  const [order] = (await issue(PROVINCE)) as [Versioned];
  await untilSeen(CLERK, order.id, "ISSUED");
  await untilSeen(CITY, order.id, "ISSUED");
  const strangers = ["city:9902.director", "county:990102.director", "county:990201.director"];
  const noReaders = ["county:990101.display", "county:990101.security", "province:99.display"];
  for (const person of [...strangers, ...noReaders]) {
    expect([person, (await see(person, order.id)) ?? null]).toEqual([person, null]);
    expect([person, await refused(person, order, "ACCEPT")]).toEqual([person, "NOT_FOUND"]);
    const tier = TIER_OF(person);
    const { data } = await platform.as(person).ask(`{ ${tier}Orders(first: 100) { nodes { id } } }`);
    expect(JSON.stringify(data)).not.toContain(order.id);
  }
  expect(await see(KIN, order.id)).not.toBeNull();
  const recusal = { accountId: KIN, kind: "TERRITORY", scope: "REGION", subject: "990101" };
  await platform.as(CITY).does("declareTierRecusal", recusal);
  await until("who is recused from the county sees it no more", async () => !(await see(KIN, order.id)));
});

describe("refused, with nothing written", () => {
  const issuing = async (person: string, more: object) => {
    const attempt = () => platform.as(person).tries("issueTierOrders", anOrder(more));
    const { refusal, answer } = await writesNothing(platform, person, attempt);
    return refusal?.code ?? answer.errors.map(({ extensions: { code, fields } }) => [code, fields?.[0]?.path]);
  };

  test.each([
    ["to oneself", CITY, { officeCodes: ["9901"] }, "ORDER_TO_ONESELF"],
    ["to an office of another city", CITY, { officeCodes: ["990101", "990201"] }, "OFFICE_NOT_BELOW"],
    ["to the office above", CITY, { officeCodes: ["99"] }, "OFFICE_NOT_BELOW"],
    ["to a neighbour", COUNTY, { officeCodes: ["990102"] }, "OFFICE_NOT_BELOW"],
    ["to a township, which has no office", CITY, { officeCodes: ["990101001"] }, "OFFICE_NOT_BELOW"],
    ["due yesterday", CITY, { dueOn: dayBefore(1) }, "ORDER_DUE_PASSED"],
    ["to a place that does not exist", CITY, { officeCodes: ["999999"] }, [["BAD_USER_INPUT", "input.officeCodes.0"]]],
    ["twice to one office", CITY, { officeCodes: ["990101", "990101"] }, [["BAD_USER_INPUT", "input.officeCodes.1"]]],
    ["to nobody", CITY, { officeCodes: [] }, [["BAD_USER_INPUT", "input.officeCodes"]]],
    ["without a word", CITY, { request: "" }, [["BAD_USER_INPUT", "input.request"]]],
    ["with a number of a person", CITY, { request: "请联系13800138000。" }, [["BAD_USER_INPUT", "input.request"]]],
    ["by a clerk", CITY_CLERK, {}, [["FORBIDDEN", undefined]]],
  ])("an order %s", async (_, person, more, expected) => {
    expect(await issuing(person, more)).toEqual(expected);
  });

  test("to a region whose tier has said that it has no office there: to all of them, or to none", async () => {
    const hear = await hearsOfNoOffice(platform, "city", "990103");
    const { refusal } = await platform
      .as(CITY)
      .tries("issueTierOrders", anOrder({ officeCodes: ["990101", "990103"] }));
    await hear();
    expect(refusal).toMatchObject({
      ...{ code: "NO_OFFICE_IN_REGION", subject: "990103", allowed: null },
      ...{
        message: expect.stringMatching(/没有巡视办、巡察办/),
        messageEn: expect.stringMatching(/has no inspection office/),
      },
      ...{ remedy: expect.stringMatching(/请核对地区/), remedyEn: expect.stringMatching(/Check the region/) },
    });
  });

  test("the same key issues once, and with other words not at all", async () => {
    const key = randomUUID();
    const once = await platform.as(CITY).does("issueTierOrders", anOrder(), { key });
    const twice = await platform.as(CITY).does("issueTierOrders", anOrder(), { key });
    expect(twice).toEqual(once);
    const { refusal } = await platform.as(CITY).tries("issueTierOrders", anOrder({ title: "另一件（虚构）" }), { key });
    expect(refusal?.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test("each step out of its turn, without what it needs, or by whom it is not", async () => {
    const [order] = (await issue(CITY)) as [Versioned];
    await untilSeen(CLERK, order.id, "ISSUED");
    expect(await refused(CITY, order, "ACCEPT")).toBe("ROLE_REQUIRED");
    expect(await refused(CITY, order, "CLOSE")).toBe("ILLEGAL_TRANSITION");
    expect(await refused(CITY_CLERK, order, "WITHDRAW", { note: "x" })).toBe("ROLE_REQUIRED");
    expect(await refused(CITY, order, "WITHDRAW")).toBe("REASON_REQUIRED");
    expect(await refused(CITY, { ...order, version: 7 }, "REMIND")).toBe("STALE_VERSION");
    expect(await refused(CLERK, order, "REPORT_BACK", { note: "x" })).toBe("ILLEGAL_TRANSITION");
    expect(await refused(CLERK, order, "DECLINE", { note: "x" })).toBe("ROLE_REQUIRED");
    expect(await refused(COUNTY, order, "DECLINE")).toBe("REASON_REQUIRED");
    expect(await refused(COUNTY, order, "WITHDRAW", { note: "x" })).toBe("ROLE_REQUIRED");
    expect(await refused(COUNTY, { id: newId("CITY"), version: 1 }, "ACCEPT")).toBe("NOT_FOUND");
    const named = [order, order].map(({ id, version }) => ({ id, version }));
    expect(
      (await tries(COUNTY, { orders: named, command: "ACCEPT" })).answer.errors[0]?.extensions.fields,
    ).toMatchObject([{ path: "input.orders.1.id" }]);
    await move(CLERK, order, "ACCEPT");
    const accepted = { id: order.id, version: 2 };
    expect(await refused(CLERK, accepted, "REPORT_BACK", { note: "x" })).toBe("ROLE_REQUIRED");
    expect(await refused(COUNTY, accepted, "REPORT_BACK")).toBe("ANSWER_REQUIRED");
    const unheard = await aRound("990101").withFindings(1).until("RECORDED").on(platform);
    const drafts = [unheard.findings[0]?.id];
    expect(await refused(COUNTY, accepted, "REPORT_BACK", { note: "x", findingIds: drafts })).toBe("NOT_SUBMITTED");
    expect(await refused(COUNTY, accepted, "REPORT_BACK", { note: "x", roundIds: [newId("COUNTY")] })).toBe(
      "NOT_SUBMITTED",
    );
    const late = { note: "x", dueOn: dayBefore(1) };
    await move(COUNTY, accepted, "REPORT_BACK", { note: "已办。（虚构）" });
    const back = await untilSeen(CITY, order.id, "REPORTED_BACK");
    expect(await refused(CITY, back, "RETURN", late)).toBe("ORDER_DUE_PASSED");
    expect(await refused(CITY, back, "RETURN")).toBe("REASON_REQUIRED");
  });

  test("an answer after the withdrawal: the order says that it is withdrawn, and why", async () => {
    const [order] = (await issue(CITY)) as [Versioned];
    await untilSeen(CLERK, order.id, "ISSUED");
    await move(CITY, order, "WITHDRAW", { note: "重复派单。（虚构）" });
    const gone = await untilSeen(COUNTY, order.id, "WITHDRAWN");
    expect(gone).toMatchObject({ reason: "重复派单。（虚构）", commands: [], colour: null });
    expect(await refused(COUNTY, gone, "ACCEPT")).toBe("ORDER_WITHDRAWN");
    expect(await refused(CITY, { id: order.id, version: 2 }, "REMIND")).toBe("ORDER_WITHDRAWN");
  });
});

test("what is overdue says so on both sides, is reminded of once a day, and the alert clock tells each journal once", async () => {
  const [order] = (await issue(CITY)) as [Versioned];
  await untilSeen(COUNTY, order.id, "ISSUED");
  for (const tier of ["city", "county"] as const) {
    await platform.sql(tier, "update office_order set receipt_due_on = office_today() - 2 where id = $1", [order.id]);
  }
  expect(await see(COUNTY, order.id)).toMatchObject({ colour: "RED", daysOverdue: 2, waitsUntil: dayBefore(2) });
  const { cityOrders } = await saved.run(CITY, "OrdersOverdue");
  expect(cityOrders.nodes).toMatchObject([{ id: order.id, daysOverdue: 2 }]);
  const [reminded] = (await move(CITY_CLERK, order, "REMIND")) as [Versioned];
  expect(await refused(CITY, reminded, "REMIND")).toBe("REMINDED_TODAY");
  // once a day is offered once a day, to whoever may
  expect((await see(CITY, order.id)).commands).toEqual(["WITHDRAW"]);
  expect((await see(CITY_CLERK, order.id)).commands).toEqual([]);
  await platform.sql("city", "update office_order set reminded_at = now() - interval '1 day' where id = $1", [
    order.id,
  ]);
  expect((await see(CITY, order.id)).commands).toEqual(["REMIND", "WITHDRAW"]);
  expect((await see(CITY_CLERK, order.id)).commands).toEqual(["REMIND"]);
  await until("the county is reminded", async () => (await see(COUNTY, order.id))?.reminders === 1);
  const copies = await saved.run(CITY, "CopiesNotAcknowledged");
  expect(copies.cityDisclosures.nodes).toEqual([]);
});

test("an order encloses what was released to its addressee, for as long as that stands, and nothing else", async () => {
  const round = await aRound("9901").withFindings(1).until("HEARD").on(platform);
  const released = async (grantees: string[]) => {
    const said = { grantees, title: "村级工程问题通报（虚构）", fields: ["TITLE"], expiresOn: dayBefore(-30) };
    return (await round.director.does("releaseTierResults", { ...said, roundId: round.id }))[0] as Versioned;
  };
  const [theirs, others] = [await released(["990101"]), await released(["990102"])];
  const trying = async (releaseIds: unknown[], officeCodes = ["990101"]) => {
    const { refusal, answer } = await platform.as(CITY).tries("issueTierOrders", anOrder({ releaseIds, officeCodes }));
    return refusal ? [refusal.code, refusal.subject] : answer.errors[0]?.extensions.fields?.map(({ path }) => path);
  };
  expect(await trying([others.id])).toEqual(["ENCLOSURE_NOT_RELEASED", others.id]);
  expect(await trying([theirs.id], ["990101", "990102"])).toEqual(["ENCLOSURE_NOT_RELEASED", theirs.id]);
  expect(await trying([round.id])).toEqual(["input.releaseIds.0"]);
  expect(await trying([theirs.id, theirs.id])).toEqual(["input.releaseIds.1"]);
  const [order] = (await issue(CITY, { releaseIds: [theirs.id] })) as [Versioned];
  await untilSeen(COUNTY, order.id, "ISSUED");
  const enclosed = async () => {
    const query = `query ($id: ID!) { countyOrder(id: $id) { releaseIds enclosures { id state findings { nodes { title } } } } }`;
    return (await platform.as(COUNTY).ask(query, { id: order.id })).data.countyOrder;
  };
  expect(await enclosed()).toMatchObject({
    releaseIds: [theirs.id],
    enclosures: [{ id: theirs.id, state: "ISSUED", findings: { nodes: [{ title: "民生项目公示不及时" }] } }],
  });
  await round.director.does("moveTierRelease", { ...theirs, command: "WITHDRAW", note: "有误。（虚构）" });
  const after = await until("it is withdrawn", async () => {
    const [first] = (await enclosed()).enclosures;
    return first?.state === "WITHDRAWN" && first;
  });
  expect(after.findings.nodes).toEqual([]);
  expect(await trying([theirs.id])).toEqual(["ENCLOSURE_NOT_RELEASED", theirs.id]);
});

test("who can see an order names both sides and the office between, wherever it is asked, and tells nobody else", async () => {
  const [order] = (await issue("province:99.director")) as [Versioned];
  await Promise.all([COUNTY, CITY].map((person) => untilSeen(person, order.id, "ISSUED")));
  const readers = async (person: string) => {
    const { data, errors } = await platform
      .as(person)
      .ask(
        `query ($id: ID!) { readers: ${TIER_OF(person)}Readers(kind: ORDER, id: $id, first: 10) { nodes { rule officeCode since } } }`,
        { id: order.id },
      );
    const told = ({ rule, officeCode, since }: Record<string, string>) => [rule, officeCode, typeof since].join(" ");
    return errors[0]?.extensions.code ?? data.readers.nodes.map(told).sort();
  };
  const { person: auditor } = await platform.openAccount("county:990101.auditor", "990101", ["AUDIT_ADMIN"]);
  const other = (code: string) => `ORDERED ${code} string`;
  const own = (code: string) => `OWN_OFFICE ${code} object`;
  expect(await readers("province:99.director")).toEqual([other("9901"), other("990101"), own("99")]);
  expect(await readers(CITY)).toEqual([other("99"), other("990101"), own("9901")]);
  for (const person of [COUNTY, auditor]) {
    expect(await readers(person)).toEqual([other("99"), other("9901"), own("990101")]);
  }
  expect(await readers("county:990102.director")).toBe("NOT_FOUND");
  const asked = "select count(*)::int as n from journal where event = 'ReadersAsked' and object_id = $1";
  expect(await platform.sql("county", asked, [order.id])).toEqual([{ n: 2 }]);
});

test("for an office on paper its superior signs and answers, marked; and who answered does not accept the answer", async () => {
  await platform.sql("county", "update office set enrolment = 'ON_PAPER' where code = '990103'");
  const [order] = (await issue(CITY, { officeCodes: ["990103"] })) as [Versioned];
  const entering = platform.as(CITY).workingIn("COUNTY");
  const there = (version: number, command: string, more: object = {}) =>
    entering.does("moveTierOrders", { orders: [{ id: order.id, version }], command, ...more });
  await until(
    "it has come",
    async () => (await platform.sql("county", "select 1 from office_order where id = $1", [order.id])).length,
  );
  await there(1, "ACCEPT");
  await there(2, "REPORT_BACK", { note: "纸质反馈。（虚构）" });
  const back = await untilSeen(CITY, order.id, "REPORTED_BACK");
  const [row] = await platform.sql("county", "select entered_by_office from office_order where id = $1", [order.id]);
  expect(row).toEqual({ entered_by_office: "9901" });
  expect(await refused(CITY, back, "CLOSE")).toBe("SOMEBODY_ELSE_REQUIRED");
  expect(back.commands).toEqual(["RETURN", "WITHDRAW"]);
  expect((await see("city:9901.second", order.id)).commands).toEqual(["CLOSE", "RETURN", "WITHDRAW"]);
  await move("city:9901.second", back, "CLOSE");
  await platform.sql("county", "update office set enrolment = 'ENROLLED' where code = '990103'");
});

test("an order to an office that takes no part comes back as undeliverable", async () => {
  await platform.sql("county", "update office set enrolment = 'NOT_ENROLLED' where code = '990102'");
  const [order] = (await issue(CITY, { officeCodes: ["990102"] })) as [Versioned];
  expect(await untilSeen(CITY, order.id, "UNDELIVERABLE")).toMatchObject({ commands: [], colour: null });
  expect(await platform.sql("county", "select 1 from office_order where id = $1", [order.id])).toEqual([]);
  await platform.sql("county", "update office set enrolment = 'ENROLLED' where code = '990102'");
  expect(RUN_WITH_ORDERS.filter((name) => saved.unused.has(name))).toEqual([]);
});
