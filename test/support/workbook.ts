import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { writeXlsx } from "../../subgraphs/files/sheet/writeXlsx";

const HEADS = ["单位名称", "标题", "内容", "监督重点", "类别", "合成数据"];
type LedgerRow = [unit: string, title: string, description: string, focus: string, category: string, synthetic: string];

export function aLedgerRow(unit: string, title = "民生项目公示不及时"): LedgerRow {
  return [unit, title, "结算情况未按时公示。（虚构）", "GRASSROOTS_POLICY", "工程项目", "是"];
}

/** A ledger as a spreadsheet program would save it. */
export function aWorkbook(rows: readonly (readonly string[])[], heads: readonly string[] = HEADS): Promise<Buffer> {
  return buffer(
    writeXlsx(
      "台账",
      heads.map((head) => ({ head, width: 20 })),
      rows,
    ),
  );
}

export function aCsv(rows: readonly (readonly string[])[], heads: readonly string[] = HEADS): string {
  return [heads, ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
}

/** An archive of any parts, as a hostile sender would make it. */
export function anArchive(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
}

/** The parts of a workbook whose sheet and shared texts are given as XML. */
export function workbookParts(
  sheet: string,
  more: Record<string, string | Buffer> = {},
): Record<string, string | Buffer> {
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return {
    "[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    "xl/workbook.xml": `<workbook xmlns:r="${office}"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
    ...more,
  };
}
