import { GraphQLError } from "graphql";
import { type FieldFault, faultAt } from "../../../schema/contract/fieldReasons";
import { isRefused, type Refused } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findTargetsById } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, type Change, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { type IncomingDraft, lockTargetsToRecordIn, recordDrafts } from "../finding/recording.service";
import { wantFurther } from "../finding/text.service";
import { badInput } from "../graph/errors";
import type { RecordLedgerInput } from "./ledger.type";

export interface LedgerOutcome {
  dryRun: boolean;
  recorded: number;
  /** none in a dry run */
  ids: string[];
}

/** Thrown at the end of a dry run, so that nothing of it stays. */
class DryRunEnds extends Error {
  constructor(readonly recorded: number) {
    super("dry run");
  }
}

/** Records a ledger: every row or none, in one transaction.
 * @param mutation and @param key what a retry is known by
 * @param alongside more work of the same transaction
 * @throws BAD_USER_INPUT naming every bad row */
export async function recordLedger(
  context: TierContext,
  mutation: string,
  key: string,
  input: RecordLedgerInput,
  alongside: (db: Db) => Promise<void> = async () => {},
): Promise<LedgerOutcome | Refused> {
  try {
    const book = bookWith("round_target", targetIdsOf(context, input));
    const outcome = await changeBook(context, book, mutation, key, input, async (db, context) => {
      const entered = await enterLedger(context, db, input);
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

async function enterLedger(context: TierContext, db: Db, { findings }: RecordLedgerInput): Promise<Change | Refused> {
  const asked = await targetsAskedFor(context, db, findings);
  const targets = await lockTargetsToRecordIn(context, db, asked);
  if (isRefused(targets)) return targets;
  return recordOf(context, db, targets, findings);
}

function pathOf(i: number): string {
  return `input.findings.${i}.targetId`;
}

function targetIdsOf(context: TierContext, { findings }: Pick<RecordLedgerInput, "findings">): string[] {
  return [...new Set(findings.map(({ targetId }, i) => requireOwnId(context, targetId, pathOf(i))))];
}

/** @throws BAD_USER_INPUT naming every row whose target is not there, or of another round than the first row's */
async function targetsAskedFor(
  context: TierContext,
  db: Db,
  findings: RecordLedgerInput["findings"],
): Promise<TargetRow[]> {
  const targets = await findTargetsById(db, targetIdsOf(context, { findings }));
  const roundOf = new Map(targets.map(({ id, roundId }) => [id, roundId]));
  const first = roundOf.get(findings[0]?.targetId as string);
  const faults = findings.flatMap(({ targetId }, i): FieldFault[] => {
    const round = roundOf.get(targetId);
    if (!round) return [faultAt(pathOf(i), "NOT_FOUND")];
    return round === first ? [] : [faultAt(pathOf(i), "OTHER_ROUND")];
  });
  if (faults.length) throw badInput(...faults);
  return targets;
}

/** Writes the rows target by target, and gives them back in the order of the request. */
async function recordOf(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
  findings: RecordLedgerInput["findings"],
): Promise<Change | Refused> {
  wantFurther(context, findings);
  const rows = new Map<string, IncomingDraft[]>(targets.map(({ id }) => [id, []]));
  for (const [place, { targetId, ...text }] of findings.entries()) {
    rows.get(targetId)?.push({ text, place, path: `input.findings.${place}` });
  }
  const ids: string[] = [];
  const entries: Change["entries"] = [];
  const faults: FieldFault[] = [];
  for (const target of targets) {
    const incoming = rows.get(target.id) ?? [];
    const written = await recordDrafts(context, db, target, incoming).catch((cause: unknown) => {
      faults.push(...faultsOf(cause));
      return { ids: [], entries: [] };
    });
    if (isRefused(written)) return written;
    for (const [i, { place }] of incoming.entries()) {
      if (!written.ids[i]) continue;
      ids[place] = written.ids[i];
      entries[place] = written.entries[i] as Change["entries"][number];
    }
  }
  if (faults.length) throw badInput(...faults);
  return { ids, entries };
}

/** What is wrong with the rows of one target is told together with what is wrong with the others'. */
function faultsOf(cause: unknown): FieldFault[] {
  if (cause instanceof GraphQLError && cause.extensions.code === "BAD_USER_INPUT") {
    return cause.extensions.fields as FieldFault[];
  }
  throw cause;
}
