import type { FieldFault } from "../../../schema/contract/fieldReasons";
import { isRefused, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, type Change, changeBook } from "../change";
import type { TierContext } from "../context";
import { type IncomingDraft, lockTargetsToRecordIn, writeDrafts } from "../finding/recording.service";
import { badInput } from "../graph/errors";
import {
  faultOfRefusal,
  faultsOfRules,
  faultsOfTexts,
  findTargetsNamed,
  inOrder,
  type LedgerLine,
  ownTargetIds,
  pathOf,
  pathOfRevision,
} from "./ledger.faults";
import { compareRevisions, writeRevisions } from "./ledger.revisions";
import type { LedgerRevision, RecordLedgerInput } from "./ledger.type";

interface LedgerOutcome {
  dryRun: boolean;
  recorded: number;
  /** how many of the rows that came back have another text */
  revised: number;
  /** of what was recorded; none in a dry run */
  ids: string[];
}

/** What a file brings beside new findings. */
interface LedgerFile {
  reading: ReadingFaults;
  roundId: string;
  /** rows of findings that went out and came back */
  revisions: readonly LedgerRevision[];
  /** more work of the same transaction
   * @param changed how many findings are recorded or revised */
  alongside(db: Db, changed: number): Promise<void>;
}

/** What was wrong already where the rows were read: then nothing is recorded, and the rest is looked at all the same, so that
 * one answer names all. */
interface ReadingFaults {
  found: boolean;
  /** places of rows that name no target */
  withoutTarget: ReadonlySet<number>;
}
const READ_WELL: ReadingFaults = { found: false, withoutTarget: new Set() };

/** Thrown at the end of a dry run, so that nothing of it stays. */
class DryRunEnds extends Error {
  constructor(readonly changed: number) {
    super("dry run");
  }
}

/** Records a ledger: every row or none, in one transaction. The input's rules are asked here, and not before, so that what
 * they find is told together with all that is wrong beside.
 * @param mutation and @param key what a retry is known by
 * @param file where they came in one
 * @throws BAD_USER_INPUT naming every bad row */
export async function recordLedger(
  context: TierContext,
  mutation: string,
  key: string,
  input: RecordLedgerInput,
  file?: LedgerFile,
): Promise<LedgerOutcome | Refused> {
  const { reading = READ_WELL, revisions = [] } = file ?? {};
  const faults = await faultsOfRules(input, revisions);
  if (faults.some(({ path }) => !/^input\.(findings|revisions)\.\d/.test(path))) throw badInput(...faults);
  const lines = input.findings.map((row, place) => ({ row, place }));
  const naming = lines.filter(({ place }) => !reading.withoutTarget.has(place));
  const recorded = lines.length;
  try {
    const book = file ? bookWith("round", [file.roundId]) : bookWith("round_target", ownTargetIds(context, naming));
    const given = revisions.length > 0 ? { ...input, revisions } : input;
    const outcome = await changeBook(context, book, mutation, key, given, async (db, context) => {
      const entered = await enterLedger(context, db, { lines, naming, faults, unread: reading.found, file });
      if (isRefused(entered)) return entered;
      if (input.dryRun) throw new DryRunEnds(entered.ids.length);
      await file?.alongside(db, entered.ids.length);
      return entered;
    });
    if (isRefused(outcome)) return outcome;
    // what is new stands before what came back
    return { dryRun: false, recorded, revised: outcome.length - recorded, ids: outcome.slice(0, recorded) };
  } catch (cause) {
    if (cause instanceof DryRunEnds) return { dryRun: true, recorded, revised: cause.changed - recorded, ids: [] };
    throw cause;
  }
}

interface ToEnter {
  lines: readonly LedgerLine[];
  /** those that name a target */
  naming: readonly LedgerLine[];
  /** what the rules have found */
  faults: readonly FieldFault[];
  unread: boolean;
  file?: LedgerFile;
}

async function enterLedger(
  context: TierContext,
  db: Db,
  { lines, naming, faults: ofRules, unread, file }: ToEnter,
): Promise<Change | Refused> {
  const named = await findTargetsNamed(context, db, naming);
  const locked = named.targets.length ? await lockTargetsToRecordIn(context, db, named.targets) : NO_TARGETS;
  if (isRefused(locked)) return locked;
  const drafts = lines.map(({ row: { targetId, ...text }, place }) => ({ targetId, text, place, path: pathOf(place) }));
  const barred = drafts.flatMap(({ targetId, path }) => {
    const why = locked.barred.get(targetId);
    return why ? [faultOfRefusal(`${path}.targetId`, why)] : [];
  });
  const unitOf = new Map(named.targets.map(({ id, unitId }) => [id, unitId]));
  // after the targets, as every change locks
  const returned = await compareRevisions(context, db, file?.roundId ?? "", file?.revisions ?? []);
  const same = new Set([...returned.same].map(pathOfRevision));
  const faults = [
    ...ofRules.filter(({ path }) => !same.has(path.split(".", 3).join("."))),
    ...[...named.faults, ...barred, ...(await faultsOfTexts(context, db, unitOf, drafts)), ...returned.faults],
  ];
  if (unread || faults.length > 0) throw badInput(...inOrder(faults));
  const { ids, entries } = await writeRows(context, db, locked.open, drafts);
  const revised = await writeRevisions(context, db, returned.next);
  return { ids: [...ids, ...returned.next.map(({ id }) => id)], entries: [...entries, ...revised] };
}

const NO_TARGETS = { open: [], barred: new Map<string, Refused>() };

/** Writes the rows target by target, and gives them back in the order of the request. */
async function writeRows(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  drafts: readonly (IncomingDraft & { targetId: string })[],
): Promise<Change> {
  const ids: string[] = [];
  const entries: Change["entries"] = [];
  for (const target of targets) {
    const incoming = drafts.filter(({ targetId }) => targetId === target.id);
    const written = await writeDrafts(context, db, target, incoming);
    for (const [i, { place }] of incoming.entries()) {
      ids[place] = written.ids[i] as string;
      entries[place] = written.entries[i] as Change["entries"][number];
    }
  }
  return { ids, entries };
}
