import { correctionsOf } from "../../subgraphs/domain/correction/correction";
import { isStoodOn } from "../../subgraphs/domain/finding/takingBack";
import {
  type Around,
  judgeDays,
  type RecordedDays,
  stepsOfUnit,
} from "../../subgraphs/domain/rectification/correction";
import { judgeRound, offeredOfRound, type RoundFacts, type RoundValues } from "../../subgraphs/domain/round/correction";
import { judgeCorrection, type Neighbours, type Recorded } from "../../subgraphs/domain/target/correction";
import { type FeedbackFacts, isReliedOn } from "../../subgraphs/domain/target/withdrawal";
import { type EndFacts, judgeEnd } from "../../subgraphs/domain/unit/ending";
import { unitRequirements } from "../../subgraphs/domain/unit/requirements";
import type { UnitValues } from "../../subgraphs/domain/unit/unit";

const RECORD: Recorded = {
  enteredOn: "2026-03-09",
  reportedOn: "2026-04-17",
  heardOn: "2026-04-28",
  archivedOn: null,
  hearingBody: "领导小组",
  hearingDocumentNumber: "虚听1号",
};
const member = (role: "LEADER" | "MEMBER", validFrom: string, homeOffice: string | null = "990101") => ({
  ...{ person: `county:990101.${role}`, role, validFrom, homeOffice },
  ...{ validTo: null, endedAt: "2026-04-28T02:00:00Z" },
});
const AROUND: Neighbours = {
  authorisedOn: "2026-03-02",
  roundStartsOn: null,
  fedBackOn: "2026-05-06",
  evaluatedOn: null,
  firstActionOn: null,
  team: [],
  foreignTo: null,
  today: "2026-06-01",
};
const ARCHIVING = { evaluatedOn: "2026-05-20" };
const WELL = { taken: true, changes: true, past: true, inOrder: true, complete: true, foreign: true, inRound: true };

test.each<[string, Partial<Recorded>, Partial<Neighbours>, object]>([
  ["a day earlier, after the authorisation", { enteredOn: "2026-03-02" }, {}, {}],
  ["before the authorisation", { enteredOn: "2026-03-01" }, {}, { inOrder: false }],
  [
    "before the first day of the round",
    { enteredOn: "2026-03-04" },
    { roundStartsOn: "2026-03-05" },
    { inRound: false },
  ],
  ["to the first day of the round", { enteredOn: "2026-03-05" }, { roundStartsOn: "2026-03-05" }, {}],
  ["another date of one that had entered too early", { heardOn: "2026-04-29" }, { roundStartsOn: "2026-03-10" }, {}],
  ["behind the report", { enteredOn: "2026-04-18" }, {}, { inOrder: false }],
  ["with the report that moves too", { enteredOn: "2026-04-18", reportedOn: "2026-04-18" }, {}, {}],
  ["behind an immediate action", { enteredOn: "2026-03-12" }, { firstActionOn: "2026-03-11" }, { inOrder: false }],
  ["the report before the entry", { reportedOn: "2026-03-08" }, {}, { inOrder: false }],
  ["the report after the hearing", { reportedOn: "2026-04-29" }, {}, { inOrder: false }],
  ["the hearing up to the feedback", { heardOn: "2026-05-06" }, {}, {}],
  ["the hearing after the feedback", { heardOn: "2026-05-07" }, {}, { inOrder: false }],
  ["the hearing in the future", { heardOn: "2026-06-02" }, { fedBackOn: null }, { past: false }],
  ["what is there already", { heardOn: "2026-04-28" }, {}, { changes: false }],
  ["nothing", {}, {}, { changes: false }],
  ["the document alone", { hearingDocumentNumber: "虚听2号" }, {}, {}],
  ["the archive before the evaluation", { archivedOn: "2026-05-19" }, ARCHIVING, { taken: false, inOrder: false }],
])("a record is corrected: %s", (_, named, around, unmet) => {
  expect(judgeCorrection(RECORD, named, { ...AROUND, ...around })).toEqual({ ...WELL, ...unmet });
});

test("a step that was not taken has no date that could be wrong", () => {
  const entered = { ...RECORD, reportedOn: null, heardOn: null, hearingBody: null, hearingDocumentNumber: null };
  expect(judgeCorrection(entered, { heardOn: "2026-04-01" }, AROUND)).toMatchObject({ taken: false });
  expect(judgeCorrection(entered, { hearingBody: "x" }, AROUND)).toMatchObject({ taken: false });
});

test("the entry moves to a day on which its team was one, and no other date asks for the team", () => {
  const team = [member("LEADER", "2026-03-04"), member("MEMBER", "2026-03-06")];
  const on = (enteredOn: string, more: Partial<Neighbours> = {}) =>
    judgeCorrection(RECORD, { enteredOn }, { ...AROUND, team, ...more });
  expect(on("2026-03-06")).toEqual(WELL);
  expect(on("2026-03-05")).toMatchObject({ complete: false });
  expect(on("2026-03-06", { foreignTo: ["990101", null] })).toMatchObject({ foreign: false });
  expect(judgeCorrection(RECORD, { heardOn: "2026-04-29" }, { ...AROUND, team: [] })).toEqual(WELL);
});

test("a correction keeps both values, with who, when and why, for what differs and for nothing else", () => {
  const why = { at: "2026-06-01T00:00:00Z", by: "county:990101.director", reason: "误记" };
  const before = { a: "1", b: "2", c: null };
  expect(correctionsOf(["a", "b", "c"], before, { a: "1", b: null, c: "3" }, why)).toEqual([
    { field: "b", from: "2", to: null, ...why },
    { field: "c", from: null, to: "3", ...why },
  ]);
});

test.each<[boolean, Partial<FeedbackFacts>]>([
  [false, {}],
  [false, { findings: ["FED_BACK", "VERIFIED", "DISMISSED"] }],
  [true, { findings: ["RECTIFYING", "LONG_TERM"] }],
  [true, { findings: ["OBJECTED"] }],
  [true, { findings: ["CLOSED"] }],
  [true, { rectification: "PLAN_SUBMITTED" }],
  [true, { rectification: undefined }],
  [true, { unitBrought: true }],
  [true, { lookedBackOn: true }],
])("whether somebody relies on a feedback: %s of %j", (relied, facts) => {
  const untouched: FeedbackFacts = {
    ...{ findings: ["RECTIFYING"], rectification: "PLAN_DUE", unitBrought: false, lookedBackOn: false },
  };
  expect(isReliedOn({ ...untouched, ...facts })).toBe(relied);
});

const ENTRY: UnitValues = {
  ...{ name: "虚构村", kind: "VILLAGE", superiorBody: null, superiorUnitId: null, cadreLevel: null },
  ...{ validFrom: "2021-07-01", validTo: null },
};
const MET_BY_ENTRY = {
  ...{ REASON_REQUIRED: true, NOTHING_CORRECTED: true, UNIT_RELIED_ON: true, PERIOD_INVALID: true },
  ...{ INSPECTED_OUTSIDE: true, SOMEBODY_ELSE_REQUIRED: true, STEP_RELIED_ON: true },
};
test.each<[string, Partial<UnitValues>, object, object]>([
  ["another name", { name: "虚构新村" }, {}, {}],
  ["the name that it has", { name: "虚构村" }, {}, { NOTHING_CORRECTED: false }],
  ["a body above taken away that it never had", { superiorBody: null }, {}, { NOTHING_CORRECTED: false }],
  ["an end before the beginning", { validTo: "2021-07-01" }, {}, { PERIOD_INVALID: false, INSPECTED_OUTSIDE: false }],
  ["an end before it was entered", { validTo: "2026-03-09" }, {}, { INSPECTED_OUTSIDE: false }],
  ["an end after it was entered", { validTo: "2026-03-10" }, {}, {}],
  ["a beginning after it was entered", { validFrom: "2026-03-10" }, {}, { INSPECTED_OUTSIDE: false }],
  ["by who proposed it", { name: "x" }, { proposedBy: "clerk" }, { SOMEBODY_ELSE_REQUIRED: false }],
  ["whose end another entry goes on from", { name: "x" }, { succeeded: true }, { STEP_RELIED_ON: false }],
  ["what something stands on", { name: "x" }, { reliedOn: true }, { UNIT_RELIED_ON: false }],
])("an entry of the register is corrected: %s", (_, values, more, unmet) => {
  const facts = {
    entry: ENTRY,
    reliedOn: false,
    enteredOn: ["2026-03-09"],
    proposedBy: null,
    succeeded: false,
    ...more,
  };
  const met = unitRequirements(facts, values, { person: "clerk", reason: true });
  expect(met).toEqual({ ...MET_BY_ENTRY, ...unmet });
});

const DAYS: RecordedDays = {
  ...{ fedBackOn: "2026-05-06", planSubmittedOn: "2026-05-20", planReviewedOn: "2026-05-25" },
  ...{ concentratedOn: "2026-05-28", reportedOn: "2026-08-28", reviewOpenedOn: "2026-09-01" },
  ...{ evaluatedOn: "2026-09-15", continuedOn: null, completedOn: null },
};
const EVALUATED: Around = {
  ...{ status: "EVALUATED", statusOn: "2026-09-15", archivedOn: null, ofUnit: [], today: "2026-10-01" },
};
const BACK: Partial<Around> = { statusOn: "2026-09-01", status: "CONCENTRATED" };
const DAYS_WELL = { taken: true, changes: true, ofOffice: true, past: true, inOrder: true };
test.each<[string, object, Partial<Around>, object, Partial<RecordedDays>?]>([
  ["a plan that came in earlier", { planSubmittedOn: "2026-05-19" }, {}, {}],
  ["a plan before its feedback", { planSubmittedOn: "2026-05-05" }, {}, { inOrder: false }],
  ["a plan after its review", { planSubmittedOn: "2026-05-26" }, {}, { inOrder: false }],
  ["both of them", { planSubmittedOn: "2026-05-26", planReviewedOn: "2026-05-27" }, {}, {}],
  ["what the unit brought itself", { reportedOn: "2026-08-27" }, { ofUnit: ["reportedOn"] }, { ofOffice: false }],
  ["the grade tomorrow", { evaluatedOn: "2026-10-02" }, {}, { past: false }],
  ["the grade before the review", { evaluatedOn: "2026-08-31" }, {}, { inOrder: false }],
  ["the grade after the archive", { evaluatedOn: "2026-09-29" }, { archivedOn: "2026-09-28" }, { inOrder: false }],
  ["what was not done yet", { completedOn: "2026-09-20" }, {}, { taken: false }],
  ["what is there already", { reportedOn: "2026-08-28" }, {}, { changes: false }],
  ["nothing", {}, {}, { changes: false }],
  // the report came back on the first of September, and the second concentrated rectification runs since then
  ["a report that came back", { reportedOn: "2026-08-20" }, BACK, {}, { concentratedOn: "2026-09-01" }],
  [
    "a report after it came back",
    { reportedOn: "2026-09-02" },
    BACK,
    { inOrder: false },
    { concentratedOn: "2026-09-01" },
  ],
])("the days of a rectification are corrected: %s", (_, named, around, unmet, before = {}) => {
  expect(judgeDays({ ...DAYS, ...before }, named, { ...EVALUATED, ...around })).toEqual({ ...DAYS_WELL, ...unmet });
});

test("a unit's own steps are those that it entered", () => {
  expect(stepsOfUnit({ planEnteredBy: "UNIT", reportEnteredBy: "OFFICE" })).toEqual(["planSubmittedOn"]);
  expect(stepsOfUnit({ planEnteredBy: "OFFICE", reportEnteredBy: "UNIT" })).toEqual(["reportedOn"]);
});

test.each([
  ["REPORTED", { target: "ENTERED" }, false],
  ["REPORTED", { target: "REPORTED" }, true],
  ["VERIFIED", { target: "RECTIFYING" }, false],
  ["CLOSED", { target: "EVALUATED" }, false],
  ["CLOSED", { target: "EVALUATED", completedSince: true }, true],
  ["LONG_TERM", { target: "ARCHIVED", archivedSince: true }, true],
  ["VERIFIED", { target: "RECTIFYING", judgedSince: true }, true],
  // reopened by a look-back, and taken since
  ["VERIFIED", { target: "ARCHIVED" }, false],
  ["CLOSED", { target: "ARCHIVED" }, false],
] as const)("whether something stands on a finding that is %s, beside %j: %s", (status, after, stands) => {
  expect(isStoodOn(status, { completedSince: false, archivedSince: false, judgedSince: false, ...after })).toBe(stands);
});

const HEADER: RoundValues = {
  ...{ title: "虚构第一轮", kind: "REGULAR", startsOn: "2026-03-02", endsOn: "2026-05-29" },
  ...{ documentNumber: "虚巡1号", authorisedOn: "2026-03-02" },
};
const OF_ROUND: RoundFacts = {
  ...{
    header: HEADER,
    termStartsOn: "2021-07-01",
    firstEnteredOn: "2026-03-09",
    proposedBy: null,
    today: "2026-06-01",
  },
};
const ROUND_WELL = {
  ...{ NOTHING_CORRECTED: true, STEP_NOT_TAKEN: true, PREDECESSOR_REQUIRED: true, PERIOD_INVALID: true },
  ...{ DATE_IN_FUTURE: true, DATE_OUT_OF_ORDER: true, CORRECTION_PROPOSED: true, CORRECTION_NOT_PROPOSED: false },
  SOMEBODY_ELSE_REQUIRED: true,
};
const PROPOSED = { CORRECTION_PROPOSED: false, CORRECTION_NOT_PROPOSED: true };
const UNAUTHORISED = { header: { ...HEADER, documentNumber: null, authorisedOn: null }, firstEnteredOn: null };
test.each<[string, Partial<RoundValues>, Partial<RoundFacts>, object]>([
  ["another title", { title: "虚构第一轮巡察" }, {}, {}],
  ["the title that it has", { title: "虚构第一轮" }, {}, { NOTHING_CORRECTED: false }],
  ["a special one", { kind: "SPECIAL" }, {}, {}],
  ["a look-back", { kind: "LOOK_BACK" }, {}, { PREDECESSOR_REQUIRED: false }],
  ["an end before the beginning", { endsOn: "2026-03-01" }, {}, { PERIOD_INVALID: false }],
  ["without a planned end", { endsOn: null }, {}, {}],
  ["authorised tomorrow", { authorisedOn: "2026-06-02" }, { firstEnteredOn: null }, { DATE_IN_FUTURE: false }],
  ["begun after the entry", { startsOn: "2026-03-10" }, {}, { DATE_OUT_OF_ORDER: false }],
  ["begun with the entry", { startsOn: "2026-03-09" }, {}, {}],
  [
    "another title, where an entry lies before it",
    { title: "x" },
    { header: { ...HEADER, startsOn: "2026-03-10" } },
    {},
  ],
  [
    "another title, with the beginning that it has, where an entry lies before it",
    { title: "x", startsOn: "2026-03-10" },
    { header: { ...HEADER, startsOn: "2026-03-10" } },
    {},
  ],
  ["authorised after the entry", { authorisedOn: "2026-03-10" }, {}, { DATE_OUT_OF_ORDER: false }],
  ["authorised before the term", { authorisedOn: "2021-06-30" }, {}, { DATE_OUT_OF_ORDER: false }],
  ["authorised on the day of the entry", { authorisedOn: "2026-03-09" }, {}, {}],
  ["a number that it has not yet", { documentNumber: "虚巡2号" }, UNAUTHORISED, { STEP_NOT_TAKEN: false }],
  ["by who proposed it", { title: "x" }, { proposedBy: "clerk" }, { ...PROPOSED, SOMEBODY_ELSE_REQUIRED: false }],
  ["by another one", { title: "x" }, { proposedBy: "director" }, PROPOSED],
])("the header of a round is corrected: %s", (_, values, more, unmet) => {
  expect(judgeRound({ ...OF_ROUND, ...more }, values, "clerk")).toEqual({ ...ROUND_WELL, ...unmet });
});

test("a correction is offered while none waits, and its decision while one does", () => {
  const round = { id: "county:round", office: "990101", status: "RUNNING" as const, version: 1 };
  const offeredTo = (person: string, proposedBy: string | null, values: Partial<RoundValues> = {}) => {
    const actor = { person, office: "990101", roles: ["DIRECTOR" as const], teamRoles: [] };
    return offeredOfRound(round, { ...OF_ROUND, proposedBy }, proposedBy ? { values } : null, true, actor);
  };
  expect(offeredTo("director", null)).toEqual(["PROPOSE_CORRECTION"]);
  expect(offeredTo("director", "clerk", { title: "x" })).toEqual(["APPROVE_CORRECTION", "REJECT_CORRECTION"]);
  // nobody decides what was proposed by themselves, or what meanwhile cannot be
  expect(offeredTo("director", "director", { title: "x" })).toEqual(["REJECT_CORRECTION"]);
  expect(offeredTo("director", "clerk", { authorisedOn: "2026-03-10" })).toEqual(["REJECT_CORRECTION"]);
});

test.each<[string, string | undefined, Partial<EndFacts>, object]>([
  ["on a day after it was entered", "2026-03-10", {}, {}],
  ["on the day on which it was entered", "2026-03-09", {}, { INSPECTED_OUTSIDE: false }],
  ["on the day on which it began", "2021-07-01", { enteredOn: [] }, { PERIOD_INVALID: false }],
  ["after the day on which it ends anyway", "2027-01-02", { validTo: "2027-01-01" }, { PERIOD_INVALID: false }],
  ["on no day", undefined, { enteredOn: [] }, { PERIOD_INVALID: false }],
  ["while something is open", "2026-04-01", { inUse: true }, { UNIT_IN_USE: false }],
  ["while something is open that follows", "2026-04-01", { inUse: true, succeeded: true }, {}],
])("an entry of the register ends: %s", (_, on, more, unmet) => {
  const facts = { validFrom: "2021-07-01", validTo: null, enteredOn: ["2026-03-09"], inUse: false, succeeded: false };
  const met = { PERIOD_INVALID: true, INSPECTED_OUTSIDE: true, UNIT_IN_USE: true };
  expect(judgeEnd({ ...facts, ...more }, on)).toEqual({ ...met, ...unmet });
});
