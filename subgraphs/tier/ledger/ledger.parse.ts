import {
  type FieldFault,
  type FieldReason,
  type FieldReasonCode,
  reasonOf,
} from "../../../schema/contract/fieldReasons";
import { withoutUnseen } from "../../../schema/contract/unseen";
import {
  LEDGER_COLUMNS,
  type LedgerField,
  MAX_LEDGER_ROWS,
  NO,
  RETURNED_COLUMNS,
  UNREAD_HEADS,
  YES,
} from "../../domain/ledger/ledger";
import { holdsUnit } from "../../domain/target/target";
import type { Sheet, SheetRow } from "../../files/sheet/sheet";
import type { TargetRow } from "../../storage/target/target.row";
import type { TermRow } from "../../storage/taxonomy/taxonomy.repository";
import { LedgerFindingInput, LedgerRevision, RecordLedgerInput } from "./ledger.type";

/** The heads, and one more row than is allowed is not read. */
export const LEDGER_SHEET = { rows: MAX_LEDGER_ROWS + 1, columns: 40, cell: 20_000 };

const COLUMNS: readonly { field: LedgerField; head: string }[] = [...LEDGER_COLUMNS, ...RETURNED_COLUMNS];
/** In these columns nothing stands in a new row. */
const OF_RETURNED = RETURNED_COLUMNS.map(({ field }) => field).filter((field) => field !== "id");

/** One thing that is wrong with a ledger file. */
export interface LedgerFault {
  /** as the spreadsheet shows it */
  row: number;
  /** A, B, …; null where the whole row is meant, or the column is missing */
  column: string | null;
  head: string | null;
  field: string | null;
  reason: FieldReason;
}

export interface ParsedLedger {
  input: RecordLedgerInput;
  /** rows that name a finding: it went out and came back, with another text or as it was */
  revisions: LedgerRevision[];
  /** where the findings of `input` and the revisions stand in the file, each in their order */
  rows: { findings: SheetRow[]; revisions: SheetRow[] };
  /** where each field stands */
  columns: ReadonlyMap<LedgerField, number>;
  faults: LedgerFault[];
  /** places of findings that name no target of the round */
  withoutTarget: Set<number>;
}

/** Makes findings of the rows of a file, or revisions where they name one, and says what is wrong with the file and its cells; the
 * rules of the mutation are asked where it is recorded. */
export function parseLedger(
  sheet: Sheet,
  targets: readonly TargetRow[],
  { terms, dryRun }: { terms: readonly TermRow[]; dryRun: boolean },
): ParsedLedger {
  const [heads, ...rows] = sheet.rows;
  const { columns, faults } = readHeads(heads);
  const input = Object.assign(new RecordLedgerInput(), { findings: [], dryRun });
  const parsed: ParsedLedger = {
    ...{ input, revisions: [], rows: { findings: [], revisions: [] }, columns, faults },
    withoutTarget: new Set(),
  };
  if (faults.length) return parsed;
  if (rows.length === 0) faults.push(faultOf(2, undefined, undefined, reasonOf("NO_ROWS")));
  const find = targetFinder(targets);
  for (const row of rows) {
    const fieldAt = (column: number) => [...columns].find(([, place]) => place === column)?.[0];
    for (const column of row.formulas) faults.push(faultOf(row.number, fieldAt(column), column, reasonOf("FORMULA")));
    for (const column of row.errors) {
      const field = fieldAt(column); // what is not read may be wrong
      if (field) faults.push(faultOf(row.number, field, column, reasonOf("ERROR_VALUE")));
    }
    if (textOf(row, columns, "id")) {
      parsed.revisions.push(readReturned(row, columns, faults));
      parsed.rows.revisions.push(row);
      continue;
    }
    const finding = readRow(row, columns, { find, terms }, faults);
    if (!finding.targetId) parsed.withoutTarget.add(input.findings.length);
    input.findings.push(finding);
    parsed.rows.findings.push(row);
  }
  return parsed;
}

function readHeads(row: SheetRow | undefined) {
  const columns = new Map<LedgerField, number>();
  const faults: LedgerFault[] = [];
  const number = row?.number ?? 1;
  for (const [place, cell] of (row?.cells ?? []).entries()) {
    const head = cell?.trim();
    if (!head || UNREAD_HEADS.includes(head)) continue;
    const known = COLUMNS.find((column) => column.head === head);
    if (!known) faults.push(faultOf(number, undefined, place, reasonOf("NO_SUCH_COLUMN")));
    else if (columns.has(known.field)) faults.push(faultOf(number, known.field, place, reasonOf("COLUMN_TWICE")));
    else columns.set(known.field, place);
  }
  for (const { field, required, head } of LEDGER_COLUMNS) {
    if (!required || columns.has(field)) continue;
    faults.push(faultOf(number, field, undefined, reasonOf("COLUMN_MISSING", { head })));
  }
  return { columns, faults };
}

/** What stands in a cell of the row. */
function textOf(row: SheetRow, columns: ParsedLedger["columns"], field: LedgerField): string {
  return row.cells[columns.get(field) ?? -1]?.trim() ?? "";
}

/** A row whose number says which finding it is. */
function readReturned(row: SheetRow, columns: ParsedLedger["columns"], faults: LedgerFault[]): LedgerRevision {
  const text = (field: LedgerField) => textOf(row, columns, field);
  const ifThere = (field: LedgerField) => (columns.has(field) ? text(field) : undefined);
  const version = text("version");
  const isNumber = /^\d{1,9}$/.test(version);
  if (version && !isNumber)
    faults.push(faultOf(row.number, "version", columns.get("version"), reasonOf("WHOLE_NUMBER")));
  return Object.assign(new LedgerRevision(), {
    ...{ id: text("id"), version: isNumber ? Number(version) : undefined },
    ...{ title: text("title"), description: text("description"), focus: text("focus"), category: text("category") },
    ...{ unit: text("unit"), targetId: text("targetId"), synthetic: ifThere("synthetic") },
    ...{ ordinal: ifThere("ordinal"), status: ifThere("status") },
    ...{ note: ifThere("note"), unitReply: ifThere("unitReply") },
  });
}

function readRow(
  row: SheetRow,
  columns: ParsedLedger["columns"],
  { find, terms }: { find: TargetFinder; terms: readonly TermRow[] },
  faults: LedgerFault[],
): LedgerFindingInput {
  const text = (field: LedgerField) => textOf(row, columns, field);
  const fault = (field: LedgerField, reason: CellFault) =>
    faults.push(faultOf(row.number, field, columns.get(field), reasonOf(reason)));
  for (const field of OF_RETURNED) if (text(field)) fault(field, "FILLED_BY_PLATFORM");
  const target = find(text("unit"), text("targetId"));
  if (typeof target === "string") fault(text("targetId") ? "targetId" : "unit", target);
  const synthetic = text("synthetic");
  if (![YES, NO, ""].includes(synthetic)) fault("synthetic", "YES_NO_OR_EMPTY");
  return Object.assign(new LedgerFindingInput(), {
    targetId: typeof target === "string" ? "" : target.id,
    title: text("title"),
    description: text("description"),
    focus: codeOf(terms, "FOCUS", text("focus")),
    category: codeOf(terms, "CATEGORY", text("category")),
    furtherUnitIds: [],
    confirmedNoPerson: false,
    synthetic: synthetic === YES,
  });
}

/** A term by its Chinese name; whatever else stands there is taken for the code. */
export function codeOf(terms: readonly TermRow[], kind: TermRow["kind"], text: string): string {
  const named = new Set(terms.filter((term) => term.kind === kind && term.zh === text).map(({ code }) => code));
  return named.size === 1 ? ([...named][0] as string) : text;
}

/** What the cells of one row can be wrong by, before the rules of the mutation are asked. */
type CellFault = Extract<
  FieldReasonCode,
  "NO_UNIT_OF_ROUND" | "NOT_THAT_UNIT" | "UNITS_OF_ONE_NAME" | "YES_NO_OR_EMPTY" | "FILLED_BY_PLATFORM"
>;
type TargetFinder = (unit: string, targetId: string) => TargetRow | CellFault;

/** By the unit's name in this round, or by the target's number where a name is not enough. */
function targetFinder(targets: readonly TargetRow[]): TargetFinder {
  const byName = new Map<string, TargetRow[]>();
  for (const target of targets) {
    const name = withoutUnseen(target.unitName); // as the cells are read
    byName.set(name, [...(byName.get(name) ?? []), target]);
  }
  const byId = new Map(targets.map((target) => [target.id, target]));
  return (unit, targetId) => {
    if (!unit) return "NO_UNIT_OF_ROUND";
    const named = byName.get(unit) ?? [];
    if (targetId) {
      const target = byId.get(targetId);
      return target && named.includes(target) ? target : "NOT_THAT_UNIT";
    }
    // a unit that was released and added again has two targets
    const holding = named.filter(({ status }) => holdsUnit(status));
    const [only, ...more] = holding.length ? holding : named;
    return more.length ? "UNITS_OF_ONE_NAME" : (only ?? "NO_UNIT_OF_ROUND");
  };
}

/** All that is wrong with a file: what was found in its cells, and in what was made of them (`input.findings.3.title` is a
 * cell). One fault of each cell, the first that was found; the rows in their order. */
export function inFile({ rows, columns, faults }: ParsedLedger, fields: readonly FieldFault[] = []): LedgerFault[] {
  const ofRules = fields.map(({ path, reason }) => {
    const [, list = "findings", place, name] = /^input\.(findings|revisions)\.(\d+)(?:\.(\w+))?/.exec(path) ?? [];
    // a target is known by its unit's name where the file has no column for its number
    const named = name === "targetId" && !columns.has("targetId") ? "unit" : name;
    const field = COLUMNS.find((column) => column.field === named)?.field;
    const row = rows[list as keyof typeof rows][Number(place ?? 0)]?.number ?? 1;
    return faultOf(row, field, field && columns.get(field), reason);
  });
  const first = new Map<string, LedgerFault>();
  for (const fault of [...faults, ...ofRules]) {
    const cell = `${fault.row} ${fault.field ?? fault.column ?? fault.reason}`;
    if (!first.has(cell)) first.set(cell, fault);
  }
  return [...first.values()].sort((a, b) => a.row - b.row);
}

function faultOf(row: number, field: LedgerField | undefined, place: number | undefined, reason: FieldReason) {
  const head = COLUMNS.find((column) => column.field === field)?.head ?? null;
  return { row, column: place === undefined ? null : lettersOf(place), head, field: field ?? null, reason };
}

function lettersOf(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : lettersOf(Math.floor(place / 26) - 1) + last;
}
