import { newId } from "../../../schema/contract/ids";
import type { Tier } from "../../../schema/contract/tier";
import { decide, follow, type Moved } from "../../domain/lifecycle";
import {
  OBLIGATION_KINDS,
  type ObligationCommand,
  type ObligationStatus,
  obligationDueOn,
  ordinalsToSchedule,
} from "../../domain/obligation/obligation";
import { isTheirsToTakeBack, obligationTransitions } from "../../domain/obligation/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import {
  findObligationsById,
  findObligationsToMove,
  findScheduledToMove,
  insertObligations,
  type Rectifying,
  saveObligations,
} from "../../storage/obligation/obligation.repository";
import type { ObligationRow } from "../../storage/obligation/obligation.row";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import type { FulfilObligationsInput, UndoObligationsInput } from "./obligation.type";

/** The first ones of targets whose rectification starts, in that change's transaction. */
export async function scheduleObligations(
  context: TierContext,
  db: Db,
  targets: readonly TargetRow[],
): Promise<JournalEntry[]> {
  const starting = targets.flatMap(({ id, office, roundId, unitId, region, rectificationStartedOn }) =>
    OBLIGATION_KINDS.map((kind) => {
      const startedOn = rectificationStartedOn as string;
      return { office, roundId, targetId: id, unitId, region, startedOn, kind, last: null };
    }),
  );
  return scheduleNext(db, context.profile.tier, starting, context.today());
}

/** Schedules what is missing today; what another one has scheduled meanwhile stays his.
 * @returns the journal entries of those that are new */
export async function scheduleNext(
  db: Pick<Db, "rows">,
  tier: Tier,
  rectifying: readonly Rectifying[],
  today: string,
): Promise<JournalEntry[]> {
  const missing = rectifying.flatMap(({ last, ...target }) =>
    ordinalsToSchedule(target.kind, target.startedOn, last ?? undefined, today).map(
      (ordinal): ObligationRow => ({
        ...target,
        id: newId(tier),
        ordinal,
        dueOn: obligationDueOn(target.kind, target.startedOn, ordinal),
        status: "SCHEDULED",
        version: 1,
        doneOn: null,
        doneBy: null,
        note: null,
      }),
    ),
  );
  const written = new Set(await insertObligations(db, missing));
  return missing
    .filter(({ id }) => written.has(id))
    .map((obligation) => {
      const { targetId, kind, ordinal, dueOn } = obligation;
      return entryOf(obligation, "ObligationScheduled", { targetId, kind, ordinal, dueOn });
    });
}

/** Records that obligations were fulfilled: all of them or none. */
export async function fulfilObligations(
  context: TierContext,
  input: FulfilObligationsInput,
  key: string,
): Promise<string[] | Refused> {
  const { on, note } = input;
  return moveObligations(context, "fulfilObligations", input, key, (context, obligation) => {
    const doneOn = on ?? context.today();
    const moved = decided(context, obligation, "FULFIL", note, doneOn);
    if (isRefused(moved)) return moved;
    const done = { doneOn, doneBy: context.standing.person, note };
    return { ...moved, values: done, details: { on, note } };
  });
}

/** 撤回 what was recorded as done by mistake is to be done again; the journal keeps what was said. */
export async function undoObligations(
  context: TierContext,
  input: UndoObligationsInput,
  key: string,
): Promise<string[] | Refused> {
  return moveObligations(context, "undoObligations", input, key, (context, obligation) => {
    const moved = decided(context, obligation, "TAKE_BACK", input.note);
    if (isRefused(moved)) return moved;
    const { doneOn, doneBy, note } = obligation;
    const takenBack = { doneOn, doneBy, note };
    const values = { doneOn: null, doneBy: null, note: null };
    return { ...moved, values, details: { note: input.note, takenBack } };
  });
}

/** What was scheduled for a rectification that is withdrawn is not to be done any more; what was done was done. */
export async function lapseObligations(db: Db, targetIds: readonly string[]): Promise<JournalEntry[]> {
  const lapsed = (await findScheduledToMove(db, targetIds)).map((obligation) => {
    const { to, event } = follow<ObligationStatus, ObligationCommand>(obligationTransitions, obligation, "LAPSE");
    return { obligation: { ...obligation, status: to, version: obligation.version + 1 }, event };
  });
  await saveObligations(
    db,
    lapsed.map(({ obligation }) => obligation),
  );
  return lapsed.map(({ obligation, event }) => entryOf(obligation, event, { follows: obligation.targetId }));
}

interface Step extends Moved<ObligationStatus> {
  values: Pick<ObligationRow, "doneOn" | "doneBy" | "note">;
  details: object;
}

async function moveObligations(
  context: TierContext,
  mutation: string,
  input: UndoObligationsInput,
  key: string,
  step: (context: TierContext, obligation: ObligationRow) => Step | Refused,
): Promise<string[] | Refused> {
  const ids = requireOwnIds(
    context,
    input.obligations.map(({ id }) => id),
    (i) => `input.obligations.${i}.id`,
  );
  return changeBook(context, bookWith("obligation", ids), mutation, key, input, async (db, context) => {
    const locked = new Map((await findObligationsToMove(db, ids)).map((row) => [row.id, row]));
    const missing = ids.filter((id) => !locked.has(id));
    if (missing.length) return refuseUnlessHidden(db, missing, (id) => `input.obligations.${ids.indexOf(id)}.id`);
    const moved: ObligationRow[] = [];
    const entries: JournalEntry[] = [];
    for (const { id, version } of input.obligations) {
      const obligation = locked.get(id) as ObligationRow;
      if (obligation.version !== version) return refuse("STALE_VERSION", id);
      const taken = step(context, obligation);
      if (isRefused(taken)) return taken;
      const next = { ...obligation, ...taken.values, status: taken.to, version: version + 1 };
      moved.push(next);
      entries.push(entryOf(next, taken.event, taken.details));
    }
    await saveObligations(db, moved);
    return { ids, entries };
  });
}

function decided(
  context: TierContext,
  obligation: ObligationRow,
  command: ObligationCommand,
  note: string,
  doneOn = context.today(),
) {
  const actor = context.actor();
  return decide(obligationTransitions, obligation, command, actor, {
    REASON_REQUIRED: Boolean(note.trim()),
    NOT_YOUR_STEP: isTheirsToTakeBack(actor, obligation),
    DATE_IN_FUTURE: doneOn <= context.today(),
    DATE_OUT_OF_ORDER: doneOn >= obligation.startedOn,
  });
}

/** Who reads an obligation without being of its office may not fulfil it; for everyone else it does not exist. */
async function refuseUnlessHidden(db: Db, missing: string[], path: (id: string) => string): Promise<Refused> {
  const readable = new Set((await findObligationsById(db, missing)).map(({ id }) => id));
  const hidden = missing.find((id) => !readable.has(id));
  if (hidden) throw notFound(path(hidden));
  return refuse("ROLE_REQUIRED", missing[0], obligationTransitions.SCHEDULED.FULFIL.by);
}

const entryOf = entriesOf("Obligation");
