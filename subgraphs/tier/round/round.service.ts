import type { PageKey } from "../../../schema/contract/cursor";
import { newId } from "../../../schema/contract/ids";
import { decide, follow, partiesOf } from "../../domain/lifecycle";
import { isDecisionOnPaper } from "../../domain/office/onBehalf";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import {
  BROUGHT_BY,
  LEADING_GROUP,
  lacksPredecessor,
  ROUND_PREPARERS,
  type RoundCommand,
} from "../../domain/round/round";
import { roundTransitions } from "../../domain/round/transitions";
import { hasTargets } from "../../domain/target/target";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findTermsById } from "../../storage/office/office.repository";
import { AuthorisationRow } from "../../storage/round/authorisation.row";
import {
  fileRound,
  findHiddenRounds,
  findRoundsById,
  findRoundToMove,
  findWholeRounds,
  isRecusedFromOffice,
  withdrawAuthorisation,
} from "../../storage/round/round.repository";
import { RoundRow } from "../../storage/round/round.row";
import { bookWith, changeBook, refuseBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { checkGiven } from "../graph/givenFields";
import { withOffered } from "../graph/instead";
import { askedBy, corrected, judge } from "./correction.service";
import { offeredRounds } from "./offered";
import type { MoveRoundInput, OpenRoundInput } from "./round.type";

export function roundKey(round: RoundRow): PageKey {
  return { at: round.openedAt, id: round.id };
}

/** Prepares a round in the office of the term: the caller's own, or one on whose behalf the caller enters. Its leading group
 * authorises it later. */
export async function openRound(context: TierContext, input: OpenRoundInput, key: string): Promise<string[] | Refused> {
  const termId = requireOwnId(context, input.termId, "input.termId");
  return changeBook(context, bookWith("term", [termId]), "openRound", key, input, async (db, context) => {
    const { office } = context.standing;
    const [term] = await findTermsById(db, [termId]);
    const barred = await refuseBook(context, db, term?.office, ROUND_PREPARERS);
    if (barred) return barred;
    if (term?.office !== office) throw badField("input.termId", "NOT_YOUR_TERM");
    if (await isRecusedFromOffice(db, office)) return refuse("PERSON_RECUSED");
    const { startsOn = null, endsOn = null } = input;
    if (endsOn && startsOn && endsOn < startsOn) return refuse("PERIOD_INVALID");
    const predecessor = await predecessorOf(context, db, input.predecessorId);
    if (lacksPredecessor(input.kind, predecessor)) return refuse("PREDECESSOR_REQUIRED");
    const round: RoundRow = {
      ...input,
      startsOn,
      endsOn,
      predecessorId: predecessor,
      id: newId(context.profile.tier),
      office,
      status: "PREPARING",
      version: 1,
      documentNumber: null,
      authorisedOn: null,
      note: null,
      ...{ corrections: [], proposal: null },
      openedAt: context.now(),
    };
    await db.manager.insert(RoundRow, round);
    return { ids: [round.id], entries: [entryOf(round, "RoundOpened", round)] };
  });
}

/** A round of the own office; a look-back ends where the book ends.
 * @throws NOT_FOUND */
async function predecessorOf(context: TierContext, db: Db, named: string | null | undefined): Promise<string | null> {
  if (!named) return null;
  const [round] = await findRoundsById(db, [requireOwnId(context, named, "input.predecessorId")]);
  if (round?.office !== context.standing.office) throw notFound("input.predecessorId");
  return round.id;
}

/** Authorises or withdraws a round, or puts its header right. */
export async function moveRound(context: TierContext, input: MoveRoundInput, key: string): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  checkGiven(input, BROUGHT_BY);
  return changeBook(context, bookWith("round", [id]), "moveRound", key, input, async (db, context) => {
    const round = await findRoundToMove(db, id);
    if (!round) return refuseUnlessHidden(db, id, input.command);
    if (round.version !== input.version) return refuse("STALE_VERSION", id);
    const onPaper = context.enteringFrom && isDecisionOnPaper(roundTransitions, round, input.command);
    if (onPaper && !input.documentNumber?.trim()) return refuse("DOCUMENT_REQUIRED", id);
    const [whole] = await findWholeRounds(db, [id]);
    const on = input.on ?? context.today();
    const [term] = await findTermsById(db, [round.termId]);
    const values = askedBy(round, input);
    const correction = judge(context, round, values, {
      termStartsOn: term?.startsOn,
      firstEnteredOn: whole?.firstEnteredOn ?? null,
    });
    const authorises = input.command === "AUTHORISE";
    const moved = decide(roundTransitions, round, input.command, context.actor(), {
      ...correction,
      DOCUMENT_REQUIRED: Boolean(input.documentNumber?.trim()),
      TARGETS_REQUIRED: hasTargets(whole?.statuses ?? []),
      REASON_REQUIRED: Boolean(input.note?.trim()),
      ...(authorises && {
        DATE_IN_FUTURE: on <= context.today(),
        DATE_OUT_OF_ORDER: term !== undefined && on >= term.startsOn,
      }),
    });
    if (isRefused(moved)) return withOffered(moved, id, () => offeredRounds(context, db, [round]));
    const said = corrected(context, round, input, values);
    const next: RoundRow = {
      ...round,
      status: moved.to,
      version: round.version + 1,
      // what is said of a correction is no note of the round
      ...(said ?? { note: input.note ?? round.note, proposal: null }),
      ...(authorises && { documentNumber: input.documentNumber ?? null, authorisedOn: on }),
    };
    // who may not see a part does not decide about the whole
    if ((await findHiddenRounds(db, [id])).length) return refuse("PERSON_RECUSED", id);
    await saveRound(db, next);
    const { command, note, documentNumber } = input;
    if (said) {
      const corrections = next.corrections.slice(round.corrections.length);
      return { ids: [id], entries: [entryOf(next, moved.event, { command, note, asked: values, corrections })] };
    }
    const entry = entryOf(next, moved.event, { command, on, note, documentNumber });
    if (authorises) return { ids: [id], entries: [entry, await authorise(context, db, next, input.body)] };
    if (command === "WITHDRAW") {
      await withdrawAuthorisation(db, id, { on, by: context.standing.person, reason: input.note ?? "" });
    }
    return { ids: [id], entries: [entry] };
  });
}

/** Keeps what was decided, and files it upward with the round. */
async function authorise(
  context: TierContext,
  db: Db,
  { office, id: roundId, documentNumber, authorisedOn }: RoundRow,
  body: string | null | undefined,
): Promise<JournalEntry> {
  const authorisation: AuthorisationRow = {
    id: newId(context.profile.tier),
    office,
    kind: "ROUND",
    roundId,
    body: body ?? LEADING_GROUP,
    documentNumber: documentNumber as string,
    authorisedOn: authorisedOn as string,
    authorisedBy: context.standing.person,
    withdrawnOn: null,
    withdrawnBy: null,
    withdrawalReason: null,
  };
  await db.manager.insert(AuthorisationRow, authorisation);
  await fileRound(db, { office, id: roundId }, context.now());
  const kind = { event: "AuthorisationGiven", objectKind: "Authorisation" } as const;
  return { office, ...kind, objectId: authorisation.id, objectVersion: 1, details: authorisation };
}

/** Carries out the step that follows from the targets.
 * @returns the journal entry of the step */
export async function followTargets(db: Db, round: RoundRow, command: RoundCommand): Promise<JournalEntry[]> {
  const moved = follow(roundTransitions, round, command);
  const next = { ...round, status: moved.to, version: round.version + 1 };
  await saveRound(db, next);
  return [entryOf(next, moved.event, { command, follows: "targets" })];
}

async function saveRound(db: Db, round: RoundRow): Promise<void> {
  const { id, status, version, note, title, kind, startsOn, endsOn, documentNumber, authorisedOn } = round;
  const { corrections, proposal } = round;
  const header = { title, kind, startsOn, endsOn, documentNumber, authorisedOn, corrections };
  await db.manager.update(RoundRow, { id }, { status, version, note, ...header, proposal: proposal as never });
}

/** A superior reads a filed round and may not move it; for everyone else it does not exist. */
async function refuseUnlessHidden(db: Db, id: string, command: RoundCommand): Promise<Refused> {
  const [round] = await findRoundsById(db, [id]);
  if (!round) throw notFound("input.id");
  return refuse("ROLE_REQUIRED", id, partiesOf(roundTransitions, command));
}

const entryOf = entriesOf("Round");
