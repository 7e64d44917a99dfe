import { Readable } from "node:stream";
import { ZipFile } from "yazl";

export interface Column {
  head: string;
  /** in characters */
  width: number;
  /** what a cell of the column may hold, for a template that offers it as a list */
  allowed?: readonly string[];
}

type Row = readonly (string | number)[];

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Rows of XML that go to the archive at once. */
const BATCH = 200;
/** Rows of a template for which the lists are offered. */
const LISTED_ROWS = 5_001;

/** A workbook of one sheet, written while the rows come: no more than a batch of them is in memory. Every text is a text for
 * the spreadsheet program too, whatever it begins with. */
export function writeXlsx(
  name: string,
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Readable {
  const listed = columns.filter((column) => column.allowed?.length);
  const zip = new ZipFile();
  const part = (path: string, xml: string) => zip.addBuffer(Buffer.from(HEAD + xml), path);
  part("[Content_Types].xml", contentTypes(listed.length > 0));
  part("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  part("xl/workbook.xml", workbook(name, listed.length > 0));
  part(
    "xl/_rels/workbook.xml.rels",
    relations([["worksheet", "worksheets/sheet1.xml"], ["styles", "styles.xml"], ...OPTIONS.slice(0, listed.length)]),
  );
  part("xl/styles.xml", STYLES);
  if (listed.length) part("xl/worksheets/sheet2.xml", optionsSheet(listed));
  const sheet = Readable.from(sheetXml(columns, listed, rows), { objectMode: false });
  zip.addReadStream(sheet, "xl/worksheets/sheet1.xml");
  zip.end();
  const output = zip.outputStream as Readable;
  sheet.once("error", (cause) => output.destroy(cause));
  output.once("close", () => sheet.destroy());
  return output;
}

const OPTIONS: [string, string][] = [["worksheet", "worksheets/sheet2.xml"]];

function contentTypes(withOptions: boolean): string {
  const sheets = ["sheet1", ...(withOptions ? ["sheet2"] : [])].map((sheet) =>
    override(`worksheets/${sheet}.xml`, "worksheet"),
  );
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("workbook.xml", "sheet.main")}${sheets.join("")}${override("styles.xml", "styles")}</Types>`;
}

function override(part: string, type: string): string {
  return `<Override PartName="/xl/${part}" ContentType="${SHEET}.${type}+xml"/>`;
}

function relations(targets: [type: string, target: string][]): string {
  const each = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
}

function workbook(name: string, withOptions: boolean): string {
  const options = withOptions ? '<sheet name="选项" sheetId="2" state="hidden" r:id="rId3"/>' : "";
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/>${options}</sheets></workbook>`;
}

/** Style 1 is for heads; 2 keeps what is typed into the cell a text. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;

async function* sheetXml(
  columns: readonly Column[],
  listed: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>`;
  const heads = columns.map((column) => column.head);
  let xml = rowXml(heads, 1, 1);
  let number = 1;
  for await (const row of rows) {
    number += 1;
    xml += rowXml(row, number, 2);
    if (number % BATCH === 0) {
      yield xml;
      xml = "";
    }
  }
  yield `${xml}</sheetData>${validations(columns, listed)}</worksheet>`;
}

function rowXml(row: Row, number: number, style: number): string {
  const cells = row.map((value, i) => {
    const place = `${letterOf(i)}${number}`;
    if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
    if (value === "") return "";
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
}

function optionsSheet(listed: readonly Column[]): string {
  const length = Math.max(...listed.map(({ allowed = [] }) => allowed.length));
  const rows = Array.from({ length }, (_, i) =>
    rowXml(
      listed.map(({ allowed = [] }) => allowed[i] ?? ""),
      i + 1,
      2,
    ),
  );
  return `<worksheet xmlns="${MAIN}"><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

function validations(columns: readonly Column[], listed: readonly Column[]): string {
  if (listed.length === 0) return "";
  const each = listed.map((column, i) => {
    const letter = letterOf(columns.indexOf(column));
    const options = `选项!$${letterOf(i)}$1:$${letterOf(i)}$${column.allowed?.length}`;
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letter}2:${letter}${LISTED_ROWS}"><formula1>${options}</formula1></dataValidation>`;
  });
  return `<dataValidations count="${each.length}">${each.join("")}</dataValidations>`;
}

/** Tables here have fewer columns than there are letters. */
function letterOf(column: number): string {
  return String.fromCharCode(65 + column);
}

const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** What looks like Excel's own word for a character would be read as that character. */
const EXCELS_WORD = /_(?=x[0-9A-Fa-f]{4}_)/g;

function escapeXml(text: string): string {
  const plain = text.replace(NOT_IN_XML, "").replace(EXCELS_WORD, "_x005F_");
  return plain.replace(/[&<>"\r]/g, (character) => ENTITIES[character] as string);
}
