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
} from "./ledger.faults";
import type { RecordLedgerInput } from "./ledger.type";

interface LedgerOutcome {
  dryRun: boolean;
  recorded: number;
  /** none in a dry run */
  ids: string[];
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
  constructor(readonly recorded: number) {
    super("dry run");
  }
}

/** Records a ledger: every row or none, in one transaction. The input's rules are asked here, and not before, so that what
 * they find is told together with all that is wrong beside.
 * @param mutation and @param key what a retry is known by
 * @param alongside more work of the same transaction
 * @throws BAD_USER_INPUT naming every bad row */
export async function recordLedger(
  context: TierContext,
  mutation: string,
  key: string,
  input: RecordLedgerInput,
  {
    reading = READ_WELL,
    alongside = async () => {},
  }: { reading?: ReadingFaults; alongside?(db: Db): Promise<void> } = {},
): Promise<LedgerOutcome | Refused> {
  const faults = await faultsOfRules(input);
  if (faults.some(({ path }) => !path.startsWith("input.findings."))) throw badInput(...faults);
  const lines = input.findings.map((row, place) => ({ row, place }));
  const naming = lines.filter(({ place }) => !reading.withoutTarget.has(place));
  try {
    const book = bookWith("round_target", ownTargetIds(context, naming));
    const outcome = await changeBook(context, book, mutation, key, input, async (db, context) => {
      const entered = await enterLedger(context, db, { lines, naming, faults, unread: reading.found });
      if (isRefused(entered)) return entered;
      if (input.dryRun) throw new DryRunEnds(entered.ids.length);
      await alongside(db);
      return entered;
    });
    return isRefused(outcome) ? outcome : { dryRun: false, recorded: outcome.length, ids: outcome };
  } catch (cause) {
    if (cause instanceof DryRunEnds) return { dryRun: true, recorded: cause.recorded, ids: [] };
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
}

async function enterLedger(
  context: TierContext,
  db: Db,
  { lines, naming, faults: ofRules, unread }: ToEnter,
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
  const faults = [...ofRules, ...named.faults, ...barred, ...(await faultsOfTexts(context, db, unitOf, drafts))];
  if (unread || faults.length > 0) throw badInput(...inOrder(faults));
  return writeRows(context, db, locked.open, drafts);
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
