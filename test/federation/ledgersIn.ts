import { randomUUID } from "node:crypto";
import { reasonOf } from "../../schema/contract/fieldReasons";
import { aFinding, appointTeam, aRound, type BuiltRound, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { askTicket, getTicket, useTicket } from "../support/files";
import { until } from "../support/until";
import { testWhole } from "../support/whole";
import { aCsv, aLedgerRow, aWorkbook } from "../support/workbook";
import { findingCount, names, platform, RECORD, record, round, row, sheetOf, unitNamesOf, upload } from "./ledgerRoom";

const CHOICES = "xl/worksheets/sheet2.xml";

describe("a ledger in one mutation", () => {
  test("goes into several targets of a round, numbered in each, in the order of the request, once per key", async () => {
    const key = randomUUID();
    const findings = [row(0, { title: "甲" }), row(1, { title: "乙" }), row(0, { title: "丙" })];
    const { outcome } = await record(findings, { key });
    expect(outcome).toMatchObject({ dryRun: false, recorded: 3 });
    expect(outcome.items.map(({ title, ordinal }: { title: string; ordinal: number }) => [title, ordinal])).toEqual([
      ["甲", 1],
      ["乙", 1],
      ["丙", 2],
    ]);
    const before = await findingCount();
    expect((await record(findings, { key })).outcome).toEqual(outcome);
    expect(await findingCount()).toBe(before);
    const ids = outcome.items.map(({ id }: { id: string }) => id);
    const entries = await platform.sql(
      "county",
      "select 1 from journal where event = 'FindingRecorded' and object_id = any ($1)",
      [ids],
    );
    expect(entries).toHaveLength(3);
  });

  test("is all or nothing, and every bad row is named with its field", async () => {
    const before = await platform.fingerprint();
    const findings = [row(0), row(0, { title: "" }), row(1, { focus: "x".repeat(101) }), row(1, { title: "" })];
    const { errors } = await record(findings);
    expect(errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual([
      "input.findings.1.title",
      "input.findings.2.focus",
      "input.findings.3.title",
    ]);
    expect(await platform.fingerprint()).toEqual(before);
  });

  test("names every row whose target is unknown, or of another round", async () => {
    const other = await aRound().until("ENTERED").on(platform);
    const unknown = "county:AAAAAAAAAAAAAAAAAAAAAA";
    const elsewhere = (other.targets[0] as Versioned).id;
    const { errors } = await record([
      row(0),
      row(0, { targetId: unknown }),
      row(0, { targetId: elsewhere }),
      row(0, { targetId: unknown }),
    ]);
    expect(errors[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [
        { path: "input.findings.1.targetId", reason: "未找到。It is not found." },
        { path: "input.findings.2.targetId", reason: reasonOf("OTHER_ROUND") },
        { path: "input.findings.3.targetId", reason: reasonOf("NOT_FOUND") },
      ],
    });
  });

  test("names in one answer what the rules, the targets, the registers and the lists of terms refuse", async () => {
    const half = await aRound().withTargets(3).until("AUTHORISED").on(platform);
    const [first, second, third] = half.targets.map(({ id }) => id);
    const enter = (targets: Versioned[]) =>
      half.director.does("moveTierRoundTargets", { targets, command: "ENTER", on: "2026-03-09" });
    await appointTeam(half);
    await enter([half.targets[0], half.targets[2]] as Versioned[]);
    const member = await platform.openAccount("county:990101.of-one", "990101", ["APPROVER"]);
    const of = (targetId: string | undefined, changes: object = {}) => aFinding({ targetId, ...changes });
    const bad = [
      of(first),
      of(second, { title: "" }),
      of(first, { focus: "NONE", category: "无" }),
      of("county:AAAAAAAAAAAAAAAAAAAAAA"),
      of(first, { furtherUnitIds: ["county:AAAAAAAAAAAAAAAAAAAAAA", "x", half.units[0]?.id] }),
      of("no id"),
    ];
    const before = await platform.fingerprint();
    const { errors } = await record(bad, { by: half.clerk });
    expect(errors[0]?.extensions.fields?.map(({ path }) => path.slice("input.findings.".length))).toEqual([
      "1.title",
      "1.targetId",
      "2.focus",
      "2.category",
      "3.targetId",
      "4.furtherUnitIds.1",
      "4.furtherUnitIds.2",
      "4.furtherUnitIds.0",
      "5.targetId",
    ]);
    expect(await platform.fingerprint()).toEqual(before);
    // who works in one target of three is told of each row of the others
    await enter([half.targets[1] as Versioned]);
    const members = [{ person: member.person, role: "MEMBER", validFrom: "2026-03-02" }];
    await half.director.does("appointTierTeam", { targetIds: [third], members });
    const own = await record([of(third), of(first), of(third), of(second)], { by: member });
    expect(own.errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual([
      "input.findings.1.targetId",
      "input.findings.3.targetId",
    ]);
  });

  test("points out what is there already and what stands in it twice, and takes it all the same", async () => {
    const twice = await aRound().until("ENTERED").on(platform);
    const of = (title: string) => aFinding({ targetId: twice.targets[0]?.id, title, description: `${title}（虚构）` });
    const single = `mutation Record($input: RecordFindingsInput!, $key: String!) {
      outcome: recordCountyFindings(input: $input, idempotencyKey: $key) { ... on CountyFindingList { items { id ordinal }
        possibleDuplicates { place samePlace why finding { ordinal } } } } }`;
    const enter = async (titles: string[]) => {
      const findings = titles.map((title) => ({ ...of(title), targetId: undefined }));
      const input = { targetId: twice.targets[0]?.id, findings };
      return (await twice.clerk.ask(single, { input, key: randomUUID() })).data.outcome;
    };
    expect(await enter(["工程款结算不及时", "会议记录不全"])).toMatchObject({ possibleDuplicates: [] });
    expect(await enter(["工程款结算不及时。"])).toMatchObject({
      items: [{ ordinal: 3 }],
      possibleDuplicates: [{ place: 0, samePlace: null, why: "SAME_TITLE", finding: { ordinal: 1 } }],
    });
    const rows = [of("工程款　结算不及时"), of("台账登记缺失"), of("台账登记缺失")];
    const asked = RECORD.replace(
      "recorded items",
      "recorded possibleDuplicates { place samePlace why finding { ordinal } } items",
    );
    const advised = [
      { place: 0, samePlace: null, why: "SAME_TITLE", finding: { ordinal: 3 } },
      { place: 0, samePlace: null, why: "SAME_TITLE", finding: { ordinal: 1 } },
      { place: 2, samePlace: 1, why: "SAME_TITLE", finding: null },
    ];
    for (const dryRun of [true, false]) {
      const { data } = await twice.clerk.ask(asked, { input: { findings: rows, dryRun }, key: randomUUID() });
      expect(data.outcome).toMatchObject({ recorded: 3, possibleDuplicates: advised });
    }
    const [unit = ""] = await unitNamesOf(twice);
    const file = aCsv([aLedgerRow(unit, "会议记录 不全"), aLedgerRow(unit, "甲乙丙丁"), aLedgerRow(unit, "甲乙丙丁")]);
    const { words } = await useTicket(
      platform,
      await upload({ roundId: twice.id, by: twice.clerk, dryRun: true }),
      file,
    );
    expect(words.possibleDuplicates).toMatchObject([
      { row: 2, why: "SAME_TITLE", finding: { ordinal: 2, title: "会议记录不全" } },
      { row: 3, why: "SAME_DESCRIPTION", sameAsRow: 2 },
      { row: 4, why: "SAME_TITLE", sameAsRow: 3 },
      { row: 4, why: "SAME_DESCRIPTION", sameAsRow: 2 },
    ]);
  });

  test("names more rows than a hundred, each in Chinese", async () => {
    const { errors } = await record(Array.from({ length: 150 }, () => row(0, { title: "" })));
    const { fields = [] } = errors[0]?.extensions ?? {};
    expect(fields).toHaveLength(150);
    expect(fields[149]).toEqual({ path: "input.findings.149.title", reason: reasonOf("LENGTH", { min: 1, max: 200 }) });
  });

  test("does everything but stay in a dry run, whose key is free afterwards", async () => {
    const key = randomUUID();
    const before = await platform.fingerprint();
    expect((await record([row(0), row(1)], { key, dryRun: true })).outcome).toEqual({
      __typename: "CountyLedger",
      dryRun: true,
      recorded: 2,
      items: [],
    });
    expect(await platform.fingerprint()).toEqual(before);
    expect((await record([row(0)], { key })).outcome.recorded).toBe(1);
  });

  test("is refused where a target is not entered, and to whoever does not record", async () => {
    const planned = await aRound().on(platform);
    const targetId = (planned.targets[0] as Versioned).id;
    const early = await record([row(0, { targetId }), row(0, { targetId, title: "" })]);
    expect(early.errors[0]?.extensions.fields?.map(({ path, reason }) => [path, reason.slice(0, 10)])).toEqual([
      ["input.findings.0.targetId", "不予办理（TARGE"],
      ["input.findings.1.title", "长度应为1至200字"],
      ["input.findings.1.targetId", "不予办理（TARGE"],
    ]);
    expect((await record([row(0)], { by: round.approver })).outcome.code).toBe("ROLE_REQUIRED");
    const stranger = await record([row(0)], { by: platform.as("county:990102.clerk") });
    expect(stranger.errors[0]?.extensions.fields?.[0]?.reason).toBe(reasonOf("NOT_FOUND"));
  });
});

describe("a ledger from a file", () => {
  test.each<[string, (rows: string[][]) => Promise<Buffer | string> | Buffer | string, string]>([
    ["a workbook", (rows) => aWorkbook(rows), "xlsx"],
    ["a .csv", (rows) => aCsv(rows), "csv"],
  ])("is recorded from %s, and its ticket is used up", async (_, make, kind) => {
    const before = await findingCount();
    const file = await make([aLedgerRow(names[0] as string, "甲一"), aLedgerRow(names[1] as string, "乙一")]);
    const key = randomUUID();
    const ticket = await upload({ key });
    const reply = await useTicket(platform, ticket, file);
    expect(reply.words).toEqual({
      kind,
      encoding: "UTF-8",
      dryRun: false,
      ...{ recorded: 2, revised: 0, unchanged: 0 },
      possibleDuplicates: expect.any(Array),
    });
    expect(reply.status).toBe(201);
    expect(await findingCount()).toBe(before + 2);
    const again = await useTicket(platform, ticket, file);
    expect([again.status, again.words]).toEqual([201, reply.words]);
    const other = await make([aLedgerRow(names[0] as string, "甲二")]);
    expect((await useTicket(platform, ticket, other)).status).toBe(410);
    expect(await upload({ key })).toMatchObject({ recorded: 2, usedAt: expect.any(String) });
    expect(await findingCount()).toBe(before + 2);
  });

  test("names all that is wrong by row, column and field, and records nothing", async () => {
    const [unit = ""] = names;
    const good = aLedgerRow(unit);
    const before = await findingCount();
    const bad = [
      good,
      aLedgerRow("不存在的单位"),
      aLedgerRow(unit, ""),
      aLedgerRow(unit, "=1+1"),
      [...good.slice(0, 5), "也许"],
      [...good.slice(0, 3), "基层政策落时", "工程", "是"],
      [...good.slice(0, 3), "=1+1", "工程项目", "是"],
    ];
    const reply = await useTicket(platform, await upload(), aCsv(bad));
    expect(reply.status).toBe(422);
    const told = reply.words.faults.map(({ row, column, head, field }: Record<string, unknown>) => [
      row,
      column,
      head,
      field,
    ]);
    expect(told).toEqual([
      [3, "A", "单位名称", "unit"],
      [4, "B", "标题", "title"],
      [5, "B", "标题", "title"],
      [6, "F", "合成数据", "synthetic"],
      [7, "D", "监督重点", "focus"],
      [7, "E", "类别", "category"],
      [8, "D", "监督重点", "focus"],
    ]);
    expect(reply.words).toMatchObject({ recorded: 0, faultCount: 7 });
    expect(reply.words.faults.map(({ reason }: { reason: string }) => reason.split("。")[0])).toEqual([
      "须为本轮巡察对象的单位名称",
      "长度应为1至200字",
      "不能是公式，请粘贴为值",
      "应为是或否，空为否",
      expect.stringMatching(/^不是.*有效的监督重点；相近的有：基层政策落实 GRASSROOTS_POLICY、/),
      expect.stringMatching(/^不是.*有效的类别；相近的有：工程项目、/),
      "不能是公式，请粘贴为值",
    ]);
    expect(await findingCount()).toBe(before);
  });

  test("lists a thousand faults and counts the rest", async () => {
    const rows = Array.from({ length: 1_500 }, () => aLedgerRow(names[0] as string, ""));
    const { words } = await useTicket(platform, await upload(), aCsv(rows));
    expect([words.faults.length, words.faultCount]).toEqual([1_000, 1_500]);
  });

  test("with a column that is missing, there twice or unknown is refused by its head", async () => {
    const reply = await useTicket(platform, await upload(), aCsv([], ["单位名称", "标题", "标题", "姓名", "类别"]));
    expect(reply.words.faults.map(({ column, field }: Record<string, unknown>) => [column, field])).toEqual([
      ["C", "title"],
      ["D", null],
      [null, "focus"],
    ]);
  });

  test("of 5,001 rows is refused as a whole", async () => {
    const rows = Array.from({ length: 5_001 }, () => aLedgerRow(names[0] as string));
    const reply = await useTicket(platform, await upload(), aCsv(rows));
    expect([reply.status, reply.words.errors[0].extensions.file]).toEqual([422, "TOO_MANY_ROWS"]);
  });

  test("finds a unit by its name that was released from the round and added again", async () => {
    const again = await aRound().on(platform);
    const [unit = ""] = await unitNamesOf(again);
    await again.director.does("moveTierRoundTargets", {
      targets: again.targets,
      command: "RELEASE",
      note: "误加（虚构）",
    });
    const targets = [{ unitId: again.units[0]?.id, method: "DIRECT_VILLAGE" }];
    again.targets = await again.clerk.does("addTierRoundTargets", { roundId: again.id, targets });
    const authorisation = { command: "AUTHORISE", on: "2026-03-02", documentNumber: "虚巡〔2026〕再1号" };
    await again.approver.does("moveTierRound", { id: again.id, version: again.version, ...authorisation });
    await appointTeam(again);
    await moveTargets(again, "ENTER", "2026-03-09");
    const ticket = await upload({ roundId: again.id, by: again.clerk, dryRun: true });
    expect((await useTicket(platform, ticket, aCsv([aLedgerRow(unit)]))).words).toMatchObject({ recorded: 1 });
  });

  test("does everything but stay in a dry run", async () => {
    const before = await findingCount();
    const reply = await useTicket(platform, await upload({ dryRun: true }), aCsv([aLedgerRow(names[0] as string)]));
    const { possibleDuplicates, ...told } = reply.words;
    const expected = { kind: "csv", encoding: "UTF-8", dryRun: true, recorded: 1, revised: 0, unchanged: 0 };
    expect([reply.status, told]).toEqual([200, expected]);
    expect(possibleDuplicates[0]).toMatchObject({ row: 2, finding: { title: "民生项目公示不及时" } });
    expect(await findingCount()).toBe(before);
  });

  test("starts from a template with the round's units to choose from", async () => {
    const ticket = await getTicket(round.clerk, "downloadTierLedgerTemplate", { roundId: round.id });
    const template = await useTicket(platform, ticket);
    expect(template.headers.get("content-disposition")).toContain("attachment;");
    expect(await sheetOf(template.bytes, CHOICES)).toContain(names[0]);
    const filled = await useTicket(platform, await upload(), template.bytes);
    expect(filled.words.faults).toEqual([
      expect.objectContaining({ row: 2, reason: expect.stringContaining("没有可记录的行") }),
    ]);
  });
});

test("a template offers no unit that was released", async () => {
  const half = await aRound().withTargets(2).on(platform);
  const [left = "", kept] = await unitNamesOf(half);
  const targets = half.targets.slice(0, 1);
  await half.director.does("moveTierRoundTargets", { targets, command: "RELEASE", note: "误加（虚构）" });
  const ticket = await getTicket(half.clerk, "downloadTierLedgerTemplate", { roundId: half.id });
  const offered = await sheetOf((await useTicket(platform, ticket)).bytes, CHOICES);
  expect(offered).toContain(kept);
  expect(offered).not.toContain(left);
});

testWhole?.(
  "a tier that is killed in the middle of a ledger has nothing of it, and the same ticket then records it once",
  async () => {
    const before = await findingCount();
    const ticket = await upload();
    const file = await aWorkbook(Array.from({ length: 2_000 }, (_, i) => aLedgerRow(names[0] as string, `第${i}条`)));
    const broken = useTicket(platform, ticket, file);
    // it writes for less than a second: whoever looks now and then would miss it
    const looking = async () => {
      const writing = await platform.sql(
        "county",
        "select 1 from pg_stat_activity where datname = current_database() and state <> 'idle' and query ilike 'insert into %finding%'",
      );
      return writing.length > 0;
    };
    await until("the tier is writing", looking, 5);
    await platform.kill("county");
    expect((await broken).status).toBe(503);
    await until("its transaction is gone", async () => {
      const open = await platform.sql(
        "county",
        "select 1 from pg_stat_activity where application_name = 'inspection-tier' and datname = current_database()",
      );
      return open.length === 0;
    });
    expect(await findingCount()).toBe(before);
    await platform.startAgain("county");
    expect((await useTicket(platform, ticket, file)).words).toMatchObject({ recorded: 2_000 });
    expect((await useTicket(platform, ticket, file)).words).toMatchObject({ recorded: 2_000 });
    expect(await findingCount()).toBe(before + 2_000);
  },
);

describe("entry on behalf", () => {
  let paper: BuiltRound;
  let superior: Caller;
  const enter = (by: Caller, targetId = (paper.targets[0] as Versioned).id) => record([aFinding({ targetId })], { by });
  beforeAll(async () => {
    paper = await aRound("990103").until("ENTERED").on(platform);
    superior = platform.as("city:9901.clerk");
  });
  const enrol = (as: string) => platform.sql("county", "update office set enrolment = $1 where code = '990103'", [as]);

  test("is refused for an office that is enrolled", async () => {
    await enrol("ENROLLED");
    expect((await enter(superior)).outcome.code).toBe("OFFICE_KEEPS_OWN_BOOK");
    const ticket = await askTicket(superior, "uploadTierLedger", { roundId: paper.id }, { tier: "COUNTY" });
    expect(ticket.refusal?.code).toBe("OFFICE_KEEPS_OWN_BOOK");
  });

  test("is done by the direct superior for an office on paper; the row is that office's and says who entered it", async () => {
    await enrol("ON_PAPER");
    const { outcome } = await enter(superior);
    expect(outcome.items).toMatchObject([{ enteredByOffice: "9901", ordinal: 1 }]);
    const [{ id }] = outcome.items;
    expect(await platform.sql("county", "select office, entered_by_office from finding where id = $1", [id])).toEqual([
      { office: "990103", entered_by_office: "9901" },
    ]);
    const own = await paper.clerk.ask(
      "query One($id: ID!) { finding(id: $id) { ... on CountyFinding { enteredByOffice commands } } }",
      { id },
    );
    expect(own.data.finding).toEqual({ enteredByOffice: "9901", commands: ["AGREE"] });
  });

  test("is done from a file too", async () => {
    await enrol("ON_PAPER");
    const [unit = ""] = await unitNamesOf(paper);
    const ticket = await upload({ by: superior, roundId: paper.id });
    expect((await useTicket(platform, ticket, aCsv([aLedgerRow(unit)]))).words.recorded).toBe(1);
  });

  test("is nobody else's: not the province's, not a neighbour's, not a director's of another city", async () => {
    await enrol("ON_PAPER");
    const before = await findingCount();
    for (const person of [
      "province:99.director",
      "city:9902.director",
      "county:990101.director",
      "city:9901.approver",
    ]) {
      const { outcome, errors } = await enter(platform.as(person));
      expect(outcome?.code ?? errors[0]?.extensions.code).toMatch(/ROLE_REQUIRED|BAD_USER_INPUT/);
    }
    expect(await findingCount()).toBe(before);
  });

  test("shows the superior what it entered only as long as the office is on paper", async () => {
    await enrol("ON_PAPER");
    const [{ id }] = (await enter(superior)).outcome.items;
    const read = async () =>
      (await superior.ask("query One($id: ID!) { finding(id: $id) { ... on CountyFinding { title } } }", { id })).data
        .finding;
    expect(await read()).not.toBeNull();
    await enrol("ENROLLED");
    expect(await read()).toBeNull();
  });
});
