import type { FindingStatus } from "../../../subgraphs/domain/finding/finding";
import type { TargetStatus } from "../../../subgraphs/domain/target/target";
import { NOBODY_HERE, OF_UNIT, TEAM } from "./people";
import type { KnownStep, Taken } from "./steps";
import type { Here } from "./targetSteps";
import type { Finding, Target, World } from "./world";

/** What holds whatever anybody does, written from the field's rules and not from the code: each is asked of every step that
 * anybody can take from any state of a target. */
export const PROMISES: Record<string, (step: KnownStep, here: Here) => boolean> = {
  "whoever has no business here does nothing": ({ by }) => !by.some((person) => NOBODY_HERE.includes(person)),

  "a unit plans, reports, claims, objects and acknowledges, and closes nothing": ({ by, concept, command, from }) =>
    !isByUnit(by) ||
    (UNIT_STEPS.includes(`${concept} ${command}`) && (command !== "TAKE_BACK" || from === "CLAIMED_DONE")),

  "a unit touches what was disclosed to it and still is, and nothing else": ({ by, finding, concept }, { target }) => {
    if (!isByUnit(by) || concept === "disclosure") return true;
    const { FEEDBACK: feedback } = target.disclosures;
    return (feedback === "ISSUED" || feedback === "ACKNOWLEDGED") && !finding?.before?.exception;
  },

  "the body above a unit acknowledges its copy and signs the review, and nothing else": ({ by, concept, command }) =>
    !by.includes("superior") || ["disclosure ACKNOWLEDGE", "rectification SIGN"].includes(`${concept} ${command}`),

  "a team has access by its appointment and loses it with the handover": ({ by, after }, { target }) => {
    if (isHeard(after) && TEAM.some((person) => after.team[person] === "APPOINTED")) return false;
    const working = TEAM.filter((person) => by.includes(person));
    return working.every((person) => target.team[person] === "APPOINTED" && !isHeard(target));
  },

  "two handlers enter: a leader and one more": ({ command }, { target, teamed }) => {
    const members = TEAM.filter((person) => target.team[person] === "APPOINTED").length;
    return command !== "ENTER" || members === 2 || !teamed;
  },

  "a review is signed by every party, each by another person": ({ concept, command }, { target }) => {
    if (concept !== "rectification" || command !== "EVALUATE") return true;
    const signers = target.rectification?.places.map(({ signedBy }) => signedBy) ?? [];
    return signers.length > 0 && !signers.includes(null) && new Set(signers).size === signers.length;
  },

  "a grade that is proposed instead is another one, and signed by nobody yet": ({ command, after }, { target }) => {
    if (command !== "PROPOSE_GRADE") return true;
    const [before, places] = [target.rectification?.places[0], after.rectification?.places ?? []];
    return places.every(({ signedBy, evaluation }) => signedBy === null && evaluation !== before?.evaluation);
  },

  "nothing is submitted without a hearing": ({ after }) => !after.publication || isHeard(after),

  "what is submitted was in the report, and nobody dismissed or withdrew it": ({ command, after }) =>
    command !== "SUBMIT" ||
    after.findings.every((each) => each.listed !== (UNSAID.includes(each.status) || isCase(each))),

  "nothing is in the report without the unit's reply or an exception": ({ after }) =>
    after.findings.every(
      ({ status, replied, exception }) =>
        EARLY.includes(status) || status === "DISMISSED" || replied || exception !== null,
    ),

  "a finding is never behind its target, and never ahead of it": ({ after }) =>
    after.findings.every((finding) => expectedOf(after.status).includes(finding.status) || isCase(finding)),

  "what may become a case is told to nobody and asked of nobody": ({ after }) =>
    after.findings.every(
      ({ exception, status, listed }) =>
        exception !== "CASE" || (["REPORTED", "DISMISSED"].includes(status) && !listed),
    ),

  "what was never read is taken back, and nothing that something else stands on": (
    { command, concept, from, to, after },
    { target },
  ) => {
    if (command !== "TAKE_BACK") return true;
    const [step, early] = [`${concept} ${from} ${to}`, !isHeard(target)];
    if (step === "target ENTERED PLANNED") return target.findings.length === 0 && !target.action;
    if (step === "target REPORTED ENTERED") return after.status === "ENTERED";
    if (step.startsWith("finding REPORTED")) return BACK.includes(step) && target.status === "ENTERED";
    // where there is a claim after the completion, a look-back had reopened the finding
    if (step.startsWith("finding CLAIMED_DONE")) return BACK.includes(step);
    const completed = target.rectification?.status === "COMPLETED" && concept !== "rectification";
    return BACK.includes(step) && (early || (target.status !== "ARCHIVED" && !completed));
  },

  "what two people took is taken back by two": ({ command, from, by, concept, finding }, { target }) => {
    if (command !== "TAKE_BACK" || !(from === "VERIFIED" || from === "EVALUATED")) return true;
    const proposer = concept === "finding" ? finding?.before?.takeBackBy : target.rectification?.takeBackBy;
    return proposer !== undefined && !by.includes(proposer);
  },

  "a proposal that waits is decided before another one is made": ({ command, concept, finding }, { target }) => {
    if (command === "PROPOSE_WITHDRAWAL") return target.withdrawalBy === undefined;
    if (command !== "PROPOSE_TAKE_BACK") return true;
    return (concept === "finding" ? finding?.before?.takeBackBy : target.rectification?.takeBackBy) === undefined;
  },

  "who took back that the unit was heard does not send the finding unheard": ({ by, finding, command }) =>
    command !== "REPORT" || !finding?.before?.takenBackBy || !by.includes(finding.before.takenBackBy),

  "nothing is archived while a verdict waits for its decision": ({ concept, command }, { judged }) =>
    concept !== "target" ||
    command !== "ARCHIVE" ||
    !(judged?.findings ?? []).some(({ verdict }) => verdict?.status === "PROPOSED"),

  "nothing is closed that was not claimed and verified by the office": ({ concept, command, by, finding }) => {
    const [from, to] = [finding?.before?.status, finding?.after.status];
    if (concept !== "finding" || from === to) return true;
    if (command === "TAKE_BACK" && from === "CLOSED") return to === "VERIFIED" && isByDirector(by);
    if (to === "CLOSED") return from === "VERIFIED" && command === "CLOSE" && isByDirector(by);
    const verified = from === "OBJECTED" ? finding?.before?.previousStatus === "VERIFIED" : from === "CLAIMED_DONE";
    return to !== "VERIFIED" || (verified && isByDirector(by));
  },

  "before the feedback nothing is verified but by a confirmed action, and only what the unit replied to": (
    { concept, command, after },
    { target },
  ) => {
    if (isFedBack(after)) return true;
    const verified = after.findings.filter(({ status }) => status === "VERIFIED");
    const before = target.findings.filter(({ status }) => status === "VERIFIED").length;
    const confirmed = concept === "immediateAction" && command === "CONFIRM";
    return (
      (verified.length === before || confirmed) && verified.every((each) => each.replied && each.exception === null)
    );
  },

  "who proposes an action does not authorise it, who reports it done does not confirm it": (
    { concept, command, by },
    { target: { action } },
  ) => {
    if (concept !== "immediateAction" || !action) return true;
    if (command === "AUTHORISE") return !by.includes(action.proposedBy);
    return command !== "CONFIRM" || !by.includes(action.doneBy as string);
  },

  "nothing is fed back while an action waits for somebody": ({ after }) =>
    !isFedBack(after) || !["PROPOSED", "AUTHORISED", "DONE"].includes(after.action?.status ?? ""),

  "what was dismissed or withdrawn stays so": ({ finding }) =>
    !finding?.before || !GONE.includes(finding.before.status) || finding.before.status === finding.after.status,

  "an objection is decided by the office alone, back to where it was or away": (
    { concept, by, finding },
    { target },
  ) => {
    if (concept !== "finding" || finding?.before?.status !== "OBJECTED") return true;
    const goneOn = isFedBack(target) && target.status !== "FED_BACK";
    const ways = [finding.before.previousStatus, "WITHDRAWN", ...(goneOn ? ["RECTIFYING"] : [])];
    return isByDirector(by) && ways.includes(finding.after.status);
  },

  "what was fed back has a rectification and a disclosure, and nothing else has": ({ after }) =>
    [after.rectification?.status, after.disclosures.FEEDBACK].every(
      (each) => (each !== undefined && each !== "WITHDRAWN") === isFedBack(after),
    ),

  "a feedback is withdrawn as a whole by two, while nobody relies on it, and leaves nothing that stands": (
    { command, by, after },
    { target },
  ) => {
    if (command !== "WITHDRAW_FEEDBACK") return true;
    const two = target.withdrawalBy !== undefined && !by.includes(target.withdrawalBy);
    const untouched = target.findings.every(({ status }) => UNTOUCHED.includes(status));
    const gone = Object.values(after.disclosures).every((status) => status === "WITHDRAWN");
    return two && !target.answered && untouched && gone && after.status === "HEARD" && after.withdrawalBy === undefined;
  },

  "a target is evaluated with its rectification": ({ after }) =>
    !["EVALUATED", "CONTINUING", "COMPLETED"].includes(after.rectification?.status ?? "") ||
    ["EVALUATED", "ARCHIVED"].includes(after.status),

  "a target whose evaluation is taken back is in rectification again": ({ concept, command, from, after }) =>
    concept !== "rectification" ||
    command !== "TAKE_BACK" ||
    from !== "EVALUATED" ||
    (after.status === "RECTIFYING" && after.rectification?.status === "JOINT_REVIEW"),

  "nothing is completed or archived while a finding is open": ({ concept, command }, { target }) => {
    const archives = concept === "target" && command === "ARCHIVE";
    if (!archives && command !== "COMPLETE") return true;
    const completed = target.rectification?.status === "COMPLETED";
    const settled = target.findings.every((finding) => isSettled(finding.status) || isCase(finding));
    return settled && (completed || !archives);
  },

  "a look-back is reported with a verdict on everything that was fed back": ({ command, concept }, { judged }) => {
    if (concept !== "target" || command !== "REPORT") return true;
    const fedBack = (judged?.findings ?? []).filter(({ status }) => !UNSAID.includes(status));
    return fedBack.every(({ verdict }) => verdict !== undefined);
  },

  "only a decided verdict reopens a finding, and what it found undone is not settled any more": (step) => {
    const { concept, command, finding } = step;
    const verdict = concept === "verdict" && command === "DECIDE" ? finding?.before?.verdict?.verdict : undefined;
    const undone = verdict !== undefined && verdict !== "DONE" && verdict !== "PARTLY";
    const [before, after] = [finding?.before, finding?.after.status];
    if (undone) return after !== "VERIFIED" && after !== "CLOSED" && after !== "LONG_TERM";
    const wasThere = before?.status === "REOPENED" || before?.previousStatus === "REOPENED";
    return after !== "REOPENED" || wasThere;
  },

  "who proposes a verdict does not decide it by the same post": ({ concept, command, by }) =>
    concept !== "verdict" || by.includes("director") === (command === "DECIDE"),

  "what is archived or left out stays so": ({ after }, { target }) =>
    (target.status !== "ARCHIVED" && target.status !== "RELEASED") || after.status === target.status,
};

/** The same of a book as a whole. */
export const PROMISES_OF_THE_BOOK: Record<string, (taken: Taken, before: World) => boolean> = {
  "a round runs from the first entry and closes with the last target": ({ after }) =>
    after.rounds.every(({ status, targets }) => {
      const begun = targets.some((target) => target.status !== "PLANNED" && target.status !== "RELEASED");
      const over = targets.every((target) => target.status === "ARCHIVED" || target.status === "RELEASED");
      if (status === "RUNNING") return begun && !over;
      return status === "CLOSED" ? begun && over : !begun;
    }),

  "a round that is closed or withdrawn stays so": ({ round, after }, { rounds }) => {
    const status = rounds[round]?.status;
    return (status !== "CLOSED" && status !== "WITHDRAWN") || after.rounds[round]?.status === status;
  },
};

/** Nothing is left to do anywhere in the book. */
export function isAllSettled({ rounds }: World): boolean {
  return rounds.every(
    ({ status, targets }) => status === "WITHDRAWN" || (status === "CLOSED" && targets.every(isDone)),
  );
}

function isDone({ rectification, findings }: Target): boolean {
  const decided = findings.every(
    (finding) => (isSettled(finding.status) || isCase(finding)) && finding.verdict?.status !== "PROPOSED",
  );
  return decided && (!rectification || rectification.status === "COMPLETED");
}

const UNIT_STEPS = [
  ...["finding CLAIM", "finding OBJECT", "finding TAKE_BACK", "disclosure ACKNOWLEDGE"],
  ...["rectification SUBMIT_PLAN", "rectification CONCENTRATE", "rectification REPORT"],
];
const EARLY: readonly FindingStatus[] = ["DRAFT", "TEAM_AGREED", "FACTS_EXCHANGED"];
const BACK = [
  ...["finding TEAM_AGREED DRAFT", "finding FACTS_EXCHANGED TEAM_AGREED"],
  ...["finding REPORTED TEAM_AGREED", "finding REPORTED FACTS_EXCHANGED", "finding CLAIMED_DONE RECTIFYING"],
  ...["finding VERIFIED CLAIMED_DONE", "finding CLOSED VERIFIED", "finding LONG_TERM RECTIFYING"],
  ...["finding LONG_TERM REOPENED", "rectification PLAN_REVIEWED PLAN_SUBMITTED"],
  ...[
    "rectification EVALUATED JOINT_REVIEW",
    "rectification COMPLETED EVALUATED",
    "rectification COMPLETED CONTINUING",
  ],
];
const UNTOUCHED: readonly FindingStatus[] = [
  "REPORTED",
  "FED_BACK",
  "RECTIFYING",
  "VERIFIED",
  "DISMISSED",
  "WITHDRAWN",
];
const GONE: readonly FindingStatus[] = ["DISMISSED", "WITHDRAWN"];
const UNSAID: readonly FindingStatus[] = [...EARLY, ...GONE];
const FED_BACK: readonly TargetStatus[] = ["FED_BACK", "RECTIFYING", "EVALUATED", "ARCHIVED"];

function isByUnit(by: readonly string[]): boolean {
  return by.some((person) => OF_UNIT.includes(person));
}

function isByDirector(by: readonly string[]): boolean {
  return by.every((person) => person === "director" || person === "both");
}

function isHeard({ status }: Target): boolean {
  return status === "HEARD" || FED_BACK.includes(status);
}

function isFedBack({ status }: Target): boolean {
  return FED_BACK.includes(status);
}

/** In the report for good, until its clue is referred. */
function isCase({ status, exception }: Finding): boolean {
  return status === "REPORTED" && exception === "CASE";
}

function isSettled(status: FindingStatus): boolean {
  return ["CLOSED", "LONG_TERM", "DISMISSED", "WITHDRAWN"].includes(status);
}

/** Where a finding may stand while its target stands there. */
function expectedOf(status: TargetStatus): readonly FindingStatus[] {
  if (status === "ENTERED") return [...EARLY, "REPORTED", "VERIFIED", "DISMISSED"];
  if (status === "REPORTED" || status === "HEARD") return ["REPORTED", "VERIFIED", "DISMISSED"];
  if (status === "FED_BACK") return ["FED_BACK", "VERIFIED", "CLOSED", "OBJECTED", ...GONE];
  if (!FED_BACK.includes(status)) return [];
  return ["RECTIFYING", "CLAIMED_DONE", "VERIFIED", "CLOSED", "LONG_TERM", "OBJECTED", "REOPENED", ...GONE];
}
