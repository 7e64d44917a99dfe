import { parse } from "csv-parse/sync";
import { reasonOf } from "../../schema/contract/fieldReasons";
import { aFinding, aRound, type BuiltRound } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { type FileReply, getTicket, type Ticket, useTicket } from "../support/files";
import { until } from "../support/until";
import { testWhole } from "../support/whole";
import { aCsv } from "../support/workbook";
import { platform, record, round, sheetOf, upload } from "./ledgerRoom";

describe("a ledger that goes out", () => {
  const exported = async (by: Caller, input: object) => {
    const ticket: Ticket = await getTicket(by, "exportTierLedger", input, { tier: "COUNTY" });
    return useTicket(platform, ticket);
  };

  test("holds what the list holds, calculates nothing, and says what is synthetic", async () => {
    const own = await aRound("990102").until("ENTERED").on(platform);
    const targetId = (own.targets[0] as Versioned).id;
    const titles = ['=HYPERLINK("http://x")', "+1", "-1", "@x", "平常"];
    await record(
      titles.map((title) => aFinding({ targetId, title })),
      { by: own.clerk },
    );
    const reply = await exported(own.clerk, { format: "CSV", filter: { targetId } });
    expect(reply.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [heads, ...lines] = reply.bytes.toString("utf8").trimEnd().split("\r\n");
    expect(heads).toMatch(/^\ufeff问题编号,巡察办代码,轮次,单位名称/);
    const marks = (rows: string[]) => rows.map((line) => /'[=+\-@]|平常/.exec(line)?.[0]);
    expect(marks(lines)).toEqual(["平常", "'@", "'-", "'+", "'="]);
    const numbered = await exported(own.clerk, { format: "CSV", filter: { targetId }, sort: "NUMBER" });
    const [, ...inOrder] = numbered.bytes.toString("utf8").trimEnd().split("\r\n");
    expect(marks(inOrder)).toEqual(["'=", "'+", "'-", "'@", "平常"]);
    expect(lines.every((line) => line.includes(",是,"))).toBe(true);
    expect(lines.every((line) => line.includes(",基层政策落实,"))).toBe(true);
    const workbook = await exported(own.clerk, { format: "XLSX", filter: { targetId } });
    expect(workbook.bytes.subarray(0, 2).toString()).toBe("PK");
    const text = await sheetOf(workbook.bytes);
    expect(text).toContain('t="inlineStr"><is><t xml:space="preserve">=HYPERLINK(&quot;http://x&quot;)</t>');
    expect(text).not.toContain("<f>");
  });

  describe("and comes back", () => {
    let own: BuiltRound;
    let heads: string[];
    let lines: string[][];
    const fetchAnew = async () => {
      const { bytes } = await exported(own.clerk, { format: "CSV", filter: { roundId: own.id } });
      const [first = [], ...rest] = parse(bytes.toString("utf8").replace("\ufeff", "")) as string[][];
      [heads, lines] = [first, rest.reverse()];
    };
    beforeAll(async () => {
      own = await aRound("990102").until("ENTERED").on(platform);
      const titles = ["=甲", "乙\n二", "丙", "丁"];
      const findings = titles.map((title) => aFinding({ targetId: own.targets[0]?.id, title }));
      await record(findings, { by: own.clerk });
      await fetchAnew();
    });
    /** The exported rows with other cells, as they are brought back. */
    const back = async (
      changed: [row: number, head: string, text: string][],
      options: object = {},
      more: string[][] = [],
    ) => {
      const rows = lines.map((line) => [...line]);
      for (const [row, head, text] of changed) (rows[row] as string[])[heads.indexOf(head)] = text;
      const ticket = await upload({ roundId: own.id, by: own.clerk, ...options });
      return { ticket, reply: await useTicket(platform, ticket, aCsv([...rows, ...more], heads)) };
    };
    const textsNow = () =>
      platform.sql(
        "county",
        "select ordinal, title, focus, version, text_version from finding where round_id = $1 order by ordinal",
        [own.id],
      );
    const told = ({ words }: FileReply) => [words.recorded, words.revised, words.unchanged];
    const faults = ({ words }: FileReply) =>
      words.faults.map(({ row, head, reason }: Record<string, string>) => [row, head, reason]);

    test("does nothing where nothing is another, formulas and all", async () => {
      const before = await textsNow();
      const { reply } = await back([]);
      expect([reply.status, told(reply)]).toEqual([201, [0, 0, 4]]);
      const workbook = await exported(own.clerk, { format: "XLSX", filter: { roundId: own.id }, sort: "NUMBER" });
      const again = await useTicket(platform, await upload({ roundId: own.id, by: own.clerk }), workbook.bytes);
      expect([again.status, told(again)]).toEqual([201, [0, 0, 4]]);
      // a column that was taken out says nothing
      const left = heads.indexOf("合成数据");
      const rest = [heads, ...lines].map((cells) => cells.filter((_, place) => place !== left));
      const without = aCsv(rest.slice(1), rest[0]);
      const reduced = await useTicket(platform, await upload({ roundId: own.id, by: own.clerk }), without);
      expect([lines[0]?.[left], reduced.status, told(reduced)]).toEqual(["是", 201, [0, 0, 4]]);
      expect(await textsNow()).toEqual(before);
    });

    test("revises drafts and records new rows in one go, once, with the journal of each", async () => {
      const added = heads.map(
        (head) => ({ 单位名称: lines[0]?.[3], 标题: "戊", 监督重点: "基层政策落实", 类别: "工程项目" })[head] ?? "",
      );
      const changes: [number, string, string][] = [
        [0, "标题", "'=甲一"],
        [2, "监督重点", "CORRUPTION_NEAR_PEOPLE"],
      ];
      const tried = await back(changes, { dryRun: true }, [added]);
      expect([tried.reply.status, told(tried.reply)]).toEqual([200, [1, 2, 2]]);
      const { ticket, reply } = await back(changes, {}, [added]);
      expect([reply.status, told(reply)]).toEqual([201, [1, 2, 2]]);
      const rows = lines.map((line) => [...line]);
      for (const [row, head, text] of changes) (rows[row] as string[])[heads.indexOf(head)] = text;
      const again = await useTicket(platform, ticket, aCsv([...rows, added], heads));
      expect([again.status, again.words]).toEqual([201, reply.words]);
      expect(await textsNow()).toMatchObject([
        { ordinal: 1, title: "=甲一", version: 2, text_version: 2 },
        { ordinal: 2, title: "乙\n二", version: 1 },
        { ordinal: 3, title: "丙", focus: "CORRUPTION_NEAR_PEOPLE", version: 2 },
        { ordinal: 4, version: 1 },
        { ordinal: 5, title: "戊", version: 1 },
      ]);
      const ids = [lines[0]?.[0], lines[2]?.[0]];
      const journal = await platform.sql(
        "county",
        "select object_version from journal where event = 'FindingRevised' and object_id = any ($1)",
        [ids],
      );
      expect(journal).toEqual([{ object_version: 2 }, { object_version: 2 }]);
    });

    test("names what a file does not change, what went on meanwhile and what is not there, and writes nothing", async () => {
      const before = await textsNow();
      // as it went out before the change: of the third row, too, which somebody has revised since and nobody here has touched
      const { reply } = await back([
        [0, "标题", "甲二"],
        [1, "当前状态", "已销号"],
        [1, "单位名称", "别处"],
        [3, "问题编号", "county:AAAAAAAAAAAAAAAAAAAAAA"],
      ]);
      expect([reply.status, faults(reply)]).toEqual([
        422,
        [
          [2, "版本", expect.stringContaining("STALE_VERSION")],
          [3, "单位名称", reasonOf("KEPT_BY_PLATFORM")],
          [3, "当前状态", reasonOf("KEPT_BY_PLATFORM")],
          [5, "问题编号", reasonOf("NO_FINDING_OF_ROUND")],
        ],
      ]);
      await fetchAnew();
      const unnamed = await back([
        [0, "问题编号", ""],
        [1, "版本", ""],
        [1, "标题", "乙二"],
        [2, "标题", ""],
        [3, "问题编号", lines[2]?.[0] as string],
        [4, "版本", "一"],
      ]);
      expect(faults(unnamed.reply)).toEqual([
        [2, "版本", reasonOf("FILLED_BY_PLATFORM")],
        [2, "序号", reasonOf("FILLED_BY_PLATFORM")],
        [2, "当前状态", reasonOf("FILLED_BY_PLATFORM")],
        [3, "版本", reasonOf("VERSION_NEEDED")],
        [4, "标题", reasonOf("LENGTH", { min: 1, max: 200 })],
        [5, "问题编号", reasonOf("NAMED_TWICE")],
        [6, "版本", reasonOf("WHOLE_NUMBER")],
      ]);
      expect(await textsNow()).toEqual(before);
    });

    test("is nobody's who may not change the findings, and of no other round", async () => {
      const other = await aRound("990102").until("ENTERED").on(platform);
      const { reply } = await back([], { roundId: other.id });
      expect(faults(reply)).toEqual(lines.map((_, i) => [i + 2, "问题编号", reasonOf("NO_FINDING_OF_ROUND")]));
    });
  });

  test("holds nothing for whoever may see nothing, and for a superior what was submitted", async () => {
    const submitted = await aRound("990102").withFindings(2).submitted().on(platform);
    const filter = { roundId: submitted.id };
    const count = async (person: string) => {
      const { bytes } = await exported(platform.as(person), { format: "CSV", filter });
      return bytes.toString().trim().split("\r\n").length - 1;
    };
    expect(await count("county:990102.clerk")).toBe(2);
    expect(await count("city:9901.director")).toBe(2);
    expect(await count("county:990101.clerk")).toBe(0);
    expect(await count("county:990102.display")).toBe(0);
  });
});

testWhole?.("a ledger that is fetched slowly holds no connection, and arrives whole", async () => {
  // past the triggers: 40 MB, more than all that lies between a tier and whoever fetches takes in
  await platform.sql(
    "county",
    `begin; set local session_replication_role = replica;
     insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus,
       category, status, status_at, version, synthetic, opened_at)
     select 'county:' || lpad(i::text, 22, 'L'), f.office, f.round_id, f.target_id, f.unit_id, f.unit_name, f.region, 100000 + i,
       '虚构', repeat('长', 2700), f.focus, f.category, 'DRAFT', now(), 1, true, now()
     from (select * from finding where target_id = '${(round.targets[0] as Versioned).id}' limit 1) f, generate_series(1, 5000) i;
     commit`,
  );
  const ticket = await getTicket(round.clerk, "exportTierLedger", { format: "CSV", filter: { roundId: round.id } });
  const reply = await fetch(platform.gatewayUrl + ticket.path);
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  let bytes = (await reader.read()).value?.length ?? 0;
  await until("no connection is held", async () => {
    const open = await platform.sql(
      "county",
      `select state, query from pg_stat_activity where datname = current_database() and usename = 'county_subgraph'
         and state like 'idle in transaction%'`,
    );
    return open.length === 0;
  });
  expect((await round.clerk.ask("{ countyFindings(first: 1) { nodes { id } } }")).errors).toEqual([]);
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  expect(bytes).toBeGreaterThan(40_000_000);
  expect(bytes).toBe(Number(reply.headers.get("content-length")));
});
