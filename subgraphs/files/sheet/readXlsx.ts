import { BadFile } from "../badFile";
import { openZip, type Zip } from "../zip";
import { rowOf, type SheetLimits, type SheetRow } from "./sheet";
import { readXml } from "./xml";

const WORKBOOK = "xl/workbook.xml";
const RELATIONS = "xl/_rels/workbook.xml.rels";
/** Characters of all shared texts together: what 5,000 rows of a ledger can hold. */
const SHARED_CHARACTERS = 60_000_000;
const SHARED_TEXTS = 300_000;
/** Excel's own word for one character, `_x000D_`. */
const LONGEST_WORD = 7;

/** The first sheet of a workbook that is not hidden. Nothing but the text of its cells is looked at, and nothing is fetched.
 * @throws BadFile */
export async function readXlsx(path: string, limits: SheetLimits): Promise<SheetRow[]> {
  const zip = await openZip(path);
  try {
    const { sheet, shared } = await findParts(zip);
    return await readRows(zip, sheet, shared ? await readShared(zip, shared) : [], limits);
  } finally {
    zip.close();
  }
}

/** Where the first sheet and the shared texts lie. */
async function findParts(zip: Zip): Promise<{ sheet: string; shared?: string }> {
  let first: string | undefined;
  await readXml(await zip.read(WORKBOOK), {
    open: (name, attributes) => {
      // what nobody sees is not what somebody brings
      if (name !== "sheet" || (attributes.state ?? "visible") !== "visible") return;
      first ??= Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
    },
  });
  let sheet: string | undefined;
  let shared: string | undefined;
  await readXml(await zip.read(RELATIONS), {
    open: (name, { Id, Type = "", Target = "", TargetMode }) => {
      if (name !== "Relationship" || TargetMode === "External") return;
      const place = Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`;
      if (Id === first) sheet = place;
      if (Type.endsWith("/sharedStrings")) shared = place;
    },
  });
  if (!sheet || !zip.names.has(sheet)) throw new BadFile("DAMAGED");
  return { sheet, shared: shared && zip.names.has(shared) ? shared : undefined };
}

async function readShared(zip: Zip, part: string): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let inside = false;
  let phonetic = false;
  let characters = 0;
  await readXml(await zip.read(part), {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic = true;
      else if (name === "t") inside = !phonetic;
    },
    text(more) {
      if (!inside) return;
      characters += more.length;
      if (characters > SHARED_CHARACTERS) throw new BadFile("EXPANDS_TOO_FAR");
      text += more;
    },
    close(name) {
      if (name === "t") inside = false;
      else if (name === "rPh") phonetic = false;
      else if (name === "si" && texts.push(decoded(text)) > SHARED_TEXTS) throw new BadFile("EXPANDS_TOO_FAR");
    },
  });
  return texts;
}

async function readRows(zip: Zip, part: string, shared: string[], limits: SheetLimits): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  let number = 0;
  let cells: (string | undefined)[] = [];
  let formulas: number[] = [];
  let column = -1;
  let type = "n";
  let text = "";
  let inside = false;
  let phonetic = false;
  await readXml(await zip.read(part), {
    open(name, { r, t }) {
      if (name === "row") {
        number = Number(r ?? number + 1);
        cells = [];
        formulas = [];
        column = -1;
      } else if (name === "c") {
        column = r ? columnOf(r) : column + 1;
        type = t ?? "n";
        text = "";
      } else if (name === "f") formulas.push(column);
      else if (name === "rPh") phonetic = true;
      else if (name === "v" || name === "t") inside = !phonetic;
    },
    text(more) {
      if (!inside) return;
      text += more;
      if (text.length > LONGEST_WORD * limits.cell) text = text.slice(0, LONGEST_WORD * limits.cell + 1);
    },
    close(name) {
      if (name === "v" || name === "t") inside = false;
      else if (name === "rPh") phonetic = false;
      else if (name === "c" && column < limits.columns && text !== "")
        cells[column] = textOf(type, text, shared)?.slice(0, limits.cell + 1);
      else if (name === "row") {
        const row = rowOf(number, Array.from(cells), formulas);
        if (row && rows.push(row) > limits.rows) throw new BadFile("TOO_MANY_ROWS");
      }
    },
  });
  return rows;
}

function textOf(type: string, text: string, shared: string[]): string | undefined {
  if (type === "s") return shared[Number(text)];
  if (type === "b") return text === "1" ? "是" : "否";
  return type === "inlineStr" || type === "str" ? decoded(text) : text;
}

/** Excel writes characters that XML does not take, and the first half of a line's end, as `_x000D_`; and so what looks like it, behind `_x005F_`.
 * A line ends with a line feed here. */
function decoded(text: string): string {
  if (!text.includes("_x")) return text;
  const whole = text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return whole.replaceAll(/\r\n?/g, "\n");
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (!letters) throw new BadFile("DAMAGED");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
