import { withoutUnseen } from "../../../schema/contract/unseen";
import { type FindingStatus, isDraft } from "../finding/finding";
import { NO, STATUS_WORDS, YES } from "./ledger";

/** 导出后改回的一行 A row of an exported ledger that came back, as it stands in the file; undefined where the file has no such
 * column. */
export interface ReturnedRow {
  /** in which the finding went out; undefined where the file does not say it */
  version?: number;
  title: string;
  description: string;
  /** names as the export writes them, or codes */
  focus: string;
  category: string;
  unit: string;
  targetId: string;
  synthetic?: string;
  ordinal?: string;
  status?: string;
  note?: string;
  unitReply?: string;
}

interface KeptText {
  title: string;
  description: string;
  focus: string;
  category: string;
}

/** What is compared with it: the finding as it stands in the book. */
export interface KeptFinding extends KeptText {
  version: number;
  /** which of its texts it has, from 1 */
  textVersion: number;
  status: FindingStatus;
  unitName: string;
  targetId: string;
  synthetic: boolean;
  ordinal: number;
  note: string | null;
  unitReply: string | null;
}

type KeptField = "unit" | "targetId" | "synthetic" | "ordinal" | "status" | "note" | "unitReply";

/** What a row would do. */
export interface Returned {
  /** whether its text is another one */
  revises: boolean;
  /** cells that say something else than the platform, which a file does not change */
  kept: KeptField[];
  /** why a text that is another one is not taken */
  barred?: "NO_VERSION" | "STALE_VERSION" | "ILLEGAL_TRANSITION";
}

/** A text that a finding has had. */
export interface EarlierText extends KeptText {
  /** of the text, as `textVersion` */
  version: number;
}

/** Compares a row that came back with its finding. A row whose text is as it went out does nothing, whatever became of its finding
 * meanwhile; one that differs is measured by the version that it names, so that nobody writes over what they have not read.
 * @param nameOf what the export calls a focus
 * @param earlier texts of the finding, for a row of an earlier version */
export function compareReturned(
  row: ReturnedRow,
  finding: KeptFinding,
  nameOf: (focus: string) => string,
  earlier: readonly EarlierText[] = [],
): Returned {
  const says = (text: KeptText) =>
    isSame(row.title, text.title) &&
    isSame(row.description, text.description) &&
    [text.focus, nameOf(text.focus)].includes(row.focus) &&
    row.category === text.category;
  const revises = !says(finding) && !earlier.some((text) => mayHaveGoneOut(text, row, finding) && says(text));
  return { revises, kept: differing(row, finding), barred: revises ? barredBy(row, finding) : undefined };
}

/** Whether a finding's row may be of an earlier version than the finding: then its earlier texts are worth a look. */
export function isOfEarlier({ version }: Pick<ReturnedRow, "version">, finding: Pick<KeptFinding, "version">): boolean {
  return version !== undefined && version < finding.version;
}

/** Each text is a version of its finding, but not each version has another text: so it is known within bounds which text one had. */
function mayHaveGoneOut(text: EarlierText, row: ReturnedRow, finding: KeptFinding): boolean {
  const { version } = row;
  if (version === undefined || !isOfEarlier(row, finding)) return false;
  return text.version <= version && text.version >= finding.textVersion - (finding.version - version);
}

function barredBy({ version }: ReturnedRow, finding: KeptFinding): Returned["barred"] {
  if (version === undefined) return "NO_VERSION";
  if (version !== finding.version) return "STALE_VERSION";
  return isDraft(finding.status) ? undefined : "ILLEGAL_TRANSITION";
}

function differing(row: ReturnedRow, finding: KeptFinding): KeptField[] {
  const always: [KeptField, string | undefined, string][] = [
    ["unit", row.unit, finding.unitName],
    ["targetId", row.targetId || undefined, finding.targetId],
    // where the file says nothing of it, nothing is told; an empty cell says no
    ["synthetic", row.synthetic === "" ? NO : row.synthetic, finding.synthetic ? YES : NO],
  ];
  // what steps change may have changed since a version that is not the present one: in a row that nobody touched, too
  const moving: [KeptField, string | undefined, string][] = [
    ["ordinal", row.ordinal, String(finding.ordinal)],
    ["status", row.status, STATUS_WORDS[finding.status] ?? finding.status],
    ["note", row.note, finding.note ?? ""],
    ["unitReply", row.unitReply, finding.unitReply ?? ""],
  ];
  const isPresent = row.version === undefined || row.version === finding.version;
  const compared = isPresent ? [...always, ...moving] : always;
  return compared.flatMap(([field, told, kept]) => (told === undefined || isSame(told, kept) ? [] : field));
}

/** Spreadsheet programs write line ends their own way, and cells are read without the space around them. */
function isSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return withoutUnseen(text).replace(/\r\n?/g, "\n").trim();
}
