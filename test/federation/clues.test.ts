import { aRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { aClue, type ClueHands, clueHands, clueUntil, read, recordOf, seen } from "../support/clueCustody";
import { today } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_AS_CUSTODIAN, SavedOperations } from "../support/savedOperations";

let platform: TestPlatform;
let hands: ClueHands;

beforeAll(async () => {
  platform = await borrowPlatform();
  hands = await clueHands(platform);
});

test("a clue goes from its registration to its conclusion, and both sides sign for it", async () => {
  const { registrar, clearing, proposing, deciding } = hands;
  const { id } = await clueUntil(hands, "IN_DISPOSAL");
  const [concluded] = await proposing.does("moveTierClueReceipt", {
    ...{ id, version: 4, command: "CONCLUDE", outcome: "CASE_FILED", note: "查实，已立案。（虚构）" },
  });
  const sender = await seen(registrar, id);
  expect(sender).toMatchObject({
    ...{ status: "CONCLUDED", version: concluded?.version, owner: "990101:INSPECTION", receiver: "990101:DISCIPLINE" },
    ...{ registeredBy: registrar.person, approvedBy: clearing.person, chainHolds: true, commands: [] },
    receipts: [{ status: "CONCLUDED", disposal: "PRELIMINARY_VERIFICATION", outcome: "CASE_FILED" }],
  });
  // who registered it neither clears nor seals it, and is not offered to
  expect((await seen(clearing, id)).commands).toEqual(["SEAL"]);
  expect(sender.chain.map(({ event, from, to }: Record<string, string>) => `${event} ${from} ${to}`)).toEqual([
    "REGISTERED 990101:INSPECTION 990101:INSPECTION",
    "REFERRED 990101:INSPECTION 990101:DISCIPLINE",
    "CONCLUDED 990101:DISCIPLINE 990101:INSPECTION",
  ]);
  expect(sender.chain[1].countersignature).not.toBeNull();
  expect(sender.chain[2].countersignature).toBeNull();
  const opened = await read(deciding, id);
  expect(opened).toMatchObject({
    ...{ text: aClue().text, pointer: null, post: "某村干部（虚构）", route: "990101:DISCIPLINE" },
    notes: [
      { kind: "PROPOSE_DISPOSAL", writtenBy: proposing.person, text: "拟初步核实。（虚构）" },
      { kind: "CONCLUDE", text: "查实，已立案。（虚构）" },
    ],
  });

  const [sealed] = await clearing.does("moveTierClue", {
    id,
    version: sender.version,
    command: "SEAL",
    note: "归档。",
  });
  expect(await seen(registrar, id)).toMatchObject({ status: "SEALED", version: sealed?.version, commands: [] });
  expect((await seen(registrar, id)).chain[2].countersignature).not.toBeNull();
  expect(await read(registrar, id)).toEqual({ __typename: "Refusal", code: "CLUE_SEALED", subject: id });
});

test("of a clue whose words stay outside of the platform the place alone goes its way, sealed like the words", async () => {
  const { registrar, proposing } = hands;
  const pointer = "机要室 3 号柜 第 17 件（虚构）";
  const { id } = await clueUntil(hands, "RECEIVED", aClue({ text: null, pointer }));
  for (const holder of [registrar, proposing]) {
    expect(await seen(holder, id)).toMatchObject({ pointerOnly: true, status: "RECEIVED", chainHolds: true });
    expect(await read(holder, id)).toMatchObject({ text: null, pointer, post: "某村干部（虚构）" });
  }
  const rows = await platform.sql("county", "select t::text as row from clue t where id = $1", [id]);
  const parts = await platform.sql("county", "select t::text as row from clue_part t where clue_id = $1", [id]);
  expect(JSON.stringify([rows, parts])).not.toContain("17 件");
});

test("who saw a clue, opened it and read its record is in its record", async () => {
  const { registrar, proposing } = hands;
  const { id } = await clueUntil(hands, "IN_TRANSIT");
  await read(proposing, id);
  await seen(registrar, id);
  await recordOf(proposing, id);
  const stranger = platform.as("county:990101.director");
  expect(await read(stranger, id)).toBeNull();
  const record = await recordOf(registrar, id);
  expect(record.slice(0, 4)).toEqual([
    `ClueDenied ${stranger.person}`,
    `ClueRecordRead ${proposing.person}`,
    `ClueSeen ${registrar.person}`,
    `ClueRead ${proposing.person}`,
  ]);
  expect(record.at(-1)).toBe(`ClueRegistered ${registrar.person}`);
  expect((await recordOf(registrar, id))[0]).toBe(`ClueRecordRead ${registrar.person}`);
});

test("a receiver who gives a clue back keeps its receipt and nothing that opens it; the sender may refer it anew", async () => {
  const { registrar, clearing, proposing } = hands;
  const { id } = await clueUntil(hands, "RECEIVED");
  await proposing.does("moveTierClueReceipt", { id, version: 2, command: "RETURN", note: "不属本级管理。（虚构）" });
  expect(await read(proposing, id)).toBeNull();
  expect(await seen(proposing, id)).toBeUndefined();
  const returned = await seen(registrar, id);
  expect(returned).toMatchObject({ status: "RETURNED", chainHolds: true, receipts: [{ status: "RETURNED" }] });
  expect((await read(registrar, id)).notes).toMatchObject([{ kind: "RETURN", text: "不属本级管理。（虚构）" }]);
  const [approved] = (await clearing.does("moveTierClue", { id, version: returned.version, command: "APPROVE" })) as [
    Versioned,
  ];
  await clearing.does("moveTierClue", { ...approved, command: "REFER" });
  const again = await seen(proposing, id);
  expect(again.receipts).toMatchObject([{ status: "RETURNED" }, { status: "IN_TRANSIT", version: 1 }]);
  expect(
    again.chain.map(({ event, countersignature }: Record<string, string | null>) => [event, countersignature !== null]),
  ).toEqual([
    ["REGISTERED", false],
    ["REFERRED", true],
    ["RETURNED", true],
    ["REFERRED", false],
  ]);
  expect((await read(proposing, id)).text).toBe(aClue().text);
});

describe("the clocks and the month", () => {
  test("a receiver has days to sign, to propose and to conclude, by the policies; both sides see them, and the month adds up", async () => {
    const there = await clueHands(platform, "990102");
    const local = aClue({ subject: { region: "990102" } });
    const [waiting, working, back] = [
      await clueUntil(there, "IN_TRANSIT", local),
      await clueUntil(there, "IN_DISPOSAL", local),
      await clueUntil(there, "RECEIVED", local),
    ];
    await there.proposing.does("moveTierClueReceipt", {
      id: back.id,
      version: 2,
      command: "RETURN",
      note: "不属本级。（虚构）",
    });
    // as if it had come twenty days ago
    await platform.sql(
      "county",
      "update clue_receipt set arrived_at = arrived_at - interval '20 days' where clue_id = $1",
      [waiting.id],
    );
    const clocksOf = async (by: Caller, { id }: Versioned) => (await seen(by, id)).receipts[0].deadlines;
    expect(await clocksOf(there.registrar, waiting)).toMatchObject([
      { clock: "CLUE_RECEIPT", metOn: null, colour: "RED" },
    ]);
    expect(await clocksOf(there.deciding, working)).toMatchObject([
      { clock: "CLUE_CONCLUSION", metOn: null, colour: "GREEN" },
      { clock: "CLUE_PROPOSAL", colour: null },
      { clock: "CLUE_RECEIPT", colour: null },
    ]);
    const months = async (by: Caller) => {
      const ask = (month: string) =>
        by.ask(
          "query M($month: Date!) { countyClueReconciliation(month: $month) { direction custody counterpart handedOver signed returned concluded open unsignedOverdue } }",
          { month },
        );
      const [row] = await platform.sql<{ now: string; then: string }>(
        "county",
        "select office_today()::text as now, office_day(arrived_at)::text as then from clue_receipt where clue_id = $1",
        [waiting.id],
      );
      const days = [...new Set([row?.then as string, row?.now as string].map((day) => day.slice(0, 7)))];
      const rows = (await Promise.all(days.map((day) => ask(`${day}-01`)))).flatMap(
        ({ data }) => data.countyClueReconciliation,
      );
      const sum = (name: string) => rows.reduce((total, each) => total + each[name], 0);
      return {
        direction: rows[0].direction,
        counterpart: rows[0].counterpart,
        ...Object.fromEntries(
          ["handedOver", "signed", "returned", "open", "unsignedOverdue"].map((name) => [name, sum(name)]),
        ),
      };
    };
    const both = { handedOver: 3, signed: 2, returned: 1, open: 2, unsignedOverdue: 1 };
    expect(await months(there.registrar)).toEqual({ direction: "SENT", counterpart: "990102:DISCIPLINE", ...both });
    expect(await months(there.proposing)).toEqual({ direction: "RECEIVED", counterpart: "990102:INSPECTION", ...both });
  });
});

describe("a declared count", () => {
  const ROUND = "query R($id: ID!) { countyRound(id: $id) { declaredClues { declared fewerThan targets synthetic } } }";
  const declared = async (by: Caller, id: string) =>
    (await by.ask(ROUND, { id })).data?.countyRound?.declaredClues ?? null;

  test("is of a round and a batch, once, after the handover, and no small number", async () => {
    const { registrar } = hands;
    const early = await aRound().withTargets(3).until("ENTERED").on(platform);
    const two = await aRound().withTargets(2).withFindings(1).submitted().on(platform);
    const three = await aRound().withTargets(3).withFindings(1).submitted().on(platform);
    const few = await aRound().withTargets(3).withFindings(1).submitted().on(platform);
    const tries = async (roundId: string, count = 7, by: Caller = registrar) =>
      (await by.tries("declareTierClues", { roundId, count, synthetic: true })).refusal?.code;
    expect(await tries(early.id)).toBe("HANDOVER_NOT_OVER");
    expect(await tries(two.id)).toBe("BATCH_TOO_SMALL");
    expect(await declared(three.director, three.id)).toBeNull();
    expect(await tries(three.id)).toBeUndefined();
    expect(await tries(three.id, 8)).toBe("CLUES_ALREADY_DECLARED");
    expect(await tries(few.id, 4)).toBeUndefined();
    const direct = await three.director.tries("declareTierClues", { roundId: three.id, count: 9 });
    expect(direct.answer.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    const absent = await registrar.tries("declareTierClues", { roundId: `county:${"A".repeat(22)}`, count: 9 });
    expect(absent.answer.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    for (const by of [three.director, platform.as("city:9901.director"), platform.as("province:99.display")]) {
      expect(await declared(by, three.id)).toEqual(
        by.person.includes("display") ? null : { declared: 7, fewerThan: null, targets: 3, synthetic: true },
      );
    }
    expect(await declared(platform.as("city:9902.director"), three.id)).toBeNull();
    expect(await declared(platform.as("city:9901.director"), few.id)).toEqual({
      declared: null,
      fewerThan: 5,
      targets: 3,
      synthetic: true,
    });
    const kept = await platform.sql("county", "select declared from clue_declaration order by declared");
    expect(kept).toEqual([{ declared: 7 }, { declared: null }]);
    const submitted = await platform
      .as("city:9901.director")
      .ask("{ countyPublications(first: 100) { nodes { id declaredClues { declared } } } }");
    const ids = three.publications.map(({ id }) => id);
    const nodes: { id: string }[] = submitted.data.countyPublications.nodes;
    expect(nodes.filter(({ id }) => ids.includes(id))).toEqual(
      ids.map(() => expect.objectContaining({ declaredClues: { declared: 7 } })),
    );
  });
});

test("the saved operations of clues are carried out", async () => {
  const saved = new SavedOperations(platform);
  const { registrar, clearing, proposing } = hands;
  const [clue] = await saved.change<{ id: string; version: number }>(
    registrar.person,
    "RegisterClue",
    aClue({ reporter: "来信（虚构）" }),
  );
  const [approved] = await saved.change(clearing.person, "MoveClue", { id: clue.id, version: 1, command: "APPROVE" });
  await saved.change(clearing.person, "MoveClue", { ...{ id: clue.id, version: approved.version }, command: "REFER" });
  await saved.change(proposing.person, "MoveClueReceipt", { id: clue.id, version: 1, command: "RECEIVE" });
  const list = await saved.run(proposing.person, "Clues", { filter: { side: "RECEIVED", status: ["RECEIVED"] } });
  expect(list.countyClues.nodes).toContainEqual(expect.objectContaining({ id: clue.id }));
  expect((await saved.run(proposing.person, "ClueText", { id: clue.id })).countyClueText.text).toBe(aClue().text);
  expect((await saved.run(registrar.person, "ClueReporter", { id: clue.id })).countyClueReporter.identity).toBe(
    "来信（虚构）",
  );
  expect(
    (await saved.run(registrar.person, "ClueRecord", { id: clue.id })).countyClueRecord.nodes.length,
  ).toBeGreaterThan(5);
  expect(await saved.run(registrar.person, "ClueAlerts")).toMatchObject({ countyClueAlerts: { nodes: [] } });
  expect((await saved.run(registrar.person, "CustodyKeys")).countyCustodyKeys).toMatchObject([{ ready: true }]);
  const month = `${today().slice(0, 8)}01`;
  expect((await saved.run(registrar.person, "ClueReconciliation", { month })).countyClueReconciliation).toBeDefined();
  const round = await aRound().withTargets(3).withFindings(1).submitted().on(platform);
  const [declaration] = await saved.change<{ declared: number }>(registrar.person, "DeclareClues", {
    roundId: round.id,
    count: 12,
  });
  expect(declaration.declared).toBe(12);
  expect(RUN_AS_CUSTODIAN.filter((name) => saved.unused.has(name))).toEqual([]);
});
