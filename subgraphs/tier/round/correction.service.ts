import { correctionsOf } from "../../domain/correction/correction";
import {
  type CorrectionMet,
  judgeRound,
  ROUND_FIELDS,
  ROUND_FIELDS_TO_CLEAR,
  type RoundValues,
} from "../../domain/round/correction";
import type { Db } from "../../storage/db";
import { findFirstEntry } from "../../storage/round/round.repository";
import type { RoundRow } from "../../storage/round/round.row";
import type { TierContext } from "../context";
import { badField } from "../graph/errors";
import type { MoveRoundInput, RoundCorrectionInput } from "./round.type";

/** Whether what is corrected, or was proposed, can be the header. */
export async function judge(
  context: TierContext,
  db: Db,
  round: RoundRow,
  values: Partial<RoundValues>,
  termStartsOn: string | undefined,
): Promise<CorrectionMet> {
  const firstEnteredOn = await findFirstEntry(db, round.id);
  const proposedBy = round.proposal?.by ?? null;
  const facts = { header: round, termStartsOn, firstEnteredOn, proposedBy, today: context.today() };
  return judgeRound(facts, values, context.standing.person);
}

/** What a correction asks for: what the step names, or what was proposed. */
export function askedBy(round: RoundRow, { correction }: MoveRoundInput): Partial<RoundValues> {
  return round.proposal?.values ?? valuesOf(correction);
}

/** What a step of a correction makes of a round: undefined of every other step. Both values stay. */
export function corrected(
  context: TierContext,
  round: RoundRow,
  { command, note }: MoveRoundInput,
  values: Partial<RoundValues>,
): Partial<RoundRow> | undefined {
  const [by, at, reason] = [context.standing.person, context.now(), note?.trim() ?? ""];
  switch (command) {
    case "REJECT_CORRECTION":
      return { proposal: null };
    case "PROPOSE_CORRECTION":
      return { proposal: { values, by, at, reason } };
    case "CORRECT":
    case "APPROVE_CORRECTION": {
      // who proposed says why; who decides may say more
      const why = { at, by, reason: [round.proposal?.reason, reason].filter(Boolean).join("；") };
      const corrections = [...round.corrections, ...correctionsOf(ROUND_FIELDS, round, values, why)];
      return { ...(values as Partial<RoundRow>), proposal: null, corrections };
    }
    default:
      return undefined;
  }
}

/** What is left out stays; null takes away what a round may be without.
 * @throws BAD_USER_INPUT where it would take away what every round has */
function valuesOf(correction: RoundCorrectionInput | null | undefined): Partial<RoundValues> {
  const named = ROUND_FIELDS.filter((field) => correction?.[field] !== undefined);
  const needed = named.find((field) => correction?.[field] === null && !CLEARED.includes(field));
  if (needed) throw badField(`input.correction.${needed}`, "REQUIRED");
  return Object.fromEntries(named.map((field) => [field, correction?.[field] ?? null]));
}
const CLEARED: readonly string[] = ROUND_FIELDS_TO_CLEAR;
