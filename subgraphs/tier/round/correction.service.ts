import {
  type CorrectionMet,
  judgeRound,
  ROUND_FIELDS,
  ROUND_FIELDS_TO_CLEAR,
  type RoundFacts,
  type RoundValues,
} from "../../domain/round/correction";
import type { RoundRow } from "../../storage/round/round.row";
import type { TierContext } from "../context";
import { correctedBy, valuesNamed } from "../correction/proposing";
import type { MoveRoundInput } from "./round.type";

/** Whether what is corrected, or was proposed, can be the header. */
export function judge(
  context: TierContext,
  round: RoundRow,
  values: Partial<RoundValues>,
  around: Pick<RoundFacts, "termStartsOn" | "firstEnteredOn">,
): CorrectionMet {
  const facts = { ...around, header: round, proposedBy: round.proposal?.by ?? null, today: context.today() };
  return judgeRound(facts, values, context.standing.person);
}

/** What a correction asks for: what the step names, or what was proposed. */
export function askedBy(round: RoundRow, { correction }: MoveRoundInput): Partial<RoundValues> {
  return round.proposal?.values ?? valuesNamed(ROUND_FIELDS, ROUND_FIELDS_TO_CLEAR, correction);
}

/** What a step of a correction makes of a round: undefined of every other step. */
export function corrected(
  context: TierContext,
  round: RoundRow,
  { command, note }: MoveRoundInput,
  values: Partial<RoundValues>,
): Partial<RoundRow> | undefined {
  const step = { by: context.standing.person, at: context.now(), reason: note?.trim() ?? "" };
  return correctedBy(command, round, ROUND_FIELDS, values, step) as Partial<RoundRow> | undefined;
}
