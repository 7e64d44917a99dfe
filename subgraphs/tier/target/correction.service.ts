import { type Correction, correctionsOf } from "../../domain/correction/correction";
import { needsForeignTeam } from "../../domain/round/round";
import {
  CORRECTABLE,
  type CorrectionMet,
  HEARING_FIELDS,
  judgeCorrection,
  type Recorded,
} from "../../domain/target/correction";
import { clearedBy } from "../../domain/target/target";
import type { TeamMember } from "../../domain/target/team";
import type { RoundRow } from "../../storage/round/round.row";
import type { TargetRow } from "../../storage/target/target.row";
import type { TierContext } from "../context";
import type { MoveTargetsInput } from "./target.type";

/** Whether what a correction says can be the record.
 * @param around what else is dated: the team, and the first immediate action */
export function judge(
  context: TierContext,
  input: MoveTargetsInput,
  round: RoundRow,
  target: TargetRow,
  around: { team: readonly TeamMember[]; firstActionOn: string | null },
): CorrectionMet {
  const { authorisedOn, startsOn: roundStartsOn, assignmentMode, office } = round;
  const foreignTo = needsForeignTeam(assignmentMode) ? [office, target.unitOffice] : null;
  const neighbours = { ...around, authorisedOn, roundStartsOn, foreignTo, ...daysOf(target), today: context.today() };
  return judgeCorrection(target, namedIn(input), neighbours);
}

/** What a step changes of the record: what is corrected, or taken back. Both values stay. */
export function corrected(context: TierContext, input: MoveTargetsInput, target: TargetRow): Partial<TargetRow> {
  const values = input.command === "CORRECT" ? namedIn(input) : takenBackBy(input, target);
  const fields = [...CORRECTABLE, ...HEARING_FIELDS, "fedBackOn", "rectificationStartedOn"] as const;
  const reason = input.note?.trim() || target.withdrawalReason || "";
  const why = { at: context.now(), by: context.standing.person, reason };
  const made: Correction[] = correctionsOf(fields, target, values, why);
  return made.length ? { ...values, corrections: [...target.corrections, ...made] } : {};
}

function daysOf({ fedBackOn, evaluatedOn }: TargetRow) {
  return { fedBackOn, evaluatedOn };
}

function namedIn({ correction }: MoveTargetsInput): Partial<Recorded> {
  const { hearing, enteredOn, reportedOn, heardOn, archivedOn } = correction ?? {};
  const named = { enteredOn, reportedOn, heardOn, archivedOn };
  const said = { hearingBody: hearing?.body, hearingDocumentNumber: hearing?.documentNumber };
  // null says nothing, as an absent field does: a date is moved, and never taken away
  const given = Object.entries({ ...named, ...said }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given);
}

function takenBackBy({ command }: MoveTargetsInput, { status }: TargetRow): Partial<Record<string, null>> {
  return Object.fromEntries(clearedBy(command, status).map((date) => [date, null]));
}
