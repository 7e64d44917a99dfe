import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { join } from "node:path";
import type { Caller, Versioned } from "../support/caller";
import {
  aClue,
  asked,
  type ClueHands,
  clueHands,
  clueUntil,
  codeOf,
  read,
  recordOf,
  seen,
} from "../support/clueCustody";
import { today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_ACROSS_TIERS, SavedOperations } from "../support/savedOperations";
import { until } from "../support/until";

// A clue on a cadre whom the city manages: it goes up from the county as a sealed parcel, by the workers, and what becomes of it
// comes back.

let platform: TestPlatform;
let county: ClueHands;
let city: ClueHands;
const aCityClue = (changes: object = {}) => aClue({ subject: { cadreLevel: "CITY", region: "990101", ...changes } });

beforeAll(async () => {
  platform = await borrowPlatform();
  const hands = [clueHands(platform), clueHands(platform, "9901")] as const;
  [county, city] = await Promise.all([...hands, platform.startWorkers()]);
});

/** Until somebody of the other tier sees the clue as far as it is meant to be. */
const untilSeen = (by: Caller, id: string, status: string) =>
  until(`${by.person} sees it ${status}`, async () => {
    const clue = await seen(by, id);
    return clue?.status === status && clue;
  });
const referred = async (clue = aCityClue()) => {
  const { id } = await clueUntil(county, "IN_TRANSIT", clue);
  await untilSeen(city.proposing, id, "IN_TRANSIT");
  return id;
};
const step = (by: Caller, id: string, version: number, command: string, more: object = {}) =>
  by.does("moveTierClueReceipt", { id, version, command, ...more });
const statuses = ({ chain }: { chain: { event: string; from: string; to: string; countersignature: string }[] }) =>
  chain.map(({ event, from, to, countersignature }) => `${event} ${from} ${to} ${countersignature ? "signed" : ""}`);

test("a clue goes up to the city, is disposed of there, and both sides hold the same chain, signed by both", async () => {
  const id = await referred();
  const arrived = await seen(city.proposing, id);
  expect(arrived).toMatchObject({
    ...{ owner: "990101:INSPECTION", receiver: "9901:DISCIPLINE", chainHolds: true, commands: ["RECEIVE", "RETURN"] },
    receipts: [{ status: "IN_TRANSIT", version: 1, deadlines: [{ clock: "CLUE_RECEIPT" }] }],
  });
  expect(await read(city.deciding, id)).toMatchObject({ text: aClue().text, route: "9901:DISCIPLINE", notes: [] });
  await step(city.proposing, id, 1, "RECEIVE");
  await untilSeen(county.registrar, id, "RECEIVED");
  const disposal = { disposal: "PRELIMINARY_VERIFICATION", note: "拟初步核实。（虚构）" };
  await step(city.proposing, id, 2, "PROPOSE_DISPOSAL", disposal);
  await step(city.deciding, id, 3, "DECIDE_DISPOSAL");
  await untilSeen(county.registrar, id, "IN_DISPOSAL");
  await step(city.deciding, id, 4, "CONCLUDE", { outcome: "MEASURES_TAKEN", note: "已批评教育。（虚构）" });
  const concluded = await untilSeen(county.registrar, id, "CONCLUDED");
  expect(concluded).toMatchObject({
    // who registered it does not seal it
    ...{ chainHolds: true, commands: [] },
    receipts: [{ status: "CONCLUDED", disposal: "PRELIMINARY_VERIFICATION", outcome: "MEASURES_TAKEN", version: 5 }],
  });
  expect((await read(county.registrar, id)).notes).toMatchObject([
    { kind: "PROPOSE_DISPOSAL", writtenBy: city.proposing.person, text: disposal.note },
    { kind: "CONCLUDE", text: "已批评教育。（虚构）" },
  ]);
  await county.clearing.does("moveTierClue", { id, version: concluded.version, command: "SEAL", note: "归档。" });
  const whole = [
    "REGISTERED 990101:INSPECTION 990101:INSPECTION ",
    "REFERRED 990101:INSPECTION 9901:DISCIPLINE signed",
    "CONCLUDED 9901:DISCIPLINE 990101:INSPECTION signed",
  ];
  expect(statuses(await seen(county.registrar, id))).toEqual(whole);
  const signed = await until("the owner's signature has come", async () => {
    const clue = await seen(city.proposing, id);
    return clue.chain[2].countersignature && clue;
  });
  expect([statuses(signed), signed.chainHolds]).toEqual([whole, true]);
  // every read is in the record of the tier where it was
  expect(await recordOf(city.deciding, id)).toContain(`ClueRead ${city.deciding.person}`);
  expect(await recordOf(county.registrar, id)).toEqual(expect.arrayContaining(["ClueConcluded platform"]));
});

test("without clearance, by its registrant or to its subject's office nothing leaves for another tier", async () => {
  const parcels = () => platform.sql("county", "select count(*) from sealed_parcel");
  const [before, registered, approved] = [
    await parcels(),
    await clueUntil(county, "REGISTERED", aCityClue()),
    await clueUntil(county, "APPROVED", aCityClue()),
  ];
  const there = await clueUntil(county, "APPROVED", aCityClue({ workplaces: ["9901:INSPECTION"] }));
  const refers = (by: Caller, clue: Versioned, receiver?: string) =>
    codeOf(by.tries("moveTierClue", { ...clue, command: "REFER", receiver }));
  expect(await refers(county.clearing, registered)).toBe("ILLEGAL_TRANSITION");
  expect(await refers(county.registrar, approved)).toBe("SOMEBODY_ELSE_REQUIRED");
  expect(await refers(county.clearing, approved, "9901:ORGANISATION")).toBe("CLUE_ROUTE_DIFFERS");
  expect(await refers(county.clearing, there, "9901:DISCIPLINE")).toBe("CLUE_TO_SUBJECTS_OFFICE");
  expect(await parcels()).toEqual(before);
});

test("nobody else has any of it: not the office above, not the receiver's inspection office, not the carrier", async () => {
  const id = await referred();
  const open = (person: string, office: string, role: "CUSTODIAN" | "DISCIPLINE" | "SYSTEM_ADMIN" | "AUDIT_ADMIN") =>
    platform.openAccount(`${person}-${randomUUID().slice(0, 8)}`, office, [role]);
  const strangers = [
    await open("province:99.discipline", "99", "DISCIPLINE"),
    await open("city:9901.custodian", "9901", "CUSTODIAN"),
    await open("city:9902.discipline", "9902", "DISCIPLINE"),
    platform.as("city:9901.director"),
    county.proposing,
  ];
  for (const by of strangers) {
    for (const tier of ["COUNTY", "CITY", "PROVINCE"] as const) {
      const there = by.workingIn(tier);
      expect([by.person, await read(there, id), await seen(there, id)]).toEqual([by.person, null, undefined]);
    }
  }
  for (const role of ["SYSTEM_ADMIN", "AUDIT_ADMIN"] as const) {
    const admin = await open("city:9901.admin", "9901", role);
    const streams = await asked(admin, "{ countyExchangeStreams { nodes { source destination parkedKind } } }", {});
    expect(streams.nodes.length).toBeGreaterThan(0);
    expect(JSON.stringify(streams)).not.toMatch(/Clue/);
  }
  const asWorker = async (tier: "county" | "city", text: string) =>
    platform.sql(tier, `begin; set local role tier_worker; ${text}`).then(
      () => "allowed",
      (cause: Error) => cause.message,
    );
  for (const tier of ["county", "city"] as const) {
    for (const table of ["clue", "clue_part", "clue_key", "clue_receipt", "clue_custody"]) {
      expect(await asWorker(tier, `select 1 from ${table}`)).toMatch(/permission denied/);
      await platform.sql(tier, "rollback");
    }
  }
  const [kept] = await platform.sql<{ body: string }>(
    "city",
    "select body from sealed_parcel order by number desc limit 1",
  );
  expect(Object.keys(JSON.parse(JSON.parse(kept?.body as string).said))).toEqual([
    ...["parcel", "kind", "from", "to", "keys", "wrapped", "sealed"],
  ]);
});

test("whoever sent it looks at it at home: in the receiver's tier it does not exist, nor who opened it there", async () => {
  const id = await referred();
  await read(city.proposing, id);
  const there = county.registrar.workingIn("CITY");
  expect([await read(there, id), await seen(there, id), await recordOf(there, id)]).toEqual([null, undefined, []]);
  const step = await there.tries("moveTierClueReceipt", { id, version: 1, command: "RECEIVE" });
  expect(step.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  expect((await read(county.registrar, id)).text).toBe(aClue().text);
});

test("what the city gives back opens there no more; referred once more it goes on from the same chain", async () => {
  const id = await referred();
  await step(city.proposing, id, 1, "RETURN", { note: "不属本级管理。（虚构）" });
  expect(await read(city.proposing, id)).toBeNull();
  const returned = await untilSeen(county.registrar, id, "RETURNED");
  expect((await read(county.clearing, id)).notes).toMatchObject([{ kind: "RETURN", text: "不属本级管理。（虚构）" }]);
  const [approved] = (await county.clearing.does("moveTierClue", {
    ...{ id, version: returned.version, command: "APPROVE" },
  })) as [Versioned];
  await county.clearing.does("moveTierClue", { ...approved, command: "REFER" });
  const again = await untilSeen(city.proposing, id, "IN_TRANSIT");
  expect(again.receipts).toMatchObject([{ status: "RETURNED" }, { status: "IN_TRANSIT", version: 1 }]);
  expect(statuses(again)).toEqual([
    "REGISTERED 990101:INSPECTION 990101:INSPECTION ",
    "REFERRED 990101:INSPECTION 9901:DISCIPLINE signed",
    "RETURNED 9901:DISCIPLINE 990101:INSPECTION signed",
    "REFERRED 990101:INSPECTION 9901:DISCIPLINE ",
  ]);
  expect((await read(city.proposing, id)).text).toBe(aClue().text);
});

test("whom it concerns is denied in the city too, as a member of the very department, and raises an alert there", async () => {
  const inside = await platform.openAccount("city:9901.discipline-subject", "9901", ["DISCIPLINE"]);
  const id = await referred(aCityClue({ accountIds: [inside.person] }));
  expect([await seen(inside, id), await read(inside, id), await read(inside, id)]).toEqual([undefined, null, null]);
  const { nodes: alerts } = await asked(city.proposing, "{ countyClueAlerts { nodes { clueId person } } }", {});
  // of one hour there is one
  expect(alerts.filter((alert: { clueId: string }) => alert.clueId === id)).toEqual([
    { clueId: id, person: inside.person },
  ]);
  expect((await recordOf(city.proposing, id)).filter((line) => line.startsWith("ClueDenied"))).toHaveLength(1);
});

test("who asks for ids at random writes nothing into the journal", async () => {
  const count = async () =>
    (await platform.sql<{ n: number }>("city", "select count(*)::int as n from journal where event = 'ClueDenied'"))[0]
      ?.n;
  const before = await count();
  const stranger = platform.as("city:9901.clerk");
  for (let i = 0; i < 3; i++) expect(await read(stranger, `county:${randomUUID().slice(0, 22)}`)).toBeNull();
  expect(await count()).toBe(before);
});

test("each step counts once, and a step out of its turn is refused: nothing is changed", async () => {
  const id = await referred();
  const key = randomUUID();
  const receive = { id, version: 1, command: "RECEIVE" };
  const first = await city.proposing.does("moveTierClueReceipt", receive, { key });
  expect(await city.proposing.does("moveTierClueReceipt", receive, { key })).toEqual(first);
  expect(await codeOf(city.proposing.tries("moveTierClueReceipt", receive))).toBe("ILLEGAL_TRANSITION");
  await untilSeen(county.registrar, id, "RECEIVED");
  const sent = await platform.sql("city", "select 1 from journal where object_id = $1 and event = 'ClueReceiptSent'", [
    id,
  ]);
  expect(sent).toHaveLength(1);
  expect(
    await codeOf(county.clearing.tries("moveTierClueReceipt", { ...receive, version: 2, command: "RETURN" })),
  ).toBe("ROLE_REQUIRED");
});

test("a clue that comes before the receiver's key is back waits, and is taken then", async () => {
  const file = join(platform.tiers.city.keysDir, "private", "9901.DISCIPLINE.json");
  renameSync(file, `${file}.away`);
  const { id } = await clueUntil(county, "IN_TRANSIT", aCityClue());
  try {
    await until("the parcel is there", async () => {
      const rows = await platform.sql("city", "select 1 from sealed_parcel where settled_at is null and way = 'IN'");
      return rows.length === 1;
    });
    expect(await seen(city.proposing, id)).toBeUndefined();
    const [keys] = await asked(city.proposing, "{ countyCustodyKeys { ready waiting setAside } }", {});
    expect(keys).toEqual({ ready: false, waiting: 1, setAside: 0 });
  } finally {
    renameSync(`${file}.away`, file);
  }
  expect(await seen(city.proposing, id)).toMatchObject({ status: "IN_TRANSIT" });
  // without the public part of the receiver nothing leaves
  const approved = await clueUntil(county, "APPROVED", aCityClue());
  const known = join(platform.tiers.county.keysDir, "public", "9901.DISCIPLINE.json");
  renameSync(known, `${known}.away`);
  const refused = await county.clearing.tries("moveTierClue", { ...approved, command: "REFER" });
  renameSync(`${known}.away`, known);
  expect(refused.refusal).toMatchObject({ code: "CUSTODY_KEY_MISSING", subject: "9901:DISCIPLINE" });
  expect(await seen(county.registrar, approved.id)).toMatchObject({ status: "APPROVED_TO_TRANSFER" });
});

test("the saved operations of clues in the city and the province are carried out, and the month adds up on both sides", async () => {
  const saved = new SavedOperations(platform);
  const id = await referred();
  const { proposing, registrar } = city;
  const list = await saved.run(proposing.person, "CluesOfCity", { filter: { side: "RECEIVED" } });
  expect(list.cityClues.nodes).toContainEqual(expect.objectContaining({ id, status: "IN_TRANSIT" }));
  await saved.change(proposing.person, "MoveClueReceiptOfCity", { id, version: 1, command: "RECEIVE" });
  expect((await saved.run(proposing.person, "ClueTextOfCity", { id })).cityClueText.text).toBe(aClue().text);
  expect((await saved.run(proposing.person, "ClueRecordOfCity", { id })).cityClueRecord.nodes.length).toBeGreaterThan(
    3,
  );
  // a clue of the city's own goes up to the province in the same way
  const own = aClue({ subject: { cadreLevel: "PROVINCE", region: "9901" }, reporter: "来信（虚构）" });
  const [registered] = await saved.change(registrar.person, "RegisterClueOfCity", own);
  const move = { id: registered.id, version: 1, command: "APPROVE" };
  const [approved] = await saved.change(city.clearing.person, "MoveClueOfCity", move);
  await saved.change(city.clearing.person, "MoveClueOfCity", { ...move, version: approved.version, command: "REFER" });
  const province = await clueHands(platform, "99");
  await untilSeen(province.proposing, registered.id, "IN_TRANSIT");
  const above = province.proposing.person;
  expect((await saved.run(above, "CluesOfProvince")).provinceClues.nodes).toHaveLength(1);
  await saved.change(above, "MoveClueReceiptOfProvince", { id: registered.id, version: 1, command: "RECEIVE" });
  expect((await saved.run(above, "ClueTextOfProvince", { id: registered.id })).provinceClueText.text).toBe(own.text);
  const { provinceClueRecord } = await saved.run(above, "ClueRecordOfProvince", { id: registered.id });
  expect(provinceClueRecord.nodes.length).toBeGreaterThan(3);
  await untilSeen(county.registrar, id, "RECEIVED");
  const month = `${today().slice(0, 8)}01`;
  const monthOf = async (by: Caller, operation: string, direction: string, counterpart: string) => {
    const [rows] = Object.values(await saved.run(by.person, operation, { month })) as [{ [name: string]: unknown }[]];
    const {
      direction: _,
      custody: __,
      counterpart: ___,
      ...numbers
    } = rows.find((row) => {
      return row.direction === direction && row.counterpart === counterpart;
    }) as Record<string, unknown>;
    return numbers;
  };
  const sent = await monthOf(county.registrar, "ClueReconciliation", "SENT", "9901:DISCIPLINE");
  expect(await monthOf(proposing, "ClueReconciliationOfCity", "RECEIVED", "990101:INSPECTION")).toEqual(sent);
  const up = await monthOf(registrar, "ClueReconciliationOfCity", "SENT", "99:DISCIPLINE");
  await untilSeen(registrar, registered.id, "RECEIVED");
  expect(up).toMatchObject({ handedOver: 1 });
  expect(await monthOf(province.proposing, "ClueReconciliationOfProvince", "RECEIVED", "9901:INSPECTION")).toEqual(
    await monthOf(registrar, "ClueReconciliationOfCity", "SENT", "99:DISCIPLINE"),
  );
  expect(RUN_ACROSS_TIERS.filter((name) => saved.unused.has(name))).toEqual([]);
});
