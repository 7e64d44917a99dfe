import { hasForeigner, isComplete, type TeamMember, wereInTeamOn } from "./team";

/** The dates that a correction may move: none of them starts a clock of the unit. A feedback on a wrong day is withdrawn, and the
 * day of the evaluation is the rectification's. */
export const CORRECTABLE = ["enteredOn", "reportedOn", "heardOn", "archivedOn"] as const;
/** What was written down of the hearing. */
export const HEARING_FIELDS = ["hearingBody", "hearingDocumentNumber"] as const;

/** What the record says, or is to say. */
export type Recorded = Record<(typeof CORRECTABLE)[number] | (typeof HEARING_FIELDS)[number], string | null>;

/** What a correction is measured by. */
export interface Neighbours {
  /** the day of the authorisation, before which nobody enters */
  authorisedOn: string | null;
  /** the first day that is planned for the round */
  roundStartsOn: string | null;
  /** the date behind the hearing, null before the feedback */
  fedBackOn: string | null;
  /** the date behind which it was archived */
  evaluatedOn: string | null;
  /** the first day of an immediate action, which is taken while the team is there */
  firstActionOn: string | null;
  team: readonly TeamMember[];
  /** where the mode wants somebody from elsewhere: the offices that own the round and keep the unit */
  foreignTo: readonly (string | null)[] | null;
  today: string;
}

/** Which of a correction's requirements hold. */
export interface CorrectionMet {
  taken: boolean;
  changes: boolean;
  past: boolean;
  inOrder: boolean;
  complete: boolean;
  foreign: boolean;
  inRound: boolean;
}

/** Asks whether a target's record may say something else. The values that are not named stay. */
export function judgeCorrection(before: Recorded, named: Partial<Recorded>, by: Neighbours): CorrectionMet {
  const fields = (Object.keys(named) as (keyof Recorded)[]).filter((field) => named[field] !== undefined);
  const after = { ...before, ...Object.fromEntries(fields.map((field) => [field, named[field]])) } as Recorded;
  const dates = CORRECTABLE.filter((field) => fields.includes(field)).map((field) => after[field] ?? "");
  const work = [by.authorisedOn, after.enteredOn, after.reportedOn, after.heardOn, by.fedBackOn];
  const end = [by.evaluatedOn, after.archivedOn];
  const moved = after.enteredOn !== before.enteredOn && after.enteredOn !== null && before.enteredOn !== null;
  const team = moved ? wereInTeamOn(by.team, after.enteredOn as string) : [];
  // a book from before teams were asked for has entries without one: they may be corrected
  const needed = moved && wereInTeamOn(by.team, before.enteredOn as string).length > 0;
  return {
    taken: fields.every((field) => before[field] !== null),
    changes: fields.some((field) => after[field] !== before[field]),
    past: dates.every((date) => date <= by.today),
    inOrder: isInOrder(work) && isInOrder(end) && isInOrder([after.enteredOn, by.firstActionOn]),
    complete: !needed || isComplete(team),
    // an entry from before this was asked stays as it is
    inRound: !moved || !isBeforeRound(after.enteredOn as string, by.roundStartsOn),
    foreign: !moved || by.foreignTo === null || hasForeigner(team, by.foreignTo),
  };
}

/** A plan that was not made bars nobody. */
export function isBeforeRound(enteredOn: string, roundStartsOn: string | null): boolean {
  return roundStartsOn !== null && enteredOn < roundStartsOn;
}

function isInOrder(dates: readonly (string | null)[]): boolean {
  const known = dates.filter((date) => date !== null);
  return known.every((date, i) => i === 0 || (known[i - 1] as string) <= date);
}
