import { newId } from "../../../schema/contract/ids";
import { CLUE_REGISTRARS, declaredCount, SMALLEST_BATCH } from "../../domain/clue/clue";
import type { Custody } from "../../domain/clue/custody";
import { type Refused, refuse } from "../../domain/refusals";
import { superiorsOf } from "../../domain/tier";
import { appendJournal } from "../../journal/append";
import { findCluesById } from "../../storage/clue/clue.repository";
import { countKeyUse, findAlerts, type KeyUse, reconcileClues } from "../../storage/clue/custody.repository";
import { findRoundProgress, insertDeclaration } from "../../storage/clue/declaration.repository";
import { findHistoryOf, type HistoryFilter, type HistoryRow } from "../../storage/history/history.repository";
import type { Page } from "../../storage/page";
import type { PublicKeys } from "../../trust/clue/custodyKeys";
import { DoesNotOpen } from "../../trust/clue/envelope";
import { KeyFault } from "../../trust/clue/keyFolder";
import { openAlert, type TierSecret } from "../../trust/clue/tierSecret";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import { type Connection, dueCursor, duePage, type PageArgs, toConnection } from "../graph/paging";
import { changeClues, lookOverClues, watch } from "./clue.desk";
import { clueEntry, custodiesHere } from "./clue.entry";
import type { DeclareCluesInput, TierClueAlert, TierClueReconciliation, TierCustodyKeys } from "./custody.type";
import { countNeedsOf } from "./parcel.settling";

/** What happened to a clue, and who read it. That the record was read is in the record. */
export async function readRecord(
  context: TierContext,
  id: string,
  first: number,
  before: HistoryFilter,
): Promise<Page<HistoryRow>> {
  return lookOverClues(context, async (db, secret) => {
    const [clue] = await findCluesById(db, [id]);
    const record = await findHistoryOf(db, ["Clue"], [id], { first }, before);
    await watch(context, db, secret, id, clue ? "ClueRecordRead" : false);
    return record.get(id) ?? { rows: [], hasNext: false };
  });
}

/** Who tried to reach clues in the caller's custody that concern them. */
export async function readAlerts(context: TierContext, args: PageArgs): Promise<Connection<TierClueAlert>> {
  const page = duePage(args);
  const alerts = await lookOverClues(context, async (db, secret) => {
    const { rows: found, hasNext } = await findAlerts(db, page);
    const entries = found.map(({ clueId }) => clueEntry(context, { id: clueId, version: 0 }, "ClueAlertRead", {}));
    await appendJournal(db, context.standing.person, context.now(), entries);
    return {
      hasNext,
      rows: found.map(({ id, clueId, onDay, sealed }) => {
        return { id, clueId, onDay, ...openedAlert(secret, clueId, sealed) };
      }),
    };
  });
  return toConnection(alerts, ({ onDay, id }) => dueCursor({ dueOn: onDay, id }));
}

/** That there was one is told also where the tier's secret has changed since, and who it was is lost. */
function openedAlert(secret: TierSecret, clueId: string, sealed: Buffer): { person: string | null; at: string | null } {
  try {
    return JSON.parse(openAlert(secret, clueId, sealed)) as { person: string; at: string };
  } catch (cause) {
    if (cause instanceof DoesNotOpen) return { person: null, at: null };
    throw cause;
  }
}

/** @param month first day of it */
export async function reconcile(context: TierContext, month: string): Promise<TierClueReconciliation[]> {
  const { rows } = await lookOverClues(context, async (db) => ({
    rows: await reconcileClues(db, custodiesHere(context), month, context.today()),
  }));
  return rows;
}

/** The keys of the caller's custodies, and how many clues each generation still opens. Of an older one, which may be ended, all are
 * counted; of the one in use those that the caller may have, so that nobody reads off it that there is one more. */
export async function custodyKeys(context: TierContext): Promise<TierCustodyKeys[]> {
  const custodies = custodiesHere(context);
  const { own } = await lookOverClues(context, async (db) => ({ own: await countKeyUse(db, custodies) }));
  return Promise.all(
    custodies.map(async (custody) => {
      const { uses, ...parcels } = await countNeedsOf(context, custody);
      return { ...stateOf(context, custody, { own, all: uses }), ...parcels };
    }),
  );
}

function stateOf({ services }: TierContext, custody: Custody, uses: { own: KeyUse[]; all: KeyUse[] }) {
  let keys: PublicKeys | undefined;
  try {
    keys = services.clueKeys.keysInUse(custody);
  } catch (cause) {
    if (!(cause instanceof KeyFault)) throw cause;
  }
  const clues = (id: string, counted: readonly KeyUse[]) =>
    counted.find(({ holder, generation }) => holder === custody && generation === id)?.clues ?? 0;
  const generations = (keys?.generations ?? []).map(({ id, createdAt }, i) => {
    const inUse = i === 0;
    return { id, createdAt, inUse, clues: clues(id, inUse ? uses.own : uses.all) };
  });
  return { custody, ready: keys !== undefined, generations };
}

/** Declares how many clues a round brought: once, when its teams have handed over, of a batch of targets, and no small number. */
export async function declareClues(
  context: TierContext,
  input: DeclareCluesInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(CLUE_REGISTRARS);
  const roundId = requireOwnId(context, input.roundId, "input.roundId");
  const { office, person } = context.standing;
  return changeClues(context, "declareClues", key, input, async (db) => {
    const { targets, waiting, submitted } = await findRoundProgress(db, office, roundId);
    if (targets === 0) throw notFound("input.roundId");
    if (waiting > 0) return refuse("HANDOVER_NOT_OVER", roundId);
    // who stands under nobody submits to nobody: what its own leading group has heard is the batch
    const batch = superiorsOf(office).length > 0 ? submitted : targets;
    if (batch < SMALLEST_BATCH) return refuse("BATCH_TOO_SMALL", roundId);
    const declared = declaredCount(input.count);
    const [id, at] = [newId(context.profile.tier), context.now()];
    const said = { declared, targets: batch, synthetic: input.synthetic };
    await insertDeclaration(db, { id, office, roundId, declaredBy: person, declaredAt: at, ...said });
    const entry = {
      office,
      event: "CluesDeclared",
      objectKind: "ClueDeclaration",
      objectId: id,
      objectVersion: 1,
    } as const;
    return { ids: [id], entries: [{ ...entry, details: { roundId, declared, targets: batch } }] };
  });
}
