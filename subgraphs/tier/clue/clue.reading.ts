import {
  CLUE_SENDER_COMMANDS,
  type ClueCommand,
  type ClueReceiptCommand,
  type ClueReceiptStatus,
  type ClueStatus,
} from "../../domain/clue/clue";
import { routeOf } from "../../domain/clue/route";
import { clueReceiptTransitions, clueTransitions } from "../../domain/clue/transitions";
import { colourOf } from "../../domain/deadline/deadline";
import { offered } from "../../domain/lifecycle";
import { type Refused, refuse } from "../../domain/refusals";
import { appendJournal } from "../../journal/append";
import {
  type ClueFilter,
  findChains,
  findClocks,
  findClues,
  findCluesById,
  findReceipts,
  findReporter,
} from "../../storage/clue/clue.repository";
import type { ClueClockRow, ClueCustodyRow, ClueReceiptRow, ClueRow } from "../../storage/clue/clue.row";
import type { Db } from "../../storage/db";
import type { Page, PageRequest } from "../../storage/page";
import type { TierContext } from "../context";
import { chainStateOf } from "./clue.chain";
import { lookAtClues, lookOverClues, refusalOf, watch } from "./clue.desk";
import { actorOf, ClueRefused, clueEntry, custodiesHere } from "./clue.entry";
import { wrapAnew } from "./clue.keys";
import { openClue, openPart } from "./clue.opening";
import { openReporter } from "./clue.reporter";
import type { TierClue, TierClueText } from "./clue.type";

/** A page of the clues in the caller's custody: whoever sees one is in its record. Nobody else gets anything but an empty page,
 * by the same statements. */
export async function listClues(context: TierContext, filter: ClueFilter, page: PageRequest): Promise<Page<TierClue>> {
  return lookOverClues(context, async (db) => {
    const found = await findClues(db, custodiesHere(context), filter, page);
    return { ...found, rows: await show(context, db, found.rows) };
  });
}

/** The same of clues that the caller has just changed. */
export async function seeClues(context: TierContext, ids: readonly string[]): Promise<TierClue[]> {
  const { shown } = await lookOverClues(context, async (db) => ({
    shown: await show(context, db, await findCluesById(db, ids)),
  }));
  return ids.flatMap((id) => shown.find((clue) => clue.id === id) ?? []);
}

/** The content of a clue, opened by the caller's custody. That it was opened, or that somebody else tried to, is written in the
 * same transaction, by the same statements for everybody.
 * @returns undefined where the caller does not reach it, as where there is none */
export async function readClue(context: TierContext, id: string): Promise<TierClueText | Refused | undefined> {
  try {
    const { read } = await lookAtClues(context, async (db, secret) => {
      const [clue] = await findCluesById(db, [id]);
      await watch(context, db, secret, id, clue ? "ClueRead" : false);
      return { read: clue && (await orRefused(() => textOf(context, db, clue))) };
    });
    return read;
  } catch (cause) {
    return refusalOf(cause);
  }
}

/** Who reported a clue: for the custody that registered it. */
export async function readReporter(
  context: TierContext,
  id: string,
): Promise<{ identity: string } | Refused | undefined> {
  try {
    const { read } = await lookAtClues(context, async (db, secret) => {
      const [clue] = await findCluesById(db, [id]);
      const reporter = await findReporter(db, id);
      await watch(context, db, secret, id, reporter ? "ClueReporterRead" : false);
      if (!reporter) return { read: undefined };
      return {
        read: await orRefused(async () => {
          if (clue?.status === "SEALED") throw new ClueRefused(refuse("CLUE_SEALED", id));
          if (clue) await openClue(context, db, clue); // by what it says somebody may be recused
          return { identity: openReporter(context.services.clueKeys, reporter) };
        }),
      };
    });
    return read;
  } catch (cause) {
    return refusalOf(cause);
  }
}

/** A key that is not at hand is an answer, and the record of the attempt stays. */
async function orRefused<Read extends object>(read: () => Promise<Read>): Promise<Read | Refused> {
  try {
    return await read();
  } catch (cause) {
    return refusalOf(cause);
  }
}

async function textOf(context: TierContext, db: Db, clue: ClueRow): Promise<TierClueText> {
  if (clue.status === "SEALED") throw new ClueRefused(refuse("CLUE_SEALED", clue.id));
  const { content, key, parts } = await openClue(context, db, clue);
  const [shown] = await assemble(context, db, [clue]);
  const { post, region, cadreLevel, matter } = content.subject;
  const notes = parts.slice(1).map((part) => {
    const { kind, writtenBy, at } = part;
    return { kind, writtenBy, at, text: openPart(clue, part, key) };
  });
  return {
    ...{ clue: shown as TierClue, text: content.text, pointer: content.pointer },
    ...{ post, region, cadreLevel, matter, route: routeOf(content.subject) ?? null, notes },
  };
}

/** The headers, and an entry in the record of each. */
async function show(context: TierContext, db: Db, clues: readonly ClueRow[]): Promise<TierClue[]> {
  await wrapAnew(context, db, clues);
  const shown = await assemble(context, db, clues);
  const seen = clues.map((clue) => clueEntry(context, clue, "ClueSeen", {}));
  await appendJournal(db, context.standing.person, context.now(), seen);
  return shown;
}

async function assemble(context: TierContext, db: Db, clues: readonly ClueRow[]): Promise<TierClue[]> {
  const ids = clues.map(({ id }) => id);
  const chains = await findChains(db, ids);
  const receipts = await findReceipts(db, ids);
  const clocks = await findClocks(db, ids);
  return clues.map((clue): TierClue => {
    const chain = chains.filter(({ clueId }) => clueId === clue.id);
    const own = receipts.filter(({ clueId }) => clueId === clue.id);
    const { holds, lacksKeyOf } = chainStateOf(context.services.clueKeys, clue, chain);
    return {
      ...clue,
      receipts: own.map((receipt) => ({ ...receipt, deadlines: deadlinesOf(context, receipt, clocks) })),
      chain: chain.map((entry) => custodyOf(clue, entry)),
      ...{ chainHolds: holds, chainLacksKeyOf: lacksKeyOf },
      commands: commandsOf(context, clue, own.at(-1)),
    };
  });
}

function deadlinesOf(context: TierContext, { id }: ClueReceiptRow, clocks: readonly ClueClockRow[]) {
  return clocks
    .filter(({ receiptId }) => receiptId === id)
    .map(({ clock, startedOn, dueOn, metOn, warningDays }) => {
      const colour = metOn ? null : colourOf(context.today(), dueOn, warningDays);
      return { clock, startedOn, dueOn, metOn, colour };
    });
}

function custodyOf({ sealedHash }: ClueRow, row: ClueCustodyRow): TierClue["chain"][number] {
  const { sequence, event, fromCustody, toCustody, at, fromSignature, toSignature, countersignedAt } = row;
  return {
    ...{
      sequence,
      event: event as TierClue["chain"][number]["event"],
      from: fromCustody,
      to: toCustody,
      at,
      sealedHash,
    },
    ...{ signature: fromSignature, countersignature: toSignature, countersignedAt },
  };
}

/** What would be taken from the caller: of who registers and proposes, somebody else clears and decides. Where it may go is known by what
 * it says alone, and asked when it is referred. */
function commandsOf(context: TierContext, clue: ClueRow, receipt: ClueReceiptRow | undefined): ClueCommand[] {
  const { person } = context.standing;
  const sender: readonly ClueCommand[] = CLUE_SENDER_COMMANDS;
  const ofSender = { SOMEBODY_ELSE_REQUIRED: person !== clue.registeredBy };
  const own = offered<ClueStatus, ClueCommand>(clueTransitions, clue, actorOf(context, clue.owner), () => ofSender);
  const sending = own.filter((each) => sender.includes(each));
  if (!receipt) return sending;
  const ofReceiver = { SOMEBODY_ELSE_REQUIRED: person !== receipt.proposedBy };
  const receiving = offered<ClueReceiptStatus, ClueReceiptCommand>(
    clueReceiptTransitions,
    receipt,
    actorOf(context, receipt.receiver),
    () => ofReceiver,
  );
  return [...sending, ...receiving];
}
