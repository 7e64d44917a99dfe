import { isRevocable } from "../../../subgraphs/domain/disclosure/disclosure";
import type { Party } from "../../../subgraphs/domain/lifecycle";
import type { Evaluation } from "../../../subgraphs/domain/rectification/rectification";
import type { RectificationFacts } from "../../../subgraphs/domain/rectification/requirements";
import { partiesPresent } from "../../../subgraphs/domain/rectification/review";
import { isRefused } from "../../../subgraphs/domain/refusals";
import { JUDGES } from "../../../subgraphs/domain/verdict/verdict";
import { type Book, holders, MET, next, STEP_GIVEN, whoMay } from "./deciding";
import { statusesAsked, withConsequences } from "./following";
import { OFFICE, PEOPLE, SUPERIOR_UNIT, UNIT } from "./people";
import type { Rules } from "./rules";
import { type Here, mayAnswer, replaceFinding, type TargetStep } from "./targetSteps";
import type { Finding, Place, Target } from "./world";

export function rectificationSteps({ rules, scope }: Book, { target }: Here): TargetStep[] {
  const { rectification } = target;
  if (!rectification) return [];
  const { status, places, takeBackBy } = rectification;
  const facts = rectificationFacts(rules, target, rectification);
  const people = PEOPLE.filter(({ unit }) => unit === undefined || mayAnswer(target));
  const previousStatus = rectification.continued ? "CONTINUING" : "EVALUATED";
  const commands = Object.keys(rules.rectification[status] ?? {});
  const takesBack = (command: string) => status === "EVALUATED" && BY_TWO.includes(command);
  const explored = commands.filter((command) => scope.takesBack || !takesBack(command));
  // who proposed is not alike to all others, and neither is who does
  const groups = explored.flatMap((command) =>
    takesBack(command) ? people.map((person) => ({ command, alike: [person] })) : [{ command, alike: people }],
  );
  const moves = groups.flatMap(({ command, alike }): TargetStep[] => {
    const evaluation = scope.regrades && command === "PROPOSE_GRADE" ? otherThan(places) : STEP_GIVEN.evaluation;
    const given = { ...STEP_GIVEN, evaluation, person: alike[0]?.person ?? "" };
    const met = { ...MET, ...rules.rectificationRequirements(facts, given) };
    const may = whoMay(rules.rectification, { status, previousStatus, unitId: UNIT }, command, met, target, alike);
    if (!may) return [];
    const parties = (scope.parties ?? ["DIRECTOR"]).map((role) => ({ role, evaluation, signedBy: null }));
    const opened = rules.opensReview.includes(command) ? partiesPresent(parties, SUPERIOR_UNIT) : places;
    const answered = target.answered || (scope.withdraws && command === "SUBMIT_PLAN") || undefined;
    const to = may.to as typeof status;
    const continued = to === "CONTINUING" || (rectification.continued && to === "COMPLETED") || undefined;
    const proposer = proposerAfter(command, status, to, takeBackBy, may.by);
    const result = { status: to, places: opened, continued, takeBackBy: proposer };
    const moved: Target = { ...target, answered, rectification: result };
    const follows = followsOf(rules, target, command, status);
    const after = follows
      ? withConsequences(rules, { ...moved, status: next(rules.target, target.status, follows) }, follows)
      : moved;
    return [{ concept: "rectification", command, ...may, from: status, after }];
  });
  return [...moves, ...signatures(rules, target, rectification)];
}

/** What a rectification's requirements ask about. */
export function rectificationFacts(
  rules: Rules,
  target: Target,
  { places, takeBackBy }: NonNullable<Target["rectification"]>,
): RectificationFacts {
  const findings = statusesAsked(rules, target);
  return { target: target.status, findings, signatures: places, takeBackProposedBy: takeBackBy ?? null };
}

/** One of two grades: which one it is matters to nobody here. */
function otherThan(places: readonly Place[]): Evaluation {
  return places[0]?.evaluation === "BASIC" ? "QUALIFIED" : "BASIC";
}

export const BY_TWO = ["PROPOSE_TAKE_BACK", "KEEP_STEP", "TAKE_BACK"];

function proposerAfter(command: string, from: string, to: string, before: string | undefined, by: readonly string[]) {
  if (command === "PROPOSE_TAKE_BACK") return by[0];
  return command === "KEEP_STEP" || from !== to ? undefined : before;
}

function followsOf(rules: Rules, target: Target, command: string, from: string) {
  if (command === "EVALUATE") return rules.followsEvaluation(target.status);
  const back = command === "TAKE_BACK" && from === "EVALUATED";
  return back ? rules.followsEvaluationTakenBack(target.status) : undefined;
}

/** Who reads the review: the office's own, and the body above the unit. */
const SIGNERS = PEOPLE.filter(({ office, unit }) => office === OFFICE && (!unit || unit === SUPERIOR_UNIT));

function signatures(
  rules: Rules,
  target: Target,
  { status, places }: NonNullable<Target["rectification"]>,
): TargetStep[] {
  return places.flatMap(({ role }) =>
    SIGNERS.flatMap((signer): TargetStep[] => {
      const evaluation = places[0]?.evaluation as Evaluation;
      const place = rules.placeToSign({ id: "review", status }, places, { ...signer, evaluation }, role);
      if (isRefused(place)) return [];
      const signed = places.map((each) => (each === place ? { ...each, signedBy: signer.person } : each));
      const after = { ...target, rectification: { status, places: signed } };
      return [{ concept: "rectification", command: "SIGN", by: [signer.person], from: status, to: status, after }];
    }),
  );
}

export function disclosureSteps({ rules, scope }: Book, { target }: Here): TargetStep[] {
  return (scope.disclosures ?? []).flatMap((purpose) => {
    const status = target.disclosures[purpose];
    return Object.keys((status && rules.disclosure[status]) ?? {}).flatMap((command): TargetStep[] => {
      const unitId = purpose === "FEEDBACK" ? UNIT : SUPERIOR_UNIT;
      const met = { ...MET, FEEDBACK_STANDS: isRevocable(purpose) };
      const may = whoMay(rules.disclosure, { status: status as string, unitId }, command, met, target);
      if (!may) return [];
      const after = { ...target, disclosures: { ...target.disclosures, [purpose]: may.to } };
      return [{ concept: "disclosure", command, ...may, from: status as string, after }];
    });
  });
}

export function publicationSteps({ rules, scope }: Book, { target }: Here): TargetStep[] {
  if (!scope.publishes) return [];
  const { publication: status, findings } = target;
  const put = (to: string, lists: (finding: Finding) => boolean): Target => ({
    ...target,
    publication: to as Target["publication"],
    findings: findings.map((finding) => ({ ...finding, listed: lists(finding) })),
  });
  const submitted = put("SUBMITTED", ({ status, exception }) =>
    rules.goesUpward({ status, exchangeException: exception }),
  );
  const by = rules.isHeard(target.status) ? holders(rules.submitters as readonly Party[], target) : [];
  const submit = { concept: "publication", command: "SUBMIT", by, from: status ?? "", to: "SUBMITTED" } as const;
  const moves = Object.keys((status && rules.publication[status]) ?? {}).flatMap((command): TargetStep[] => {
    const may = whoMay(rules.publication, { status: status as string }, command, MET, target);
    const step = { concept: "publication", command, from: status as string } as const;
    return may ? [{ ...step, ...may, after: put(may.to, () => false) }] : [];
  });
  return by.length ? [{ ...submit, after: submitted }, ...moves] : moves;
}

/** Verdicts of a look-back on the findings of the target that it looks back on. */
export function verdictSteps(book: Book, here: Here): TargetStep[] {
  const { judged } = here;
  return (judged?.findings ?? []).flatMap((finding) => [
    ...proposals(book, here, judged as Target, finding),
    ...decision(book, here, judged as Target, finding),
  ]);
}

function proposals({ rules, scope }: Book, { target }: Here, judged: Target, finding: Finding): TargetStep[] {
  const given = finding.verdict;
  const takes = rules.takesVerdicts(target.status);
  const met = { ...MET, TARGET_NOT_ENTERED: takes };
  const revises = given && whoMay(rules.verdict, given, "REVISE", met, target)?.by;
  const proposes = takes && rules.isJudged(finding.status) ? holders(JUDGES, target) : [];
  const by = (given ? revises : proposes) ?? [];
  const step = { concept: "verdict", command: given ? "REVISE" : "PROPOSE", by, from: given?.status ?? "" } as const;
  if (by.length === 0) return [];
  return (scope.looksBack ?? []).map((verdict): TargetStep => {
    const after: Finding = { ...finding, verdict: { verdict, status: "PROPOSED" } };
    const judgedAfter = replaceFinding(judged, finding, after);
    return { ...step, to: "PROPOSED", after: target, finding: { before: finding, after }, judged: judgedAfter };
  });
}

function decision({ rules }: Book, { target }: Here, judged: Target, finding: Finding): TargetStep[] {
  const given = finding.verdict;
  const may = given && whoMay(rules.verdict, given, "DECIDE", MET, target);
  if (!given || !may) return [];
  const reopened = rules.reopens(given.verdict, finding.status);
  const status = reopened ? next(rules.finding, finding.status, "REOPEN") : finding.status;
  const takeBackBy = reopened ? undefined : finding.takeBackBy;
  const after: Finding = {
    ...finding,
    status,
    takeBackBy,
    verdict: { ...given, status: may.to as typeof given.status },
  };
  const step = { concept: "verdict", command: "DECIDE", ...may, from: given.status } as const;
  return [
    { ...step, after: target, finding: { before: finding, after }, judged: replaceFinding(judged, finding, after) },
  ];
}
