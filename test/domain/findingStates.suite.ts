import {
  FINDING_COMMANDS,
  type FindingCommand,
  type FindingStatus,
  SETTLED,
  takesExceptionBack,
  takesReplyBack,
} from "../../subgraphs/domain/finding/finding";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";
import { effectOn } from "../../subgraphs/domain/immediateAction/immediateAction";
import { type Actor, decide, type Mover } from "../../subgraphs/domain/lifecycle";
import { isRefused, type RefusalCode } from "../../subgraphs/domain/refusals";
import { HAND_STATUSES, OFFICE_PARTIES, TEAM_PARTIES, UNIT_PARTIES } from "./handTables";

/** What a finding remembers of its past, as far as the promises need it. */
interface State {
  status: FindingStatus;
  previousStatus: FindingStatus | null;
  heard: boolean;
  excepted: boolean;
  reported: boolean;
  fedBack: boolean;
  /** verified by an immediate action */
  atOnce: boolean;
}

interface Step {
  from: State;
  command: FindingCommand;
  party: string;
  /** which of the requirements held that it looks at */
  held: string[];
  to: State;
}

const OFFICE = "990101";
const UNIT = "county:BBBBBBBBBBBBBBBBBBBBBB";
/** Whatever a step may require: each is tried as met and as missing. */
const REQUIREMENTS = [
  ...["REASON_REQUIRED", "REPLY_REQUIRED", "PROOF_REQUIRED", "DIRECT_REPORT_REASON_REQUIRED"],
  ...["DATE_IN_FUTURE", "DATE_OUT_OF_ORDER", "WITHIN_OBJECTION_DAYS", "TEXT_REQUIRED", "NOT_FED_BACK"],
  "SOMEBODY_ELSE_REQUIRED",
];
/** Who takes which step back, and what stands on it, is asked in the composition. */
const WHOSE_STEP = { NOT_YOUR_STEP: true, EXCHANGE_TAKEN_BACK: true, TAKE_BACK_PROPOSED: true };
/** What an action verified is final, and a report is taken back while its team is there. */
function takingBack({ status, previousStatus, atOnce }: State) {
  const early = previousStatus === "TEAM_AGREED" || previousStatus === "FACTS_EXCHANGED";
  const stands = status !== "REPORTED" || early;
  return { STEP_IS_FINAL: !atOnce, TAKE_BACK_NOT_PROPOSED: !atOnce, STEP_RELIED_ON: stands };
}
/** What cannot hold before the feedback: there is no day of it. */
const SINCE_FEEDBACK = ["DATE_OUT_OF_ORDER", "WITHIN_OBJECTION_DAYS", "NOT_FED_BACK"];
const isSinceFeedback = (code: string) => SINCE_FEEDBACK.includes(code);
const BEFORE_FEEDBACK = REQUIREMENTS.filter((code) => !isSinceFeedback(code));

/** Every step that anybody can take from any state that can be reached, with every combination of what it requires: whatever else
 * holds or does not, it is not asked. */
function explore(): { states: State[]; steps: Step[] } {
  const start: State = {
    status: "DRAFT",
    previousStatus: null,
    heard: false,
    excepted: false,
    reported: false,
    fedBack: false,
    atOnce: false,
  };
  const states = new Map([[JSON.stringify(start), start]]);
  const steps: Step[] = [];
  for (const from of states.values()) {
    for (const command of FINDING_COMMANDS) {
      for (const party of [...OFFICE_PARTIES, ...UNIT_PARTIES, ...TEAM_PARTIES, "PLATFORM"]) {
        const possible = from.fedBack ? REQUIREMENTS : BEFORE_FEEDBACK;
        const asked = new Set<string>();
        const askedFor = (code: string) => possible.includes(code) && Boolean(asked.add(code));
        if (!take(from, command, party, askedFor)) continue;
        for (const held of subsetsOf([...asked])) {
          const to = take(from, command, party, (code) => held.includes(code));
          if (!to) continue;
          steps.push({ from, command, party, held, to });
          if (!states.has(JSON.stringify(to))) states.set(JSON.stringify(to), to);
        }
      }
    }
  }
  return { states: [...states.values()], steps };
}

function take(
  from: State,
  command: FindingCommand,
  party: string,
  holds: (code: string) => boolean,
): State | undefined {
  // the platform takes this step for a confirmed action, as far as the action may
  const exchangeException = from.excepted ? ("CASE" as const) : null;
  const effect = effectOn("RECTIFY_AT_ONCE", { status: from.status, exchangeException });
  if (command === "VERIFY_AT_ONCE" && effect !== "VERIFIES") return undefined;
  // a look-back judges what is in rectification
  if (command === "REOPEN" && !from.fedBack) return undefined;
  // a feedback is withdrawn while nobody has answered it: what is verified then was so before it
  const answered = from.status === "VERIFIED" && !from.atOnce;
  if (command === "TAKE_FEEDBACK_BACK" && (!from.fedBack || answered)) return undefined;
  const subject = { id: "county:AAAAAAAAAAAAAAAAAAAAAA", office: OFFICE, unitId: UNIT, version: 1, ...from };
  const known: Partial<Record<string, boolean>> = { ...WHOSE_STEP, ...takingBack(from) };
  const met = new Proxy({} as Record<RefusalCode, boolean>, {
    get: (_, code: string) => known[code] ?? holds(code),
  });
  const outcome = decide(findingTransitions, subject, command, moverOf(party), met);
  if (isRefused(outcome)) return undefined;
  return {
    status: outcome.to,
    // of other states it does not matter
    previousStatus: LOOKING_BACK.includes(outcome.to) ? from.status : null,
    heard:
      (from.heard && !takesReplyBack(command, from.status)) ||
      (command === "EXCHANGE_FACTS" && holds("REPLY_REQUIRED")),
    excepted:
      (from.excepted && !takesExceptionBack(command, from.status)) ||
      (command === "REPORT" && holds("DIRECT_REPORT_REASON_REQUIRED")),
    reported: from.reported || outcome.to === "REPORTED",
    fedBack: (from.fedBack && command !== "TAKE_FEEDBACK_BACK") || command === "FEED_BACK",
    atOnce: from.atOnce || command === "VERIFY_AT_ONCE",
  };
}

/** From where a step leads back to the status before. */
const LOOKING_BACK: readonly FindingStatus[] = ["OBJECTED", "LONG_TERM", "REPORTED"];

function moverOf(party: string): Mover {
  if (party === "PLATFORM") return "PLATFORM";
  const team = TEAM_PARTIES.includes(party);
  const roles = (team ? [] : [party]) as Actor["roles"];
  const teamRoles = (team ? [party] : []) as Actor["teamRoles"];
  return { person: "county:990101.somebody", office: OFFICE, unit: UNIT, roles, teamRoles };
}

function subsetsOf(codes: string[]): string[][] {
  const [first, ...others] = codes;
  if (first === undefined) return [[]];
  const without = subsetsOf(others);
  return [...without, ...without.map((set) => [first, ...set])];
}

const { states, steps } = explore();

test("every status is reached", () => {
  expect([...new Set(states.map(({ status }) => status))].sort()).toEqual([...HAND_STATUSES.finding].sort());
});

/** By a confirmed immediate action. */
const isAtOnce = ({ command }: Step) => command === "VERIFY_AT_ONCE";

test("a unit objects and claims with proof and does nothing else: it closes nothing", () => {
  const byUnit = steps.filter(({ party }) => UNIT_PARTIES.includes(party));
  expect([...new Set(byUnit.map(({ command }) => command))].sort()).toEqual(["CLAIM", "OBJECT", "TAKE_BACK"]);
  const takenBack = byUnit.filter(({ command }) => command === "TAKE_BACK");
  expect([...new Set(takenBack.map(({ from, to }) => `${from.status} ${to.status}`))]).toEqual([
    "CLAIMED_DONE RECTIFYING",
  ]);
  expect(byUnit.filter(({ party }) => party === "SUPERIOR_BODY")).toEqual([]);
  const closing = steps.filter(({ from, to }) => from.status !== to.status && SETTLING.includes(to.status));
  const byCommand = closing.filter((step) => !isAtOnce(step));
  expect([...new Set(byCommand.map(({ party }) => party))]).toEqual(["DIRECTOR"]);
});
const SETTLING: FindingStatus[] = ["CLOSED", "VERIFIED"];

test("before the feedback nothing but a confirmed immediate action verifies, and only where the unit was heard", () => {
  const early = steps.filter(({ from, to }) => !from.fedBack && to.status === "VERIFIED" && from.status !== "VERIFIED");
  expect(early.length).toBeGreaterThan(0);
  for (const step of early) {
    expect([step.command, step.party, step.from.heard]).toEqual(["VERIFY_AT_ONCE", "PLATFORM", true]);
  }
  expect([...new Set(early.map(({ from }) => from.status))].sort()).toEqual(["FACTS_EXCHANGED", "REPORTED"]);
  expect(steps.filter((step) => isAtOnce(step) && step.from.fedBack)).toEqual([]);
});

test("what is verified at once is fed back as it is, and neither objected to nor closed before", () => {
  const unfed = steps.filter(({ from }) => from.status === "VERIFIED" && !from.fedBack);
  expect([...new Set(unfed.map(({ command, to }) => `${command} ${to.status}`))]).toEqual(["FEED_BACK VERIFIED"]);
});

/** An objection that ends, the feedback that is given or withdrawn, a closure that is taken back. */
const leadsBackToVerified = (from: State, command: FindingCommand) =>
  from.previousStatus === "VERIFIED" ||
  (from.status === "CLOSED" && command === "TAKE_BACK") ||
  (from.status === "VERIFIED" && WITH_THE_TARGET.includes(command));
const WITH_THE_TARGET: readonly FindingCommand[] = [
  "FEED_BACK",
  "TAKE_FEEDBACK_BACK",
  "PROPOSE_TAKE_BACK",
  "KEEP_STEP",
];

test("nothing is closed that nobody claimed with proof and nobody verified", () => {
  const ways = (some: Step[]) => [...new Set(some.map(({ from, command }) => `${from.status} ${command}`))];
  expect(ways(steps.filter(({ to }) => to.status === "CLOSED"))).toEqual(["VERIFIED CLOSE"]);
  const verifying = steps.filter(({ from, to }) => to.status === "VERIFIED" && from.fedBack);
  expect(ways(verifying.filter(({ from, command }) => !leadsBackToVerified(from, command)))).toEqual([
    "CLAIMED_DONE VERIFY",
  ]);
  const claims = steps.filter(({ from, to }) => to.status === "CLAIMED_DONE" && from.status !== "VERIFIED");
  expect(claims.length).toBeGreaterThan(0);
  expect(claims.filter(({ held }) => !held.includes("PROOF_REQUIRED"))).toEqual([]);
});

test("nothing is in the report without the unit's reply or an exception", () => {
  const early: FindingStatus[] = ["DRAFT", "TEAM_AGREED", "FACTS_EXCHANGED", "DISMISSED"];
  for (const state of states.filter(({ status }) => !early.includes(status))) {
    expect(state.heard || state.excepted).toBe(true);
    expect(state.reported || state.atOnce).toBe(true);
  }
  const after = states.filter(({ status }) => !early.includes(status) && status !== "REPORTED");
  expect(after.filter(({ fedBack, atOnce }) => !fedBack && !atOnce)).toEqual([]);
});

test("nobody objects before the feedback, without a reason or after the days", () => {
  const objections = steps.filter(({ command }) => command === "OBJECT");
  expect([...new Set(objections.map(({ from }) => from.status))].sort()).toEqual([
    "FED_BACK",
    "RECTIFYING",
    "REOPENED",
    "VERIFIED",
  ]);
  const needed = ["REASON_REQUIRED", "WITHIN_OBJECTION_DAYS"];
  expect(objections.filter(({ held }) => !needed.every((code) => held.includes(code)))).toEqual([]);
});

test("an objection always ends, by the director's decision: back where it was, or withdrawn", () => {
  const objected = states.filter(({ status }) => status === "OBJECTED");
  expect(objected.length).toBeGreaterThan(0);
  for (const state of objected) {
    const out = steps.filter(({ from }) => from === state);
    expect([...new Set(out.map(({ party }) => party))]).toEqual(["DIRECTOR"]);
    const ends = new Set(out.map(({ command, to }) => `${command} ${to.status}`));
    expect([...ends].sort()).toEqual(
      [`CORRECT ${state.previousStatus}`, `UPHOLD ${state.previousStatus}`, "WITHDRAW WITHDRAWN"].sort(),
    );
    expect(out.filter(({ held }) => !held.includes("REASON_REQUIRED"))).toEqual([]);
  }
});

test("only the platform reopens, and only what had come to an end or was verified", () => {
  const reopenings = steps.filter(({ command }) => command === "REOPEN");
  expect([...new Set(reopenings.map(({ party }) => party))]).toEqual(["PLATFORM"]);
  expect([...new Set(reopenings.map(({ from }) => from.status))].sort()).toEqual(["CLOSED", "LONG_TERM", "VERIFIED"]);
  const others = steps.filter(({ to, command }) => to.status === "REOPENED" && command !== "REOPEN");
  expect([...new Set(others.map(({ command }) => command))].sort()).toEqual(["CORRECT", "TAKE_BACK", "UPHOLD"]);
});

test("from every state that is not settled there is a way to one that is", () => {
  const ending = new Set(states.filter(({ status }) => SETTLED.includes(status)).map((state) => JSON.stringify(state)));
  for (let before = -1; before !== ending.size; ) {
    before = ending.size;
    for (const { from, to } of steps) if (ending.has(JSON.stringify(to))) ending.add(JSON.stringify(from));
  }
  expect(states.filter((state) => !ending.has(JSON.stringify(state)))).toEqual([]);
});

test("what is dismissed or withdrawn stays so", () => {
  expect(steps.filter(({ from }) => from.status === "DISMISSED" || from.status === "WITHDRAWN")).toEqual([]);
});
