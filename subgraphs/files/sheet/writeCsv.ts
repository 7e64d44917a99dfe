import { Readable } from "node:stream";
import { neutralised } from "./sheet";

/** So that spreadsheet programs take it for UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
const BATCH = 200;

/** A .csv in UTF-8, written while the rows come. What would become a formula is made a text. */
export function writeCsv(heads: readonly string[], rows: AsyncIterable<readonly (string | number)[]>): Readable {
  return Readable.from(lines(heads, rows), { objectMode: false });
}

async function* lines(heads: readonly string[], rows: AsyncIterable<readonly (string | number)[]>) {
  let text = BYTE_ORDER_MARK + lineOf(heads);
  let count = 0;
  for await (const row of rows) {
    text += lineOf(row);
    count += 1;
    if (count % BATCH === 0) {
      yield text;
      text = "";
    }
  }
  yield text;
}

function lineOf(row: readonly (string | number)[]): string {
  return `${row.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = neutralised(value);
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
