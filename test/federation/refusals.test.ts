import { newId } from "../../schema/contract/ids";
import { REFUSALS, type RefusalCode } from "../../subgraphs/domain/refusals";
import {
  actAtOnce,
  aFinding,
  anAction,
  appointTeam,
  aRound,
  aTeam,
  aUnit,
  type BuiltRound,
  evaluate,
  moveFindings,
} from "../support/builders";
import type { Caller, MutationName, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

let platform: TestPlatform;
/** One round in each state that a rule looks at. */
let rounds: Record<
  | "preparing"
  | "withdrawn"
  | "authorised"
  | "staffed"
  | "recorded"
  | "agreed"
  | "reported"
  | "rectifying"
  | "evaluated"
  | "submitted"
  | "objected"
  | "naming",
  BuiltRound
>;
/** made by their cases */
let emptyRound: string | undefined;
let futureUnit: Versioned | undefined;
let ownRecusal: Versioned | undefined;
let crossTarget: Versioned | undefined;
let laterTarget: Versioned | undefined;
let lookBackTarget: Versioned | undefined;
const FOREIGN_UNIT = newId("CITY");

beforeAll(async () => {
  platform = await borrowPlatform();
  const build = (stage: Parameters<ReturnType<typeof aRound>["until"]>[0]) => aRound().until(stage).on(platform);
  rounds = {
    preparing: await build("PREPARING"),
    withdrawn: await build("PREPARING"),
    authorised: await build("AUTHORISED"),
    staffed: await build("AUTHORISED"),
    recorded: await aRound().withFindings(2).until("RECORDED").on(platform),
    agreed: await build("RECORDED"),
    reported: await build("REPORTED"),
    rectifying: await build("RECTIFYING"),
    evaluated: await build("RECTIFYING"),
    submitted: await aRound().submitted().on(platform),
    objected: await build("FED_BACK"),
    naming: await aRound().saying({ title: "村支书张三未报账（虚构）" }).until("HEARD").on(platform),
  };
  const { withdrawn, agreed, evaluated } = rounds;
  const withdraw = { id: withdrawn.id, version: 1, command: "WITHDRAW", note: "不再进行（虚构）" };
  await withdrawn.director.does("moveTierRound", withdraw);
  await moveFindings(agreed, "AGREE");
  evaluated.targets = [await evaluate(platform, evaluated, evaluated.targets[0] as Versioned)];
  const [attempted, mutation, input] = step("objected", "clerk", "OBJECT", {
    note: "不同意（虚构）",
    on: "2026-05-08",
  });
  rounds.objected.findings = await attempted.does(mutation, input);
});

/** Who tries what, with which key where it matters. */
type Attempt = [by: Caller, mutation: MutationName, input: object, key?: string];

interface Case {
  code: RefusalCode;
  because: string;
  attempt(): Attempt | Promise<Attempt>;
  /** id, account or code that the refusal names */
  subject?(): string | undefined;
  allowed?: string[];
}

const moveRound = (name: keyof typeof rounds, by: "clerk" | "director" | "approver", more: object): Attempt => {
  const { id, version } = rounds[name];
  return [rounds[name][by], "moveTierRound", { id, version, ...more }];
};
const moveAll = (name: keyof typeof rounds, command: string, more: object = {}): Attempt => [
  rounds[name].director,
  "moveTierRoundTargets",
  { targets: rounds[name].targets, command, ...more },
];
const step = (name: keyof typeof rounds, by: "clerk" | "director", command: string, more: object = {}): Attempt => [
  rounds[name][by],
  "moveTierFindings",
  { findings: rounds[name].findings, command, ...more },
];
const target = (name: keyof typeof rounds) => (rounds[name].targets[0] as Versioned).id;
const finding = (name: keyof typeof rounds) => (rounds[name].findings[0] as Versioned).id;
const appoint = (name: keyof typeof rounds, member: object): Attempt => [
  rounds[name].director,
  "appointTierTeam",
  { targetIds: [target(name)], members: [{ role: "MEMBER", validFrom: "2026-03-02", ...member }] },
];

const CASES: Case[] = [
  {
    code: "ILLEGAL_TRANSITION",
    because: "a draft is not closed",
    attempt: () => step("recorded", "director", "CLOSE"),
    subject: () => finding("recorded"),
    allowed: ["AGREE", "DISMISS"],
  },
  {
    code: "STALE_VERSION",
    because: "somebody read an older version",
    attempt: () => moveRound("authorised", "approver", { version: 1, command: "WITHDRAW", note: "x" }),
    subject: () => rounds.authorised.id,
  },
  {
    code: "ROLE_REQUIRED",
    because: "a clerk does not authorise",
    attempt: () => moveRound("preparing", "clerk", { command: "AUTHORISE", documentNumber: "虚1号" }),
    subject: () => rounds.preparing.id,
    allowed: ["APPROVER"],
  },
  {
    code: "IDEMPOTENCY_KEY_REUSED",
    because: "the key belongs to another request",
    async attempt() {
      const { clerk } = rounds.preparing;
      await clerk.does("registerTierUnits", { units: [aUnit("990101")] }, { key: "key-of-a-unit" });
      return [clerk, "registerTierUnits", { units: [aUnit("990101")] }, "key-of-a-unit"];
    },
  },
  {
    code: "REASON_REQUIRED",
    because: "a round is not withdrawn without a word",
    attempt: () => moveRound("preparing", "director", { command: "WITHDRAW", note: "" }),
    subject: () => rounds.preparing.id,
  },
  {
    code: "DOCUMENT_REQUIRED",
    because: "an authorisation has a document number",
    attempt: () => moveRound("preparing", "approver", { command: "AUTHORISE" }),
    subject: () => rounds.preparing.id,
  },
  {
    code: "TARGETS_REQUIRED",
    because: "a round without targets is not authorised",
    async attempt() {
      const { clerk, approver, termId } = rounds.preparing;
      const [empty] = (await clerk.does("openTierRound", { termId, ordinal: 900, title: "空轮次" })) as [Versioned];
      emptyRound = empty.id;
      return [approver, "moveTierRound", { ...empty, command: "AUTHORISE", documentNumber: "虚2号" }];
    },
    subject: () => emptyRound,
  },
  {
    code: "ROUND_NOT_AUTHORISED",
    because: "nobody enters before the authorisation",
    attempt: () => moveAll("preparing", "ENTER"),
    subject: () => target("preparing"),
  },
  {
    code: "ROUND_NOT_OPEN",
    because: "a withdrawn round takes no targets",
    attempt: () => [
      rounds.withdrawn.clerk,
      "addTierRoundTargets",
      { roundId: rounds.withdrawn.id, targets: [{ unitId: rounds.recorded.units[0]?.id }] },
    ],
    subject: () => rounds.withdrawn.id,
  },
  {
    code: "ROUND_ALREADY_OPENED",
    because: "a number is given once in a term",
    async attempt() {
      const { clerk, termId } = rounds.preparing;
      await clerk.does("openTierRound", { termId, ordinal: 901, title: "第一次" });
      return [clerk, "openTierRound", { termId, ordinal: 901, title: "第二次" }];
    },
  },
  {
    code: "UNIT_NOT_IN_REGISTER",
    because: "the unit enters the register later",
    async attempt() {
      const { clerk, id } = rounds.preparing;
      [futureUnit] = await clerk.does("registerTierUnits", { units: [aUnit("990101", { validFrom: "2099-01-01" })] });
      return [clerk, "addTierRoundTargets", { roundId: id, targets: [{ unitId: futureUnit?.id }] }];
    },
    subject: () => futureUnit?.id,
  },
  {
    code: "UNIT_ALREADY_REGISTERED",
    because: "the code is taken",
    async attempt() {
      const unit = aUnit("990101", { code: "taken" });
      await rounds.preparing.clerk.does("registerTierUnits", { units: [unit] });
      return [rounds.preparing.clerk, "registerTierUnits", { units: [aUnit("990101"), unit] }];
    },
    subject: () => "taken",
  },
  {
    code: "TARGET_ALREADY_IN_ROUND",
    because: "the unit is a target already",
    attempt: () => [
      rounds.preparing.clerk,
      "addTierRoundTargets",
      { roundId: rounds.preparing.id, targets: [{ unitId: rounds.preparing.units[0]?.id }] },
    ],
    subject: () => rounds.preparing.units[0]?.id,
  },
  {
    code: "TARGET_NOT_ENTERED",
    because: "findings come after the entry",
    attempt: () => [
      rounds.authorised.clerk,
      "recordTierFindings",
      { targetId: target("authorised"), findings: [aFinding()] },
    ],
    subject: () => target("authorised"),
  },
  {
    code: "FINDINGS_NOT_REPORTED",
    because: "a draft is left",
    attempt: () => moveAll("recorded", "REPORT"),
    subject: () => target("recorded"),
  },
  {
    code: "HEARING_REQUIRED",
    because: "a hearing has a body, a date and a number",
    attempt: () => moveAll("reported", "HEAR"),
    subject: () => target("reported"),
  },
  {
    code: "DATE_IN_FUTURE",
    because: "nobody has entered yet",
    async attempt() {
      await appointTeam(rounds.authorised, "2026-02-01");
      return moveAll("authorised", "ENTER", { on: "2099-01-01" });
    },
    subject: () => target("authorised"),
  },
  {
    code: "DATE_OUT_OF_ORDER",
    because: "the entry lies before the authorisation",
    attempt: () => moveAll("authorised", "ENTER", { on: "2026-03-01" }),
    subject: () => target("authorised"),
  },
  {
    code: "REPLY_REQUIRED",
    because: "the unit has a right to be heard",
    attempt: () => step("agreed", "clerk", "EXCHANGE_FACTS"),
    subject: () => finding("agreed"),
  },
  {
    code: "DIRECT_REPORT_REASON_REQUIRED",
    because: "the facts were not exchanged",
    attempt: () => step("agreed", "director", "REPORT"),
    subject: () => finding("agreed"),
  },
  {
    code: "PROOF_REQUIRED",
    because: "a claim has a proof",
    attempt: () => step("rectifying", "clerk", "CLAIM"),
    subject: () => finding("rectifying"),
  },
  {
    code: "WITHIN_OBJECTION_DAYS",
    because: "the days after the feedback are over",
    attempt: () => step("rectifying", "clerk", "OBJECT", { note: "不同意（虚构）", on: "2026-05-21" }),
    subject: () => finding("rectifying"),
  },
  {
    code: "TEXT_REQUIRED",
    because: "a correction brings its text",
    attempt: () => step("objected", "director", "CORRECT", { note: "更正（虚构）" }),
    subject: () => finding("objected"),
  },
  {
    code: "TEXT_NAMES_PERSON",
    because: "a text that seems to name somebody does not go upward",
    attempt: () => [rounds.naming.director, "submitTierPublications", { targetIds: [target("naming")] }],
    subject: () => finding("naming"),
  },
  {
    code: "FINDINGS_STILL_OPEN",
    because: "a finding is not settled",
    attempt: () => moveAll("evaluated", "ARCHIVE"),
    subject: () => target("evaluated"),
  },
  {
    code: "TARGET_ALREADY_HEARD",
    because: "the team's work is over",
    attempt: () => appoint("submitted", { person: "county:990101.clerk" }),
    subject: () => target("submitted"),
  },
  {
    code: "TARGET_NOT_HEARD",
    because: "the leading group has not heard the report",
    attempt: () => [rounds.reported.director, "submitTierPublications", { targetIds: [target("reported")] }],
    subject: () => target("reported"),
  },
  {
    code: "NOTHING_CHANGED",
    because: "the last version says the same",
    attempt: () => [rounds.submitted.director, "submitTierPublications", { targetIds: [target("submitted")] }],
    subject: () => rounds.submitted.publications[0]?.id,
  },
  {
    code: "PERSON_RECUSED",
    because: "the person may have nothing to do with the unit",
    async attempt() {
      const person = "county:990101.kindred";
      await platform.openAccount(person, "990101", ["CLERK"]);
      const recusal = { accountId: person, kind: "KIN", scope: "UNIT", subject: rounds.recorded.units[0]?.id };
      await rounds.recorded.director.does("declareTierRecusal", recusal);
      return appoint("recorded", { person });
    },
    subject: () => "county:990101.kindred",
  },
  {
    code: "PERSON_NOT_STAFF",
    because: "a wall screen works in no team",
    attempt: () => appoint("recorded", { person: "county:990101.display" }),
    subject: () => "county:990101.display",
  },
  {
    code: "ALREADY_APPOINTED",
    because: "one appointment gives the access, and its end ends it",
    attempt() {
      const again = { person: "county:990101.clerk", role: "MEMBER", validFrom: "2026-03-02" };
      return [
        rounds.recorded.director,
        "appointTierTeam",
        { targetIds: [target("recorded")], members: [again, again] },
      ];
    },
    subject: () => "county:990101.clerk",
  },
  {
    code: "PERIOD_TAKEN",
    because: "one row begins on a day",
    async attempt() {
      const policy = { clock: "PLAN", days: 20, unit: "WORKING", warningDays: 5, source: "虚构" };
      await rounds.recorded.director.does("setTierDeadlinePolicy", { ...policy, validFrom: "2099-01-01" });
      return [rounds.recorded.director, "setTierDeadlinePolicy", { ...policy, days: 21, validFrom: "2099-01-01" }];
    },
  },
  {
    code: "CLOCK_ALREADY_STARTED",
    because: "a report waits for its hearing since then",
    attempt: () => [
      rounds.reported.director,
      "setTierDeadlinePolicy",
      { clock: "HEARING", days: 20, unit: "WORKING", warningDays: 5, source: "虚构", validFrom: "2026-04-17" },
    ],
  },
  {
    code: "STANDS_APART",
    because: "who holds clues is watched by no director, whatever else the person does in the office",
    allowed: ["SECURITY_ADMIN"],
    async attempt() {
      const { person } = await platform.openAccount("county:990101.both", "990101", ["CLERK", "CUSTODIAN"]);
      const recusal = { accountId: person, kind: "DUTY", scope: "REGION", subject: "990101" };
      return [rounds.recorded.director, "declareTierRecusal", recusal];
    },
    subject: () => "county:990101.both",
  },
  {
    code: "STANDS_APART",
    because: "whom a director does not recuse, a director does not free either",
    allowed: ["SECURITY_ADMIN"],
    async attempt() {
      const custodian = await platform.openAccount("county:990101.apart", "990101", ["CUSTODIAN"]);
      const recusal = { accountId: custodian.person, kind: "KIN", scope: "REGION", subject: "990101" };
      const [declared] = await custodian.does("declareTierRecusal", recusal);
      return [rounds.recorded.director, "endTierRecusal", { id: declared?.id, reason: "已无亲属关系（虚构）" }];
    },
    subject: () => "county:990101.apart",
  },
  {
    code: "OBJECTION_DAYS_SHORTENED",
    because: "everybody has ten working days to object",
    allowed: ["10 WORKING", "30 CALENDAR"],
    attempt: () => [
      rounds.recorded.director,
      "setTierDeadlinePolicy",
      { clock: "OBJECTION", days: 29, unit: "CALENDAR", warningDays: 0, source: "虚构", validFrom: "2099-01-01" },
    ],
  },
  {
    code: "SOMEBODY_ELSE_REQUIRED",
    because: "nobody ends the own recusal",
    async attempt() {
      const { director } = rounds.recorded;
      const recusal = { accountId: director.person, kind: "KIN", scope: "REGION", subject: "990202" };
      [ownRecusal] = await director.does("declareTierRecusal", recusal);
      return [director, "endTierRecusal", { id: ownRecusal?.id, reason: "已无亲属关系（虚构）" }];
    },
    subject: () => ownRecusal?.id,
  },
  {
    code: "LEADER_ALREADY_APPOINTED",
    because: "a team has one leader at a time",
    attempt: () => appoint("authorised", { person: "county:990101.approver", role: "LEADER" }),
    subject: () => "county:990101.approver",
  },
  {
    code: "ENTRY_BEFORE_ROUND",
    because: "the round begins later",
    async attempt() {
      const { clerk, director, approver, termId, units } = rounds.staffed;
      const opening = { termId, ordinal: 906, title: "后始", startsOn: "2026-03-10" };
      const [round] = (await clerk.does("openTierRound", opening)) as [Versioned];
      const added = [{ unitId: units[0]?.id }];
      const targets = await clerk.does("addTierRoundTargets", { roundId: round.id, targets: added });
      laterTarget = targets[0];
      const authorise = { command: "AUTHORISE", documentNumber: "虚5号", on: "2026-03-02" };
      await approver.does("moveTierRound", { ...round, ...authorise });
      await director.does("appointTierTeam", { targetIds: [laterTarget?.id], members: aTeam("990101") });
      return [director, "moveTierRoundTargets", { targets, command: "ENTER", on: "2026-03-09" }];
    },
    subject: () => laterTarget?.id,
  },
  {
    code: "TEAM_INCOMPLETE",
    because: "a leader is alone",
    async attempt() {
      const leader = { person: "county:990101.clerk", role: "LEADER", validFrom: "2026-03-02" };
      await rounds.staffed.director.does("appointTierTeam", { targetIds: [target("staffed")], members: [leader] });
      return moveAll("staffed", "ENTER", { on: "2026-03-09" });
    },
    subject: () => target("staffed"),
  },
  {
    code: "FOREIGN_TEAM_REQUIRED",
    because: "a cross inspection is not one's own",
    async attempt() {
      const { clerk, director, approver, termId, units } = rounds.staffed;
      const opening = { termId, ordinal: 902, title: "交叉", assignmentMode: "CROSS" };
      const [round] = (await clerk.does("openTierRound", opening)) as [Versioned];
      const added = [{ unitId: units[0]?.id }];
      const targets = await clerk.does("addTierRoundTargets", { roundId: round.id, targets: added });
      crossTarget = targets[0];
      const authorise = { command: "AUTHORISE", documentNumber: "虚3号", on: "2026-03-02" };
      await approver.does("moveTierRound", { ...round, ...authorise });
      const members = ["clerk", "approver"].map((post, i) => {
        return { person: `county:990101.${post}`, role: i ? "MEMBER" : "LEADER", validFrom: "2026-03-02" };
      });
      await director.does("appointTierTeam", { targetIds: [crossTarget?.id], members });
      return [director, "moveTierRoundTargets", { targets, command: "ENTER", on: "2026-03-09" }];
    },
    subject: () => crossTarget?.id,
  },
  {
    code: "UPGRADED_REQUIRED",
    because: "the unit is in another tier's register",
    attempt: () => [
      rounds.preparing.clerk,
      "addTierRoundTargets",
      { roundId: rounds.preparing.id, targets: [{ unitId: FOREIGN_UNIT }] },
    ],
    subject: () => FOREIGN_UNIT,
  },
  {
    code: "UNIT_NOT_BELOW",
    because: "an upgraded round is for the registers below",
    async attempt() {
      const { clerk, termId, units } = rounds.preparing;
      const opening = { termId, ordinal: 903, title: "提级", assignmentMode: "UPGRADED" };
      const [round] = (await clerk.does("openTierRound", opening)) as [Versioned];
      return [clerk, "addTierRoundTargets", { roundId: round.id, targets: [{ unitId: units[0]?.id }] }];
    },
    subject: () => rounds.preparing.units[0]?.id,
  },
  {
    code: "PREDECESSOR_REQUIRED",
    because: "a look-back looks back on something",
    attempt: () => {
      const { clerk, termId } = rounds.preparing;
      return [clerk, "openTierRound", { termId, ordinal: 904, title: "回头看", kind: "LOOK_BACK" }];
    },
  },
  {
    code: "NOT_A_LOOK_BACK",
    because: "a regular round gives no verdicts",
    attempt: () => {
      const verdicts = [{ findingId: finding("recorded"), verdict: "DONE" }];
      return [rounds.recorded.clerk, "proposeTierVerdicts", { targetId: target("recorded"), verdicts }];
    },
    subject: () => target("recorded"),
  },
  {
    code: "VERDICTS_MISSING",
    because: "a finding was not judged",
    async attempt() {
      const { clerk, director, approver, termId, units, id: predecessorId } = rounds.rectifying;
      const opening = { termId, ordinal: 905, title: "回头看", kind: "LOOK_BACK", predecessorId };
      const [round] = (await clerk.does("openTierRound", opening)) as [Versioned];
      const added = [{ unitId: units[0]?.id }];
      let targets = await clerk.does("addTierRoundTargets", { roundId: round.id, targets: added });
      const authorise = { command: "AUTHORISE", documentNumber: "虚4号", on: "2026-08-02" };
      await approver.does("moveTierRound", { ...round, ...authorise });
      const members = aTeam("990101", "2026-08-02");
      await director.does("appointTierTeam", { targetIds: targets.map(({ id }) => id), members });
      targets = await director.does("moveTierRoundTargets", { targets, command: "ENTER", on: "2026-08-09" });
      lookBackTarget = targets[0];
      return [director, "moveTierRoundTargets", { targets, command: "REPORT", on: "2026-08-20" }];
    },
    subject: () => lookBackTarget?.id,
  },
  {
    code: "NOT_DURING_ROUND",
    because: "after the feedback the unit rectifies",
    attempt: () => {
      const proposal = { targetId: target("rectifying"), actions: [anAction()] };
      return [rounds.rectifying.clerk, "proposeTierImmediateActions", proposal];
    },
    subject: () => target("rectifying"),
  },
  {
    code: "FACTS_NOT_EXCHANGED",
    because: "the unit was not heard about the finding yet",
    async attempt() {
      const action = await actAtOnce(rounds.agreed, "DONE", { findingIds: [finding("agreed")] });
      return [rounds.agreed.director, "moveTierImmediateActions", { actions: [action], command: "CONFIRM" }];
    },
    subject: () => finding("agreed"),
  },
  {
    code: "IMMEDIATE_ACTIONS_OPEN",
    because: "nobody has confirmed yet what was done at once",
    async attempt() {
      await actAtOnce(rounds.naming, "DONE");
      return moveAll("naming", "FEED_BACK", { on: "2026-05-06" });
    },
    subject: () => target("naming"),
  },
  {
    code: "NOT_FED_BACK",
    because: "what was rectified at once is closed after the feedback",
    async attempt() {
      await actAtOnce(rounds.reported, "CONFIRMED", { findingIds: [finding("reported")] });
      const [{ id, version }] = rounds.reported.findings as [Versioned];
      const findings = [{ id, version: version + 1 }];
      return [rounds.reported.director, "moveTierFindings", { findings, command: "CLOSE" }];
    },
    subject: () => finding("reported"),
  },
  {
    code: "PERIOD_INVALID",
    because: "the appointment ends before it begins",
    attempt: () => appoint("recorded", { person: "county:990101.clerk", validTo: "2026-03-01" }),
    subject: () => "county:990101.clerk",
  },
];

test.each(CASES)("$code: $because", async ({ code, attempt, subject, allowed }) => {
  const [by, mutation, input, key] = await attempt();
  const before = await platform.fingerprint();
  const { refusal, answer } = await by.tries(mutation, input, { key });
  expect(answer.errors).toEqual([]);
  const { zh, en, remedyZh, remedyEn } = REFUSALS[code];
  // who made a record stale, and when, is said besides
  const [message, messageEn] =
    code === "STALE_VERSION"
      ? [expect.stringContaining(`${zh}最近一次改动：您本人`), expect.stringContaining(en)]
      : [zh, en];
  expect(refusal).toEqual({
    __typename: "Refusal",
    code,
    message,
    messageEn,
    remedy: remedyZh,
    remedyEn,
    subject: subject?.() ?? null,
    allowed: allowed ?? null,
  });
  expect(await platform.fingerprint()).toEqual(before);
});

test("where one of many is refused, none is moved", async () => {
  const [first, second] = rounds.recorded.findings as [Versioned, Versioned];
  const before = await platform.fingerprint();
  const findings = [first, { ...second, version: 7 }];
  const { refusal } = await rounds.recorded.clerk.tries("moveTierFindings", { findings, command: "AGREE" });
  expect(refusal).toMatchObject({ code: "STALE_VERSION", subject: second.id });
  expect(await platform.fingerprint()).toEqual(before);
});

test("who is recused from one finding decides nothing about its target, and may still record others", async () => {
  const director = await platform.openAccount("county:990101.kin", "990101", ["DIRECTOR"]);
  for (const subject of [rounds.recorded.findings[1]?.id, finding("submitted")]) {
    const recusal = { accountId: director.person, kind: "KIN", scope: "FINDING", subject };
    await rounds.recorded.director.does("declareTierRecusal", recusal);
  }
  await until("the recusals bind", async () => {
    const { data } = await director.ask("{ viewer { recusals { subject } } }");
    return data.viewer.recusals.length === 2;
  });
  const before = await platform.fingerprint();
  for (const [mutation, input] of [
    ["moveTierRoundTargets", { targets: rounds.submitted.targets, command: "FEED_BACK" }],
    ["submitTierPublications", { targetIds: [target("submitted")] }],
  ] as [MutationName, object][]) {
    const { refusal } = await director.tries(mutation, input);
    expect(refusal).toMatchObject({ code: "PERSON_RECUSED", subject: target("submitted") });
  }
  expect(await platform.fingerprint()).toEqual(before);
  const more = { targetId: target("recorded"), findings: [aFinding()] };
  expect((await director.tries("recordTierFindings", more)).items).toHaveLength(1);
});

test("a superior who reads a submitted target is told whose step it is, and moves nothing", async () => {
  const province = platform.as("province:99.director");
  const before = await platform.fingerprint();
  const { submitted } = rounds;
  const attempts: [MutationName, object][] = [
    ["moveTierRound", { id: submitted.id, version: submitted.version, command: "WITHDRAW", note: "x" }],
    ["moveTierRoundTargets", { targets: submitted.targets, command: "FEED_BACK" }],
    ["moveTierFindings", { findings: submitted.findings, command: "DISMISS", note: "x" }],
    ["submitTierPublications", { targetIds: [target("submitted")] }],
    ["recallTierPublication", { ...submitted.publications[0], version: undefined, revision: 1, reason: "x" }],
    ["recordTierFindings", { targetId: target("submitted"), findings: [aFinding()] }],
  ];
  for (const [mutation, input] of attempts) {
    const { refusal } = await province.tries(mutation, input, { tier: "COUNTY" });
    expect([mutation, refusal?.code]).toEqual([mutation, "ROLE_REQUIRED"]);
  }
  expect(await platform.fingerprint()).toEqual(before);
});
