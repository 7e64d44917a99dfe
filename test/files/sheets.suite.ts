import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { deflateRawSync } from "node:zlib";
import { BadFile } from "../../subgraphs/files/badFile";
import { type Bounds, readSheet } from "../../subgraphs/files/sheet/readSheet";
import type { Sheet } from "../../subgraphs/files/sheet/sheet";
import { writeCsv } from "../../subgraphs/files/sheet/writeCsv";
import { few } from "../support/whole";
import { aCsv, anArchive, aWorkbook, workbookParts } from "../support/workbook";

const LIMITS = { rows: 50, columns: 10, cell: 1_000 };
const folder = mkdtempSync(join(tmpdir(), "sheets-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function read(content: Buffer | string, bounds?: Bounds): Promise<Sheet> {
  const path = join(folder, `${++files}`);
  writeFileSync(path, content);
  return readSheet(path, LIMITS, bounds);
}

async function faultOf(content: Buffer | string): Promise<string> {
  const outcome = await read(content).catch((cause: unknown) => cause);
  if (outcome instanceof BadFile) return outcome.fault;
  throw outcome instanceof Error ? outcome : new Error("the file was taken");
}

const ROWS = [
  ["=1+1", "+2", "-3", "@x", "\tt"],
  ["\n=1", "　＝1+1", " +2", "_x003D_1", "''=1"],
  ['a "b", c', "<&>", "多行\n文字", "'quoted", " 空 "],
];

test("what is written into a workbook is read again, and no text of it is a formula", async () => {
  const sheet = await read(await aWorkbook(ROWS, ["一", "二", "三", "四", "五"]));
  expect(sheet).toMatchObject({ kind: "xlsx", rows: [1, 2, 3, 4].map((number) => ({ number })) });
  expect(sheet.rows.slice(1).map(({ cells, formulas }) => [cells, formulas])).toEqual(ROWS.map((row) => [row, []]));
});

test("what is written into a .csv calculates nothing, and is read again as it was", async () => {
  async function* rows() {
    yield* ROWS;
  }
  const text = (await buffer(writeCsv(["一", "二", "三", "四", "五"], rows()))).toString();
  expect(text.split("\r\n")[1]).toBe(`'=1+1,'+2,'-3,'@x,"'\tt"`);
  const sheet = await read(text);
  expect(sheet.encoding).toBe("UTF-8");
  expect(sheet.rows.slice(1).map(({ cells, formulas }) => [cells, formulas])).toEqual(ROWS.map((row) => [row, []]));
});

test("a .csv in GBK is recognised and said to be one", async () => {
  const gbk = Buffer.from("b5a5cebbc3fbb3c62cb1eacce20d0abcd7b4e52cb9abcabebbbacabb", "hex");
  const sheet = await read(gbk);
  expect(sheet).toMatchObject({ kind: "csv", encoding: "GB18030" });
  expect(sheet.rows[0]?.cells).toEqual(["单位名称", "标题"]);
});

test("commas divide a .csv whatever else stands in its texts", async () => {
  const sheet = await read("单位名称,标题\n甲村;乙村,一；二\t三，四\n");
  expect(sheet.rows[1]?.cells).toEqual(["甲村;乙村", "一；二\t三，四"]);
});

test("a formula is known by its column, in a workbook and in a .csv", async () => {
  const formula =
    '<worksheet><sheetData><row r="4"><c r="B4"><f>HYPERLINK("http://x")</f><v>1</v></c></row></sheetData></worksheet>';
  expect((await read(await anArchive(workbookParts(formula)))).rows).toMatchObject([{ number: 4, formulas: [1] }]);
  expect((await read(aCsv([["一", "=cmd|' /C calc'!A0"]]))).rows[1]?.formulas).toEqual([1]);
});

test("shared texts are joined from their runs without the reading aid, and empty rows are no rows", async () => {
  const shared = "<sst><si><r><t>整</t></r><r><t>改</t></r><rPh><t>zhenggai</t></rPh></si></sst>";
  const sheet =
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"/></row><row r="9"><c r="C9"><v>2021</v></c></row></sheetData></worksheet>';
  const { rows } = await read(await anArchive(workbookParts(sheet, { "xl/sharedStrings.xml": shared })));
  expect(rows).toEqual([
    { number: 1, cells: ["整改"], formulas: [], errors: [] },
    { number: 9, cells: [undefined, undefined, "2021"], formulas: [], errors: [] },
  ]);
});

test("of a text Excel's own words for characters are read, no reading aid, and nothing that nobody sees", async () => {
  const text = "<is><t>甲_x000D_\n乙_x005F_x000D_</t><rPh><t>jia</t></rPh></is>";
  const sheet = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr">${text}</c><c r="B1" t="inlineStr"><is><t>王\u200b建国👨\u200d👩</t></is></c></row></sheetData></worksheet>`;
  const cells = ["甲\n乙_x000D_", "王建国👨\u200d👩"];
  expect((await read(await anArchive(workbookParts(sheet)))).rows[0]?.cells).toEqual(cells);
});

test("a hidden sheet is not what somebody brings, and what a formula came to by mistake is an error", async () => {
  const parts = workbookParts(
    '<worksheet><sheetData><row r="2"><c r="B2" t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
  );
  const hidden = '<sheets><sheet name="旧" sheetId="2" state="hidden" r:id="rId9"/>';
  parts["xl/workbook.xml"] = String(parts["xl/workbook.xml"]).replace("<sheets>", hidden);
  expect((await read(await anArchive(parts))).rows).toMatchObject([{ number: 2, formulas: [], errors: [1] }]);
  expect((await read(aCsv([["一", "#N/A"]]))).rows[1]?.errors).toEqual([1]);
});

const DATA = "<worksheet><sheetData/></worksheet>";
const LAUGHS = `<!DOCTYPE sst [<!ENTITY a "ha">${Array.from({ length: 10 }, (_, i) => `<!ENTITY a${i} "${`&a${i || ""};`.repeat(10)}">`).join("")}]><sst><si><t>&a9;</t></si></sst>`;
const EXTERNAL =
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>';

test.each<[string, string, () => Promise<Buffer | string> | Buffer | string]>([
  ["an external entity", "DOCUMENT_TYPE", () => anArchive(workbookParts(EXTERNAL))],
  ["a billion laughs", "DOCUMENT_TYPE", () => anArchive(workbookParts(DATA, { "xl/sharedStrings.xml": LAUGHS }))],
  [
    "a document type that never ends",
    "DOCUMENT_TYPE",
    () => anArchive(workbookParts(`<!DOCTYPE x [${"<!-- -->".repeat(200_000)}`)),
  ],
  ["an entity that nobody declared", "DAMAGED", () => anArchive(workbookParts("<worksheet>&x;</worksheet>"))],
  ["deep nesting", "TOO_DEEP", () => anArchive(workbookParts("<a>".repeat(100_000)))],
  ["macros", "MACROS", () => anArchive(workbookParts(DATA, { "xl/vbaProject.bin": "x" }))],
  [
    "a workbook that is declared with macros",
    "MACROS",
    () => anArchive({ "[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml" }),
  ],
  [
    "a bomb",
    "EXPANDS_TOO_FAR",
    () => anArchive(workbookParts(DATA, { "xl/bomb.xml": Buffer.alloc(16 * 1024 * 1024) })),
  ],
  [
    "too many parts",
    "TOO_MANY_PARTS",
    () => anArchive(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`${i}`, ""]))),
  ],
  ["a document", "TYPE_NOT_ALLOWED", () => anArchive({ "[Content_Types].xml": "wordprocessingml.document.main+xml" })],
  [
    "an old .xls",
    "TYPE_NOT_ALLOWED",
    () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096)]),
  ],
  ["a web page that Excel would open", "TYPE_NOT_ALLOWED", () => "<html><table><tr><td>1</td></tr></table></html>"],
  ["a picture", "TYPE_NOT_ALLOWED", () => Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ["half a workbook", "DAMAGED", async () => (await aWorkbook([["一"]])).subarray(0, -30)],
  ["a workbook without a sheet", "DAMAGED", () => anArchive({ "[Content_Types].xml": "spreadsheetml.sheet.main+xml" })],
  ["nothing", "EMPTY", () => ""],
  ["neither UTF-8 nor GB18030", "ENCODING", () => Buffer.from("61ff62ff0a", "hex")],
  ["a file of semicolons", "SEPARATED_BY_SEMICOLONS", () => "单位名称;标题;内容\n甲村;一;二"],
  ["a file of semicolons that says so", "SEPARATED_BY_SEMICOLONS", () => "sep=;\n单位名称;标题\n甲村;一"],
  ["a file of tabs", "SEPARATED_BY_TABS", () => "\ufeff单位名称\t标题\r\n甲村\t一，二\r\n"],
  ["a file of Chinese commas", "SEPARATED_BY_WIDE_COMMAS", () => "单位名称，标题\n甲村，一"],
  [
    "a file of semicolons in GBK",
    "SEPARATED_BY_SEMICOLONS",
    () => Buffer.from("b5a5cebbc3fbb3c63bb1eacce20d0a", "hex"),
  ],
  ["UTF-16", "ENCODING_UTF16", () => Buffer.from("\ufeff单位名称\t标题", "utf16le")],
  ["a quote that never ends", "DAMAGED", () => `一,"${"x".repeat(500_000)}`],
  ...few<[string, string, () => string]>(1, [
    ["ten million empty lines", "TOO_MANY_ROWS", () => "\n".repeat(10_000_000)],
    ["ten million lines", "TOO_MANY_ROWS", () => "1\n".repeat(10_000_000)],
  ]),
])("%s is refused: %s", async (_, fault, make) => {
  expect(await faultOf(await make())).toBe(fault);
});

/** Writes over fields of every header of an archive: the local ones and those of the directory. */
function forge(archive: Buffer, name: string, changes: { size?: number; name?: string; flags?: number }): Buffer {
  const forged = Buffer.from(archive);
  for (const [signature, fields] of [
    [0x04034b50, { flags: 6, size: 22, name: 30 }],
    [0x02014b50, { flags: 8, size: 24, name: 46 }],
  ] as const) {
    for (let at = 0; at < forged.length - 46; at++) {
      if (forged.readUInt32LE(at) !== signature) continue;
      if (forged.toString("utf8", at + fields.name, at + fields.name + name.length) !== name) continue;
      if (changes.size !== undefined) forged.writeUInt32LE(changes.size, at + fields.size);
      if (changes.flags !== undefined) forged.writeUInt16LE(changes.flags, at + fields.flags);
      if (changes.name !== undefined) forged.write(changes.name, at + fields.name);
    }
  }
  return forged;
}

test("a bomb that declares itself small is stopped at what it declares", async () => {
  const sheet = `<worksheet><sheetData>${" ".repeat(30_000_000)}</sheetData></worksheet>`;
  expect(deflateRawSync(sheet).length).toBeLessThan(100_000);
  const archive = await anArchive(workbookParts(sheet));
  expect(await faultOf(forge(archive, "xl/worksheets/sheet1.xml", { size: 1_000 }))).toBe("DAMAGED");
});

test.each(["../../../etc/passwd", "/etc/passwd/xxxxxxx", "..\\..\\..\\windows\\sys"])(
  "a part named %s is refused",
  async (evil) => {
    const name = "x".repeat(evil.length);
    const archive = await anArchive(workbookParts(DATA, { [name]: "x" }));
    expect(await faultOf(forge(archive, name, { name: evil }))).toBe("UNSAFE_NAME");
  },
);

test("an encrypted part is refused", async () => {
  const archive = await anArchive(workbookParts(DATA));
  expect(await faultOf(forge(archive, "xl/workbook.xml", { flags: 1 }))).toBe("ENCRYPTED");
});

test("a workbook of many rows is refused at the first row too many, and others are answered meanwhile", async () => {
  const row = (i: number) => `<row r="${i}"><c r="A${i}"><v>${i % 7919}${(i * 7907) % 104729}</v></c></row>`;
  const rows = Array.from({ length: 100_000 }, (_, i) => row(i + 1)).join("");
  const archive = await anArchive(workbookParts(`<worksheet><sheetData>${rows}</sheetData></worksheet>`));
  expect(await faultOf(archive)).toBe("TOO_MANY_ROWS");
});

test("more shared texts than a ledger can use are refused", async () => {
  const texts = "<si><t>x</t></si>".repeat(300_001);
  const noise = workbookParts(DATA, { "xl/sharedStrings.xml": `<sst>${texts}</sst>` });
  expect(await faultOf(await anArchive(noise))).toBe("EXPANDS_TOO_FAR");
});

const TOO_DEAR: [string, string, Bounds][] = [
  ["time", "TOO_SLOW", { heapMb: 160, deadlineMs: 20 }],
  ["memory", "TOO_MUCH_MEMORY", { heapMb: 6, deadlineMs: 60_000 }],
];
test.each(few(1, TOO_DEAR))(
  "what needs more %s than it may have is ended, and the process answers meanwhile",
  async (_, fault, bounds) => {
    const texts = Array.from({ length: 60_000 }, (_unused, i) => `<si><t>${i} ${(i * 7919) % 104729}</t></si>`);
    const shared = { "xl/sharedStrings.xml": `<sst>${texts.join("")}</sst>` };
    let turns = 0;
    const beat = setInterval(() => turns++, 5);
    const outcome = await read(await anArchive(workbookParts(DATA, shared)), bounds).catch(
      (cause: BadFile) => cause.fault,
    );
    clearInterval(beat);
    expect(outcome).toBe(fault);
    expect(turns).toBeGreaterThan(1);
  },
);
