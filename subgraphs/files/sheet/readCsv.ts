import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { BadFile } from "../badFile";
import { looksLikeFormula, restored, rowOf, type Sheet, type SheetLimits } from "./sheet";

/** Lines that are looked at: empty ones between the rows are forgiven, not ten million of them. */
const LINES_PER_ROW = 2;
const MAX_RECORD = 400_000;
const ENCODINGS = [
  ["UTF-8", "utf-8"],
  ["GB18030", "gb18030"],
] as const;

/** What stands between the columns of a file that was saved otherwise. It is told and not guessed at: a text may hold any of
 * these, and columns that are wrongly divided would be recorded as texts. */
const OTHER_SEPARATORS = [
  [";", "SEPARATED_BY_SEMICOLONS"],
  ["\t", "SEPARATED_BY_TABS"],
  ["，", "SEPARATED_BY_WIDE_COMMAS"],
] as const;

/** A .csv as spreadsheet programs in China write it: UTF-8, or GBK, which GB18030 contains.
 * @throws BadFile */
export async function readCsv(path: string, limits: SheetLimits): Promise<Sheet> {
  const bytes = await readFile(path);
  if (isUtf16(bytes)) throw new BadFile("ENCODING_UTF16");
  if (bytes.includes(0)) throw new BadFile("TYPE_NOT_ALLOWED");
  const { text, encoding } = decode(bytes);
  if (/^\s*</.test(text)) throw new BadFile("TYPE_NOT_ALLOWED");
  const records = parseRecords(text, limits);
  refuseOtherSeparator(records);
  const rows = records.flatMap((record, i) => {
    const formulas = record.flatMap((cell, column) => (looksLikeFormula(cell) ? [column] : []));
    const cells = record.map((cell) => (cell === "" ? undefined : restored(cell).slice(0, limits.cell + 1)));
    return rowOf(i + 1, cells, formulas) ?? [];
  });
  if (rows.length > limits.rows || records.length > LINES_PER_ROW * limits.rows) throw new BadFile("TOO_MANY_ROWS");
  return { kind: "csv", encoding, rows };
}

function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The heads of a ledger are several: where they are one, something else divides them. */
function refuseOtherSeparator(records: string[][]): void {
  const heads = records.find((record) => record.some((cell) => cell.trim() !== "")) ?? [];
  const [only, ...more] = heads.filter((cell) => cell.trim() !== "");
  if (only === undefined || more.length > 0) return;
  const found = OTHER_SEPARATORS.find(([separator]) => only.includes(separator));
  if (found) throw new BadFile(found[1]);
}

function decode(bytes: Buffer): { text: string; encoding: Sheet["encoding"] } {
  for (const [encoding, label] of ENCODINGS) {
    try {
      return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause; // not this one
    }
  }
  throw new BadFile("ENCODING");
}

function parseRecords(text: string, limits: SheetLimits): string[][] {
  try {
    return parse(text, {
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: MAX_RECORD,
      to: LINES_PER_ROW * limits.rows + 1,
    });
  } catch (cause) {
    throw new BadFile("DAMAGED", { cause });
  }
}
