import type { FindingCommand } from "../finding/finding";
import { holdsNumberOfPerson } from "../finding/personNames";
import type { RectificationCommand } from "../rectification/rectification";

const MOVED_NOTE: Leaving = {
  path: "note",
  by: ["RETURN", "UPHOLD", "CORRECT", "WITHDRAW", "PROPOSE_TAKE_BACK", "TAKE_BACK"] satisfies FindingCommand[],
};

/** Texts that leave the office with a change: a unit, the body above it, another office or a department reads them, or is
 * handed them. A finding's own text is not among them before the feedback, which asks for it (TEXT_NAMES_PERSON); what a unit
 * says came in. `*` is each item of a list. */
export const LEAVING: Record<string, readonly Leaving[]> = {
  openRound: [{ path: "title" }],
  moveRound: [{ path: "note" }, { path: "correction.title" }],
  moveTargets: [{ path: "note" }],
  moveFindings: [
    MOVED_NOTE,
    // its author may confirm that a number is nobody's, as of any text of a finding
    { path: "text.title", unless: "confirmedNoPerson" },
    { path: "text.description", unless: "confirmedNoPerson" },
  ],
  moveFindingsOfTarget: [MOVED_NOTE],
  proposeImmediateActions: [{ path: "actions.*.description" }, { path: "actions.*.transferredTo" }],
  moveImmediateActions: [{ path: "note" }],
  moveDisclosure: [{ path: "note" }],
  moveRectification: [
    {
      path: "note",
      by: [
        "REVIEW_PLAN",
        "RETURN_PLAN",
        "CONCENTRATE",
        "RETURN_REPORT",
        "OPEN_REVIEW",
        "PROPOSE_GRADE",
        "EVALUATE",
        "COMPLETE",
        "CONTINUE",
        "FIND_FALSE",
        "RESUME",
        "PROPOSE_TAKE_BACK",
        "TAKE_BACK",
      ] satisfies RectificationCommand[],
    },
  ],
  signReview: [{ path: "opinion" }],
  proposeVerdicts: [{ path: "verdicts.*.note" }],
  submitPublications: [{ path: "note" }],
  recallPublication: [{ path: "reason" }],
  decidePublications: [{ path: "note" }],
  issueOrders: [{ path: "title" }, { path: "request" }, { path: "basis" }],
  moveOrders: [{ path: "note" }],
  releaseResults: [{ path: "title" }],
  moveRelease: [{ path: "note" }],
  proposeSupervision: [{ path: "title" }, { path: "checklist.*" }],
  moveSupervision: [{ path: "note" }],
  answerSupervision: [{ path: "note" }],
};

interface Leaving {
  path: string;
  /** the commands whose words leave; all where there is none */
  by?: readonly string[];
  /** a field beside the text: where it is true, the text may leave */
  unless?: string;
}

/** Which of a change's texts would tell an identity card's or a mobile number to somebody outside of the office.
 * @param change by the name of its service, see LEAVING
 * @returns their paths: `text.title`, `actions.3.description` */
export function textsTellingNumber(change: string, input: unknown): string[] {
  const command = partOf(input, "command");
  return (LEAVING[change] ?? [])
    .filter(({ by }) => !by || by.includes(String(command)))
    .flatMap(({ path, unless }) => textsAt(input, path.split("."), unless));
}

function textsAt(part: unknown, [name = "", ...rest]: string[], unless: string | undefined): string[] {
  if (name === "*") {
    if (!Array.isArray(part)) return [];
    if (rest.length === 0) return part.flatMap((item, i) => (isTelling(item) ? [`${i}`] : []));
    return part.flatMap((item, i) => textsAt(item, rest, unless).map((path) => `${i}.${path}`));
  }
  const inner = partOf(part, name);
  if (rest.length > 0) return textsAt(inner, rest, unless).map((path) => `${name}.${path}`);
  const cleared = unless !== undefined && partOf(part, unless) === true;
  return isTelling(inner) && !cleared ? [name] : [];
}

function isTelling(text: unknown): boolean {
  return typeof text === "string" && holdsNumberOfPerson(text);
}

function partOf(part: unknown, name: string): unknown {
  return typeof part === "object" && part !== null ? (part as Record<string, unknown>)[name] : undefined;
}
