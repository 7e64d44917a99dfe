import { type Correcting, type Correction, correctionsOf } from "../../domain/correction/correction";
import { type DaysMet, judgeDays, stepsOfUnit } from "../../domain/rectification/correction";
import {
  DATE_OF,
  RECTIFICATION_DATES,
  type RectificationDate,
  type RectificationStatus,
} from "../../domain/rectification/rectification";
import { CLEARED_FROM } from "../../domain/rectification/takingBack";
import type { RectificationRow } from "../../storage/rectification/rectification.row";
import type { TierContext } from "../context";
import type { MoveRectificationInput, RectificationCorrectionInput } from "./rectification.type";

/** Whether what a correction says can be the record. */
export function judge(
  context: TierContext,
  rectification: RectificationRow,
  correction: RectificationCorrectionInput | null | undefined,
  archivedOn: string | null,
): DaysMet {
  const { status, statusOn } = rectification;
  const around = { status, statusOn, archivedOn, ofUnit: stepsOfUnit(rectification), today: context.today() };
  return judgeDays(rectification, namedIn(correction), around);
}

/** What is left of a rectification, or becomes of it, by a command that is no step of it: its last one is taken back, kept, or
 * corrected, or another grade is proposed; undefined of every other one. Both values of a date stay, and a grade that is gone. */
export function undone(
  context: TierContext,
  before: RectificationRow,
  { command, note, correction }: MoveRectificationInput,
  to: RectificationStatus,
): Partial<RectificationRow> | undefined {
  // of what two people take back, both have said why
  const reason = [before.takeBackReason, note?.trim()].filter(Boolean).join("；");
  const why = { at: context.now(), by: context.standing.person, reason };
  switch (command) {
    case "PROPOSE_TAKE_BACK":
      return { takeBackProposedBy: why.by, takeBackReason: reason };
    // why another grade is proposed is for those who sign, in the history, and not for the unit
    case "PROPOSE_GRADE":
      return {};
    case "KEEP_STEP":
      return NOT_PROPOSED;
    case "CORRECT": {
      const values = namedIn(correction);
      const dated = DATE_OF[before.status];
      return { ...written(before, values, why), statusOn: (dated && values[dated]) ?? before.statusOn };
    }
    case "TAKE_BACK":
      return { ...NOT_PROPOSED, ...taken(before, to, why), note: reason };
    default:
      return undefined;
  }
}

const NOT_PROPOSED = { takeBackProposedBy: null, takeBackReason: null };

function taken(before: RectificationRow, to: RectificationStatus, why: Correcting): Partial<RectificationRow> {
  const cleared = CLEARED_FROM[before.status];
  const dated = DATE_OF[to];
  const dates = cleared ? written(before, { [cleared]: null }, why) : {};
  return {
    ...dates,
    ...(to === "JOINT_REVIEW" ? ungraded(before, dates.corrections ?? before.corrections, why) : {}),
    // of a review that was opened before the book kept that day, the report's is known
    statusOn: (dated && before[dated]) ?? before.reportedOn ?? before.statusOn,
  };
}

/** The parties whose signatures stay, and the unit, read which grade is gone. */
function ungraded(
  before: RectificationRow,
  corrections: readonly Correction[],
  why: Correcting,
): Partial<RectificationRow> {
  const gone = { evaluation: null };
  return { ...gone, corrections: [...corrections, ...correctionsOf(["evaluation"], before, gone, why)] };
}

function written(
  before: RectificationRow,
  values: Partial<Record<RectificationDate, string | null>>,
  why: Correcting,
): Partial<RectificationRow> {
  const made: Correction[] = correctionsOf(RECTIFICATION_DATES, before, values, why);
  return { ...values, corrections: [...before.corrections, ...made] };
}

/** null says nothing, as an absent field does: a date is moved, and never taken away. */
function namedIn(
  correction: RectificationCorrectionInput | null | undefined,
): Partial<Record<RectificationDate, string>> {
  const given = RECTIFICATION_DATES.flatMap((date) => {
    const value = correction?.[date];
    return value ? [[date, value] as const] : [];
  });
  return Object.fromEntries(given);
}
