import { withoutUnseen } from "../../../schema/contract/unseen";

/** One row of a ledger as it stands in the file. */
export interface SheetRow {
  /** as the spreadsheet shows it: the heads are row 1 */
  number: number;
  /** text of each column, from A; undefined where nothing was written */
  cells: (string | undefined)[];
  /** columns whose cell is a formula, or would become one */
  formulas: number[];
  /** columns in which a formula came to nothing */
  errors: number[];
}

export interface Sheet {
  kind: "xlsx" | "csv";
  /** how the text of a .csv was encoded */
  encoding: "UTF-8" | "GB18030";
  /** rows in which something is written, the heads first */
  rows: SheetRow[];
}

export interface SheetLimits {
  /** rows in which something is written, with the heads */
  rows: number;
  columns: number;
  /** characters of a cell */
  cell: number;
}

/** What begins like this is taken for a formula by a spreadsheet program, wherever it came from. */
const FORMULA = /^[=+\-@\t\r]/;
/** By some of them also behind what is blank, in its wide form, and behind a line's end. */
const PERHAPS_FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const QUOTED = new RegExp(`^'+(?:${PERHAPS_FORMULA.source.slice(1)})`);
const ERROR = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/;

export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** Makes a text of a .csv that no spreadsheet program calculates. */
export function neutralised(text: string): string {
  return PERHAPS_FORMULA.test(text) || QUOTED.test(text) ? `'${text}` : text;
}

/** Undoes it. */
export function restored(text: string): string {
  return QUOTED.test(text) ? text.slice(1) : text;
}

/** @returns undefined where nothing is written in it */
export function rowOf(number: number, read: (string | undefined)[], formulas: number[]): SheetRow | undefined {
  const cells = read.map((text) => text && withoutUnseen(text));
  const errors = [...cells.keys()].filter((column) => ERROR.test(cells[column] ?? "") && !formulas.includes(column));
  const written = formulas.length > 0 || cells.some((text) => text !== undefined && text.trim() !== "");
  return written ? { number, cells, formulas, errors } : undefined;
}
