import { type FieldFault, faultAt } from "../../../schema/contract/fieldReasons";
import { tierOfId } from "../../../schema/contract/ids";
import { compareReturned, type EarlierText, isOfEarlier, type Returned } from "../../domain/ledger/returned";
import { isRefused, refuse } from "../../domain/refusals";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findFindingsToMove, saveFindings } from "../../storage/finding/moving.repository";
import { findTextsOf } from "../../storage/finding/text.repository";
import { findTargetsById } from "../../storage/target/target.repository";
import { findTermNames, findTermsValidOn } from "../../storage/taxonomy/taxonomy.repository";
import type { TierContext } from "../context";
import { entryOf } from "../finding/finding.change";
import type { FindingTextInput } from "../finding/finding.type";
import { rightToRecord } from "../finding/recording.service";
import { keepWritten, textOf, withText } from "../finding/text.service";
import { faultsOfTerms } from "../taxonomy/taxonomy.service";
import { faultOfRefusal, pathOfRevision } from "./ledger.faults";
import { codeOf } from "./ledger.parse";
import type { LedgerRevision } from "./ledger.type";

/** What rows that came back would do. */
interface Compared {
  /** findings with their next texts, not saved yet */
  next: FindingRow[];
  faults: FieldFault[];
  /** places of rows whose text is as it went out: what today's rules say of it does not matter */
  same: Set<number>;
}

/** Compares rows that came back with their findings, which it locks: nothing changes between the look and the change.
 * @param roundId of which the file is a ledger */
export async function compareRevisions(
  context: TierContext,
  db: Db,
  roundId: string,
  revisions: readonly LedgerRevision[],
): Promise<Compared> {
  const compared: Compared = { next: [], faults: [], same: new Set() };
  if (revisions.length === 0) return compared;
  const findings = await lockOfRound(context, db, roundId, revisions);
  const names = await findTermNames(db, "FOCUS");
  const nameOf = (focus: string) => names.get(focus) ?? focus;
  const earlier = await findEarlierTexts(db, findings, revisions);
  const day = context.today();
  const terms = await findTermsValidOn(db, day);
  const seen = new Set<string>();
  for (const [place, row] of revisions.entries()) {
    const path = pathOfRevision(place);
    const finding = findings.get(row.id);
    if (!finding || seen.has(row.id)) {
      compared.faults.push(faultAt(`${path}.id`, finding ? "NAMED_TWICE" : "NO_FINDING_OF_ROUND"));
      continue;
    }
    seen.add(row.id);
    const { revises, kept, barred } = compareReturned(row, finding, nameOf, earlier.get(row.id));
    compared.faults.push(...kept.map((field) => faultAt(`${path}.${field}`, "KEPT_BY_PLATFORM")));
    if (!revises) compared.same.add(place);
    else if (barred) compared.faults.push(faultOfBarred(path, barred));
    else {
      const focus = row.focus === nameOf(finding.focus) ? finding.focus : codeOf(terms, "FOCUS", row.focus);
      const coded = { focus, category: codeOf(terms, "CATEGORY", row.category) };
      compared.faults.push(...faultsOfTerms(terms, day, [{ ...coded, path }]));
      compared.next.push(nextOf(finding, { ...row, ...coded }));
    }
  }
  return compared;
}

/** @returns findings of the round that the caller may change, by their ids, locked in the order in which others lock them */
async function lockOfRound(
  context: TierContext,
  db: Db,
  roundId: string,
  revisions: readonly LedgerRevision[],
): Promise<Map<string, FindingRow>> {
  const ids = [...new Set(revisions.map(({ id }) => id))].filter((id) => tierOfId(id) === context.profile.tier);
  const found = (await findFindingsToMove(db, ids)).filter((finding) => finding.roundId === roundId);
  const targets = await findTargetsById(db, [...new Set(found.map(({ targetId }) => targetId))]);
  const right = await rightToRecord(context, db, targets);
  const mine = new Set(isRefused(right) ? [] : right.map(({ id }) => id));
  return new Map(found.filter(({ targetId }) => mine.has(targetId)).map((finding) => [finding.id, finding]));
}

/** @returns the texts of the findings whose rows are of an earlier version, by their ids */
async function findEarlierTexts(
  db: Db,
  findings: ReadonlyMap<string, FindingRow>,
  revisions: readonly LedgerRevision[],
): Promise<Map<string, EarlierText[]>> {
  const texts = new Map<string, EarlierText[]>();
  for (const row of revisions) {
    const finding = findings.get(row.id);
    if (finding && finding.textVersion > 1 && isOfEarlier(row, finding)) texts.set(row.id, []);
  }
  if (texts.size === 0) return texts;
  for (const text of await findTextsOf(db, [...texts.keys()])) texts.get(text.findingId)?.push(text);
  return texts;
}

function faultOfBarred(path: string, barred: NonNullable<Returned["barred"]>): FieldFault {
  if (barred === "NO_VERSION") return faultAt(`${path}.version`, "VERSION_NEEDED");
  return faultOfRefusal(`${path}.${barred === "STALE_VERSION" ? "version" : "status"}`, refuse(barred));
}

/** Further units stand in no column and stay; that nobody is named was confirmed of the words that were there. */
function nextOf(finding: FindingRow, text: Pick<FindingTextInput, "title" | "description" | "focus" | "category">) {
  const { furtherUnitIds, confirmedNoPerson } = finding;
  const sameWords = text.title === finding.title && text.description === finding.description;
  const next = { ...text, furtherUnitIds, confirmedNoPerson: sameWords && confirmedNoPerson };
  return withText({ ...finding, version: finding.version + 1 }, next);
}

/** Writes the next texts, each with the version and the entry that it has where it is revised by itself. What is asked there of further
 * units, which no column names and which stay, is not asked anew. */
export async function writeRevisions(context: TierContext, db: Db, next: FindingRow[]): Promise<JournalEntry[]> {
  if (next.length === 0) return [];
  await saveFindings(db, next);
  await keepWritten(context, db, next, null);
  return next.map((finding) => entryOf(finding, "FindingRevised", textOf(finding)));
}
