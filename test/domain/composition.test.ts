import { few, testWhole, WHOLE } from "../support/whole";
import { strandedIn, wayTo } from "./composition/explore";
import { FAULTS } from "./composition/faults";
import { isAllSettled, PROMISES, PROMISES_OF_THE_BOOK } from "./composition/promises";
import { RULES } from "./composition/rules";
import { type Survey, survey } from "./composition/survey";
import type { Scope } from "./composition/world";
import { CONCEPTS, HAND_STATUSES } from "./handTables";

/** One round and all that belongs to it, worked by everybody at once. Targets of a round touch each other only through the
 * round, so that not every detail needs to meet every other one. */
const FEW: Record<string, Scope> = {
  "two targets": { targets: [1, 0] },
  "what two people took is taken back": { targets: [1], exceptions: [], takesBack: true },
};
/** What takes most of the time, and with the others is all there is: `npm run whole` asks for it. */
const MORE: Record<string, Scope> = {
  "a team that is appointed, released and hands over": { targets: [1], team: true },
  "an immediate action": { targets: [1], acts: true, exceptions: ["CASE"] },
  "a crossed team": { targets: [1], team: true, mode: "CROSS" },
  "publications and receipts": { targets: [1], publishes: true, disclosures: ["FEEDBACK"] },
  "receipts of feedback and copies": { targets: [1], exceptions: [], disclosures: ["FEEDBACK", "FEEDBACK_COPY"] },
  "a review of four parties, of one grade or another": {
    targets: [0],
    regrades: true,
    parties: ["DIRECTOR", "DISCIPLINE", "ORGANISATION", "SUPERIOR_BODY"],
  },
  "two findings, a team and a review of two parties": { targets: [2], team: true, parties: ["DIRECTOR", "DISCIPLINE"] },
  "a feedback that is withdrawn as a whole": {
    targets: [1],
    withdraws: true,
    publishes: true,
    disclosures: ["FEEDBACK"],
  },
  "a look-back": { targets: [1], exceptions: [], looksBack: ["FALSE"] },
};
const SCOPES = WHOLE ? { ...FEW, ...MORE } : FEW;

/** Of what only teams and other targets add, nothing is offered that others would not be offered too. */
const OFFERING = WHOLE ? Object.keys(SCOPES) : ["what two people took is taken back"];

const surveys = new Map<string, Survey>();
beforeAll(() => {
  for (const [name, scope] of Object.entries(SCOPES))
    surveys.set(name, survey({ rules: RULES, scope }, undefined, OFFERING.includes(name)));
});

function surveyOf(name: string): Survey {
  return surveys.get(name) as Survey;
}

test.each(Object.keys(SCOPES))("of %s no promise is broken by any step from any state", (name) => {
  expect(Object.fromEntries(surveyOf(name).broken)).toEqual({});
});

test.each(OFFERING)("of %s everybody is offered in every state what would be accepted, and nothing else", (name) => {
  expect([...surveyOf(name).misoffered]).toEqual([]);
});

test("a planted fault is noticed: an evaluation is offered that nobody has signed", () => {
  const blind: typeof RULES.offeredOfRectification = (rectification, facts, ...more) => {
    const signatures = facts.signatures.map((place) => ({ ...place, signedBy: "somebody" }));
    return RULES.offeredOfRectification(rectification, { ...facts, signatures }, ...more);
  };
  const book = { rules: { ...RULES, offeredOfRectification: blind }, scope: { targets: [0] } };
  expect([...survey(book, undefined, true).misoffered]).toContain(
    "rectification JOINT_REVIEW: director is offered EVALUATE",
  );
});

test("thousands of states are reached", () => {
  const states = [...surveys.values()].map(({ worlds }) => worlds.length);
  expect(states.reduce((sum, each) => sum + each)).toBeGreaterThan(WHOLE ? 50_000 : 8_000);
});

test.each(Object.keys(SCOPES))(
  "of %s nothing is ever stuck: from every state there is a way to a settled book",
  (name) => {
    const [first, ...others] = strandedIn(surveyOf(name), isAllSettled);
    const example = first === undefined ? [] : wayTo(surveyOf(name), first);
    expect({ stranded: first === undefined ? 0 : others.length + 1, example }).toEqual({ stranded: 0, example: [] });
  },
);

testWhole?.(
  "every status of every concept is reached, but for the answers that a superior gives in the exchange",
  () => {
    const reached = new Set([...surveys.values()].flatMap((each) => [...each.reached.keys()]));
    // nothing of a round waits for a clue, an order or a joint supervision, and none of them for a round; the copy of a
    // submission lives in another tier
    const apart: readonly string[] = [
      ...["unit", "recusal", "obligation", "clue", "clueReceipt", "receivedPublication", "release", "receivedRelease"],
      ...["supervision", "supervisionMember", "order", "receivedOrder"],
    ];
    const concepts = CONCEPTS.filter((concept) => !apart.includes(concept));
    const missing = concepts.flatMap((concept) => HAND_STATUSES[concept].map((status) => `${concept} ${status}`));
    const beginnings = ["round PREPARING", "target PLANNED"];
    expect(missing.filter((status) => !reached.has(status) && !beginnings.includes(status))).toEqual([
      "publication ACCEPTED",
      "publication RETURNED",
    ]);
  },
);

testWhole?.("the shortest ways to where a finding ends", () => {
  const { reached } = surveyOf("a look-back");
  const length = (status: string) => reached.get(status)?.length;
  expect([length("finding CLOSED"), length("finding LONG_TERM"), length("finding REOPENED")]).toEqual([13, 11, 15]);
});

test("a shortest way of a target to the archive takes these steps", () => {
  const way = surveyOf("two targets").reached.get("target ARCHIVED");
  const steps = [
    "round PREPARING AUTHORISE AUTHORISED",
    "target PLANNED ENTER ENTERED",
    "target ENTERED REPORT REPORTED",
    "target REPORTED HEAR HEARD",
    "target HEARD FEED_BACK FED_BACK",
    "target FED_BACK START_RECTIFICATION RECTIFYING",
    "rectification PLAN_DUE SUBMIT_PLAN PLAN_SUBMITTED",
    "rectification PLAN_SUBMITTED REVIEW_PLAN PLAN_REVIEWED",
    "rectification PLAN_REVIEWED CONCENTRATE CONCENTRATED",
    "rectification CONCENTRATED REPORT REPORTED",
    "rectification REPORTED OPEN_REVIEW JOINT_REVIEW",
    "rectification JOINT_REVIEW SIGN JOINT_REVIEW",
    "rectification JOINT_REVIEW EVALUATE EVALUATED",
    "rectification EVALUATED COMPLETE COMPLETED",
    "target EVALUATED ARCHIVE ARCHIVED",
  ];
  expect(way?.map((step) => step.replace(/^round 1: (.*) by .*$/, "$1")).sort()).toEqual(steps.sort());
});

test.each(few(4, FAULTS))("a planted fault is noticed: $what", ({ promise, rules, scope }) => {
  const book = { rules: { ...RULES, ...rules }, scope: scope ?? { targets: [1] } };
  expect([...survey(book, promise).broken.keys()]).toContain(promise);
});

test("every promise is broken by some planted fault, so that none of them is empty", () => {
  expect([...new Set(FAULTS.map(({ promise }) => promise))].sort()).toEqual(
    Object.keys({ ...PROMISES, ...PROMISES_OF_THE_BOOK }).sort(),
  );
});

test("a planted dead end is noticed: a rectification that was found false is never evaluated again", () => {
  const strict: typeof RULES.rectificationRequirements = (facts, step) => ({
    ...RULES.rectificationRequirements(facts, step),
    TARGET_NOT_RECTIFYING: facts.target === "RECTIFYING",
  });
  const explored = survey({ rules: { ...RULES, rectificationRequirements: strict }, scope: { targets: [1] } });
  const [first] = strandedIn(explored, isAllSettled);
  expect(wayTo(explored, first as number).at(-1)).toBe(
    "round 1: rectification EVALUATED FIND_FALSE FALSE_REPORTED by director, both",
  );
});
