import { RULES, type Rules, type Table } from "./rules";
import type { Scope } from "./world";

/** A rule that somebody broke, and the promise that must notice it. */
interface Fault {
  what: string;
  promise: string;
  rules: Partial<Rules>;
  scope?: Scope;
}

/** A table with one transition changed, or with one that it should not have. */
function changed(table: Table, status: string, command: string, transition: object): Table {
  const edges = table[status] as Record<string, object>;
  return { ...table, [status]: { ...edges, [command]: { ...edges[command], ...transition } } } as Table;
}

const { finding, target, verdict } = RULES;
const close = { to: "CLOSED", event: "FindingClosed", by: ["DIRECTOR", "UNIT_HEAD"] };
const PUBLISHING: Scope = { targets: [1], publishes: true };
const WITHOUT_FINDINGS: Scope = { targets: [0] };
const ACTING: Scope = { targets: [1], acts: true };
const WITHDRAWING: Scope = { targets: [1], exceptions: [], withdraws: true };
const TAKING_BACK: Scope = { targets: [1], exceptions: [], takesBack: true };
const TEAM: Scope = { targets: [1], team: true };
const BACK: Scope = { targets: [1], exceptions: [], looksBack: ["FALSE"] };

export const FAULTS: readonly Fault[] = [
  {
    what: "a unit may close",
    promise: "a unit plans, reports, claims, objects and acknowledges, and closes nothing",
    rules: { finding: changed(finding, "VERIFIED", "CLOSE", close), unitAnswers: [...RULES.unitAnswers, "CLOSE"] },
  },
  {
    what: "a unit answers what may become a case",
    promise: "a unit touches what was disclosed to it and still is, and nothing else",
    rules: { fedBackUnheard: { ...RULES.fedBackUnheard, FEEDBACK: ["UNIT_HEAD"] } },
  },
  {
    what: "a superior body takes back what it was told",
    promise: "the body above a unit acknowledges its copy and signs the review, and nothing else",
    rules: { disclosure: changed(RULES.disclosure, "ISSUED", "WITHDRAW", { by: ["DIRECTOR", "SUPERIOR_BODY"] }) },
    scope: { targets: [0], disclosures: ["FEEDBACK_COPY"] },
  },
  {
    what: "a wall screen reports",
    promise: "whoever has no business here does nothing",
    rules: { target: changed(target, "ENTERED", "REPORT", { by: ["DIRECTOR", "DISPLAY"] }) },
  },
  {
    what: "the handover does not end the access",
    promise: "a team has access by its appointment and loses it with the handover",
    rules: { consequences: { ...RULES.consequences, HEARD: [] } },
    scope: TEAM,
  },
  {
    what: "people are appointed after the hearing",
    promise: "a team has access by its appointment and loses it with the handover",
    // who enters with half a team has somebody left to appoint
    rules: {
      takesTeam: () => true,
      targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), TEAM_INCOMPLETE: true }),
    },
    scope: TEAM,
  },
  {
    what: "one handler enters alone",
    promise: "two handlers enter: a leader and one more",
    rules: { targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), TEAM_INCOMPLETE: true }) },
    scope: TEAM,
  },
  {
    what: "one person signs a review twice",
    promise: "a review is signed by every party, each by another person",
    rules: {
      placeToSign: (review, places, signer, role) =>
        RULES.placeToSign(review, places, { ...signer, person: `${signer.person} as ${role}` }, role),
    },
    scope: { targets: [1], parties: ["DIRECTOR", "DISCIPLINE"] },
  },
  {
    what: "a review is complete with one signature",
    promise: "a review is signed by every party, each by another person",
    rules: {
      rectificationRequirements: (facts, step) =>
        RULES.rectificationRequirements({ ...facts, signatures: facts.signatures.slice(0, 1) }, step),
    },
    scope: { targets: [1], parties: ["DIRECTOR", "DISCIPLINE"] },
  },
  {
    what: "results are submitted before the hearing",
    promise: "nothing is submitted without a hearing",
    rules: { isHeard: (status) => status === "REPORTED" || RULES.isHeard(status) },
    scope: PUBLISHING,
  },
  {
    what: "drafts and dismissed findings are submitted",
    promise: "what is submitted was in the report, and nobody dismissed or withdrew it",
    rules: { goesUpward: () => true },
    scope: PUBLISHING,
  },
  {
    what: "a finding is reported without the unit's reply",
    promise: "nothing is in the report without the unit's reply or an exception",
    rules: { finding: changed(finding, "TEAM_AGREED", "REPORT", { requires: [] }) },
  },
  {
    what: "a draft stays behind the report",
    promise: "a finding is never behind its target, and never ahead of it",
    rules: {
      targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), FINDINGS_NOT_REPORTED: true }),
    },
  },
  {
    what: "findings do not follow the start of the rectification",
    promise: "a finding is never behind its target, and never ahead of it",
    rules: { consequences: { ...RULES.consequences, RECTIFYING: ["SCHEDULE_OBLIGATIONS"] } },
  },
  {
    what: "an objection that ends leaves its finding behind",
    promise: "a finding is never behind its target, and never ahead of it",
    rules: { missedStep: () => undefined },
  },
  {
    what: "what may become a case is fed back with the others",
    promise: "what may become a case is told to nobody and asked of nobody",
    rules: { isWithheld: () => false },
    scope: { targets: [1], exceptions: ["CASE"] },
  },
  {
    what: "what may become a case is submitted upward",
    promise: "what may become a case is told to nobody and asked of nobody",
    rules: { goesUpward: (each) => RULES.goesUpward({ ...each, exchangeException: null }) },
    scope: { targets: [1], exceptions: ["CASE"], publishes: true },
  },
  {
    what: "an entry is taken back with what was recorded since",
    promise: "what was never read is taken back, and nothing that something else stands on",
    rules: { targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), WORK_RECORDED: true }) },
  },
  {
    what: "a finding is taken back that its target's report told of",
    promise: "what was never read is taken back, and nothing that something else stands on",
    rules: { isStoodOn: (status, after) => status !== "REPORTED" && RULES.isStoodOn(status, after) },
  },
  {
    what: "what a completed rectification stands on is taken back",
    promise: "what was never read is taken back, and nothing that something else stands on",
    rules: { isStoodOn: (status, after) => RULES.isStoodOn(status, { ...after, completedSince: false }) },
  },
  {
    what: "a feedback is taken back finding by finding",
    promise: "what was never read is taken back, and nothing that something else stands on",
    rules: {
      finding: changed(finding, "FED_BACK", "TAKE_BACK", { to: "REPORTED", event: "x", by: ["DIRECTOR"] }),
    },
  },
  {
    what: "a director takes the answer back and sends the finding unheard",
    promise: "who took back that the unit was heard does not send the finding unheard",
    rules: {
      findingRequirements: (...asked) => ({ ...RULES.findingRequirements(...asked), EXCHANGE_TAKEN_BACK: true }),
    },
  },
  {
    what: "a look-back is archived with verdicts that nobody decided",
    promise: "nothing is archived while a verdict waits for its decision",
    rules: { targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), VERDICTS_UNDECIDED: true }) },
    scope: BACK,
  },
  {
    what: "one person proposes to withdraw a feedback and withdraws it",
    promise: "a feedback is withdrawn as a whole by two, while nobody relies on it, and leaves nothing that stands",
    rules: {
      targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), SOMEBODY_ELSE_REQUIRED: true }),
    },
    scope: WITHDRAWING,
  },
  {
    what: "one person proposes to take a verification back and takes it back",
    promise: "what two people took is taken back by two",
    rules: {
      findingRequirements: (...asked) => ({ ...RULES.findingRequirements(...asked), SOMEBODY_ELSE_REQUIRED: true }),
    },
    scope: TAKING_BACK,
  },
  {
    what: "a grade is taken back that nobody else proposed to",
    promise: "what two people took is taken back by two",
    rules: {
      rectificationRequirements: (...asked) => ({
        ...RULES.rectificationRequirements(...asked),
        TAKE_BACK_NOT_PROPOSED: true,
      }),
    },
    scope: { ...TAKING_BACK, targets: [0] },
  },
  {
    what: "a second director proposes in the place of the first",
    promise: "a proposal that waits is decided before another one is made",
    rules: {
      targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), WITHDRAWAL_PROPOSED: true }),
    },
    scope: { ...WITHDRAWING, targets: [0] },
  },
  {
    what: "a grade is proposed to be taken back twice",
    promise: "a proposal that waits is decided before another one is made",
    rules: {
      rectificationRequirements: (...asked) => ({
        ...RULES.rectificationRequirements(...asked),
        TAKE_BACK_PROPOSED: true,
      }),
    },
    scope: { ...TAKING_BACK, targets: [0] },
  },
  {
    what: "signatures stay under another grade",
    promise: "a grade that is proposed instead is another one, and signed by nobody yet",
    rules: { opensReview: ["OPEN_REVIEW"] },
    scope: { targets: [0], regrades: true },
  },
  {
    what: "a target stays evaluated when its evaluation is taken back",
    promise: "a target whose evaluation is taken back is in rectification again",
    rules: { followsEvaluationTakenBack: () => undefined },
    scope: { ...TAKING_BACK, targets: [0] },
  },
  {
    what: "a feedback is withdrawn that the unit has answered",
    promise: "a feedback is withdrawn as a whole by two, while nobody relies on it, and leaves nothing that stands",
    rules: {
      targetRequirements: (facts, step) => RULES.targetRequirements({ ...facts, unitBrought: false }, step),
    },
    scope: WITHDRAWING,
  },
  {
    what: "a feedback is withdrawn and the copies stay",
    promise: "a feedback is withdrawn as a whole by two, while nobody relies on it, and leaves nothing that stands",
    rules: {
      consequencesOf: (...asked) => RULES.consequencesOf(...asked).filter((each) => each !== "TAKE_DISCLOSURES_BACK"),
    },
    scope: { ...WITHDRAWING, targets: [0] },
  },
  {
    what: "a finding is recorded after the hearing",
    promise: "a finding is never behind its target, and never ahead of it",
    rules: { takesFindings: (status) => status === "HEARD" || RULES.takesFindings(status) },
  },
  {
    what: "a clerk verifies",
    promise: "nothing is closed that was not claimed and verified by the office",
    rules: { finding: changed(finding, "CLAIMED_DONE", "VERIFY", { by: ["CLERK", "DIRECTOR"] }) },
  },
  {
    what: "an open finding is closed at once",
    promise: "nothing is closed that was not claimed and verified by the office",
    rules: { finding: changed(finding, "RECTIFYING", "CLOSE", close) },
  },
  {
    what: "a director verifies by a command what only an action may",
    promise: "before the feedback nothing is verified but by a confirmed action, and only what the unit replied to",
    rules: { finding: changed(finding, "FACTS_EXCHANGED", "VERIFY_AT_ONCE", { by: ["DIRECTOR"] }) },
  },
  {
    what: "an action verifies what the unit was not heard about",
    promise: "before the feedback nothing is verified but by a confirmed action, and only what the unit replied to",
    rules: { effectOn: (kind, each) => RULES.effectOn(kind, { ...each, exchangeException: null }) },
    scope: ACTING,
  },
  {
    what: "one person proposes and authorises",
    promise: "who proposes an action does not authorise it, who reports it done does not confirm it",
    rules: {
      immediateActionRequirements: (...asked) => ({
        ...RULES.immediateActionRequirements(...asked),
        SOMEBODY_ELSE_REQUIRED: true,
      }),
    },
    scope: ACTING,
  },
  {
    what: "the feedback does not wait for what is being done",
    promise: "nothing is fed back while an action waits for somebody",
    rules: {
      targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), IMMEDIATE_ACTIONS_OPEN: true }),
    },
    scope: ACTING,
  },
  {
    what: "a dismissed finding comes back",
    promise: "what was dismissed or withdrawn stays so",
    rules: { finding: changed(finding, "DISMISSED", "AGREE", { to: "TEAM_AGREED", event: "x", by: ["DIRECTOR"] }) },
  },
  {
    what: "a clerk decides an objection",
    promise: "an objection is decided by the office alone, back to where it was or away",
    rules: {
      finding: changed(finding, "OBJECTED", "WITHDRAW", { by: ["DIRECTOR", "CLERK"] }),
    },
  },
  {
    what: "feedback is not disclosed",
    promise: "what was fed back has a rectification and a disclosure, and nothing else has",
    rules: { consequences: { ...RULES.consequences, FED_BACK: ["MOVE_FINDINGS", "OPEN_RECTIFICATION"] } },
  },
  {
    what: "a target is not evaluated with its rectification",
    promise: "a target is evaluated with its rectification",
    rules: { followsEvaluation: () => undefined },
    scope: WITHOUT_FINDINGS,
  },
  {
    what: "a target with open findings is archived",
    promise: "nothing is completed or archived while a finding is open",
    rules: {
      rectificationRequirements: (...asked) => ({
        ...RULES.rectificationRequirements(...asked),
        FINDINGS_STILL_OPEN: true,
      }),
    },
  },
  {
    what: "a look-back is reported without its verdicts",
    promise: "a look-back is reported with a verdict on everything that was fed back",
    rules: { targetRequirements: (...asked) => ({ ...RULES.targetRequirements(...asked), VERDICTS_MISSING: true }) },
    scope: BACK,
  },
  {
    what: "what a look-back found undone stays closed",
    promise: "only a decided verdict reopens a finding, and what it found undone is not settled any more",
    rules: { reopens: () => false },
    scope: BACK,
  },
  {
    what: "a director proposes the verdict that he decides",
    promise: "who proposes a verdict does not decide it by the same post",
    rules: { verdict: changed(verdict, "PROPOSED", "REVISE", { by: ["DIRECTOR"] }) },
    scope: BACK,
  },
  {
    what: "a round closes while a target is in work",
    promise: "a round runs from the first entry and closes with the last target",
    rules: { roundFollows: (round, targets) => (round === "RUNNING" ? "CLOSE" : RULES.roundFollows(round, targets)) },
  },
  {
    what: "a closed round is withdrawn",
    promise: "a round that is closed or withdrawn stays so",
    rules: { round: changed(RULES.round, "CLOSED", "WITHDRAW", { to: "WITHDRAWN", event: "x", by: ["APPROVER"] }) },
    scope: WITHOUT_FINDINGS,
  },
  {
    what: "an archived target is left out",
    promise: "what is archived or left out stays so",
    rules: { target: changed(target, "ARCHIVED", "RELEASE", { to: "RELEASED", event: "x", by: ["DIRECTOR"] }) },
    scope: WITHOUT_FINDINGS,
  },
];
