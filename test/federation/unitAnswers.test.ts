import { randomUUID } from "node:crypto";
import { aFinding, aMeasure, aRound } from "../support/builders";
import type { Caller, MutationName, Outcome } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import {
  anAnswer,
  aUnitSide,
  type FedBackFinding,
  fedBackTo,
  theFeedbackTo,
  type UnitSide,
  versionOf,
} from "../support/unitSide";

let platform: TestPlatform;
let side: UnitSide;
beforeAll(async () => {
  platform = await borrowPlatform();
  side = await aUnitSide(platform, { findings: 4 });
});

const codeOf = ({ refusal, answer }: Outcome) => refusal?.code ?? answer.errors[0]?.extensions.code;

async function numbered(person: Caller, ordinal: number): Promise<FedBackFinding> {
  return (await theFeedbackTo(person)).byNumber[ordinal - 1] as FedBackFinding;
}

async function objects(by: Caller, ordinal: number) {
  const feedback = await theFeedbackTo(by);
  await by.does("answerTierFeedback", anAnswer(feedback, "OBJECT", [feedback.byNumber[ordinal - 1] as FedBackFinding]));
}

const decides = async (ordinal: number, command: string, more: object = {}) =>
  side.round.director.does("moveTierFindings", {
    findings: [versionOf(await numbered(side.head, ordinal))],
    command,
    note: "复核意见。（虚构）",
    documentNumber: "虚复〔2026〕1号",
    ...more,
  });

test("a unit is told how it may answer, objects with a reason, and reads its objection", async () => {
  const { liaison, head, above, round } = side;
  expect((await numbered(liaison, 1)).answers).toEqual(["CLAIM", "OBJECT"]);
  expect((await numbered(above, 1)).answers).toEqual([]);
  await objects(liaison, 1);
  const open = {
    enteredBy: "UNIT",
    objectedOn: dayBefore(0),
    text: "与事实不符。（虚构）",
    decision: null,
    reason: null,
  };
  expect(await numbered(head, 1)).toMatchObject({ status: "OBJECTED", answers: [], objections: [open] });
  expect(await numbered(above, 1)).toMatchObject({ status: "OBJECTED", objections: [] });
  const { data } = await round.director.ask(
    `{ finding(id: "${(await numbered(head, 1)).findingId}") { ... on CountyFinding { objections { objectedBy text } } } }`,
  );
  expect(data.finding.objections).toEqual([{ objectedBy: liaison.person, text: open.text }]);
});

test("an objection that is upheld shows its decision and why", async () => {
  await decides(1, "UPHOLD");
  expect(await numbered(side.head, 1)).toMatchObject({
    status: "RECTIFYING",
    textVersion: 1,
    objections: [{ decision: "UPHELD", reason: "复核意见。（虚构）", documentNumber: "虚复〔2026〕1号" }],
  });
});

test("a correction is the next version of what was fed back, to the unit and to whoever has a copy; the old one stays", async () => {
  const { synthetic: _, ...text } = aFinding({ title: "更正后的标题" });
  const before = await numbered(side.head, 2);
  await objects(side.head, 2);
  await decides(2, "CORRECT", { text });
  for (const person of [side.head, side.liaison, side.above]) {
    expect(await numbered(person, 2)).toMatchObject({
      title: "更正后的标题",
      textVersion: 2,
      status: "RECTIFYING",
      earlierTexts: [{ textVersion: 1, title: before.title }],
    });
  }
  const told = await platform.sql<{ n: number }>(
    "county",
    "select count(*)::int as n from journal where event = 'DisclosureCorrected' and body like '%' || $1 || '%'",
    [before.findingId],
  );
  expect(told).toEqual([{ n: 2 }]);
  expect((await numbered(side.head, 2)).objections).toMatchObject([{ decision: "CORRECTED" }]);
  expect(await numbered(side.head, 3)).toMatchObject({ textVersion: 1, earlierTexts: [] });
  const [neighbours] = await fedBackTo(side.neighbour);
  expect(neighbours?.findings.nodes.map(({ textVersion }) => textVersion)).toEqual([1, 1, 1, 1]);
});

test("a finding that is withdrawn says so in the feedback, and takes no further answer", async () => {
  await objects(side.head, 3);
  await decides(3, "WITHDRAW");
  for (const person of [side.head, side.above]) expect((await numbered(person, 3)).status).toBe("WITHDRAWN");
  const feedback = await theFeedbackTo(side.head);
  expect(feedback.byNumber[2]).toMatchObject({ answers: [], objections: [{ decision: "WITHDRAWN" }] });
  const claim = anAnswer(feedback, "CLAIM", [feedback.byNumber[2] as FedBackFinding]);
  expect(codeOf(await side.head.tries("answerTierFeedback", claim))).toBe("ILLEGAL_TRANSITION");
});

test("why a claim came back stays to be read while the finding is objected to, and after it", async () => {
  const feedback = await theFeedbackTo(side.liaison);
  await side.liaison.does("answerTierFeedback", anAnswer(feedback, "CLAIM", [feedback.byNumber[3] as FedBackFinding]));
  await decides(4, "RETURN", { note: "佐证不足。（虚构）", documentNumber: null });
  const expected = { reason: "佐证不足。（虚构）" };
  expect(await numbered(side.head, 4)).toMatchObject({ status: "RECTIFYING", ...expected });
  await objects(side.head, 4);
  expect(await numbered(side.head, 4)).toMatchObject({ status: "OBJECTED", ...expected });
  await decides(4, "UPHOLD");
  expect(await numbered(side.head, 4)).toMatchObject({ status: "RECTIFYING", ...expected });
});

test("the days to object are those of the dated policy: the office's own before everybody's", async () => {
  const policy = { clock: "OBJECTION", days: 60, unit: "CALENDAR", warningDays: 5, source: "虚构" };
  await platform.as("county:990102.director").does("setTierDeadlinePolicy", { ...policy, validFrom: dayBefore(40) });
  const tries = async (office: string) => {
    const { head } = await aUnitSide(platform, { office, findings: 1, fedBack: 30 });
    const feedback = await theFeedbackTo(head);
    const clocks = feedback.deadlines.map(({ clock }) => clock);
    return [codeOf(await head.tries("answerTierFeedback", anAnswer(feedback, "OBJECT", feedback.byNumber))), clocks];
  };
  const others = ["PLAN", "CONCENTRATED_RECTIFICATION", "RECTIFICATION_REPORT"];
  expect(await tries("990103")).toEqual(["WITHIN_OBJECTION_DAYS", others]);
  expect(await tries("990102")).toEqual([undefined, [others[0], "OBJECTION", ...others.slice(1)]]);
});

test("a feedback with a past day, which the unit sees today, takes no day from any of its clocks, and both sides say the same", async () => {
  const { head, round } = await aUnitSide(platform, { office: "990103", findings: 1, fedBack: 100, told: false });
  const feedback = await theFeedbackTo(head);
  expect(feedback.byNumber[0]).toMatchObject({ answers: ["CLAIM", "OBJECT"] });
  expect(feedback.byNumber[0]?.objectionUntil).toBe(
    feedback.deadlines.find(({ clock }) => clock === "OBJECTION")?.dueOn,
  );
  expect(new Set(feedback.deadlines.map(({ startedOn, colour }) => `${startedOn} ${colour}`))).toEqual(
    new Set([`${dayBefore(0)} GREEN`]),
  );
  const { data } = await round.director.ask(
    "query ($id: ID!) { countyRoundTarget(id: $id) { deadlines { clock dueOn } } }",
    { id: round.targets[0]?.id },
  );
  const clocks = feedback.deadlines.map(({ clock, dueOn }) => ({ clock, dueOn }));
  expect(data.countyRoundTarget.deadlines).toEqual(expect.arrayContaining(clocks));
  await head.does("answerTierFeedback", anAnswer(feedback, "OBJECT", feedback.byNumber));
});

test("a text that is corrected after the days to object gives its unit the days anew", async () => {
  const { head, round } = await aUnitSide(platform, { office: "990103", findings: 2, fedBack: 30 });
  const over = await theFeedbackTo(head);
  expect(over.byNumber.map(({ answers }) => answers)).toEqual([["CLAIM"], ["CLAIM"]]);
  const entry = { command: "OBJECT", note: "不同意（虚构）", on: dayBefore(25) };
  const [objected] = await round.clerk.does("moveTierFindings", {
    findings: [versionOf(over.byNumber[0] as FedBackFinding)],
    ...entry,
  });
  const { synthetic: _, ...text } = aFinding({ title: "更重的表述" });
  const correction = { findings: [objected], command: "CORRECT", note: "复核意见。（虚构）", text };
  await round.director.does("moveTierFindings", correction);
  const now = await theFeedbackTo(head);
  expect(now.byNumber).toMatchObject([
    { title: "更重的表述", answers: ["CLAIM", "OBJECT"], objections: [{ enteredBy: "OFFICE", decision: "CORRECTED" }] },
    { answers: ["CLAIM"] },
  ]);
  await head.does("answerTierFeedback", anAnswer(now, "OBJECT", now.byNumber.slice(0, 1)));
});

test("what the office enters in the unit's stead is marked where the unit reads it", async () => {
  const { head, liaison, round } = await aUnitSide(platform, { findings: 2 });
  const before = await theFeedbackTo(head);
  await round.clerk.does("moveTierFindings", {
    findings: [versionOf(before.byNumber[0] as FedBackFinding)],
    command: "CLAIM",
    note: "整改佐证（虚构）",
  });
  await liaison.does("answerTierFeedback", anAnswer(before, "CLAIM", before.byNumber.slice(1)));
  const { id, version } = before.rectification;
  const measures = before.byNumber.map(({ findingId }) => aMeasure(findingId));
  const plan = { text: "整改方案。（虚构）", measures };
  await round.clerk.does("moveTierRectification", { id, version, command: "SUBMIT_PLAN", plan });
  const now = await theFeedbackTo(head);
  expect(now.byNumber.map(({ claimEnteredBy }) => claimEnteredBy)).toEqual(["OFFICE", "UNIT"]);
  expect(now.rectification).toMatchObject({ planEnteredBy: "OFFICE", reportEnteredBy: null });
});

test("a clerk enters on the unit's behalf what came in within the days, and nothing later", async () => {
  const round = await aRound("990103").until("FED_BACK").on(platform);
  const entry = (on: string) =>
    round.clerk.tries("moveTierFindings", { findings: round.findings, command: "OBJECT", note: "不同意（虚构）", on });
  // ten working days after 6 May, the Saturday that made up for a holiday among them
  expect(codeOf(await entry("2026-05-20"))).toBe("WITHIN_OBJECTION_DAYS");
  expect((await entry("2026-05-19")).items).toHaveLength(1);
});

describe("whoever is not asked", () => {
  /** Every way in which a unit acts, on what one side was told, tried by somebody. */
  async function attempts(by: Caller, told: UnitSide): Promise<(string | undefined)[]> {
    const feedback = await theFeedbackTo(told.head);
    const { rectification, byNumber } = feedback;
    const measures = byNumber.map(({ findingId }) => aMeasure(findingId));
    const plan = { text: "整改方案。（虚构）", measures };
    const tried: [MutationName, object][] = [
      ["moveTierDisclosure", { id: feedback.id, version: feedback.version, command: "ACKNOWLEDGE" }],
      ["answerTierFeedback", anAnswer(feedback, "CLAIM", byNumber.slice(0, 1))],
      ["answerTierFeedback", anAnswer(feedback, "OBJECT", byNumber.slice(0, 1))],
      ["moveTierFindings", { findings: byNumber.slice(0, 1).map(versionOf), command: "OBJECT", note: "x" }],
      ["moveTierRectification", { id: rectification.id, version: rectification.version, command: "SUBMIT_PLAN", plan }],
    ];
    const before = await platform.fingerprint();
    const codes: (string | undefined)[] = [];
    for (const [mutation, input] of tried) codes.push(codeOf(await by.tries(mutation, input)));
    expect(await platform.fingerprint()).toEqual(before);
    return codes;
  }
  const nowhere = Array.from({ length: 5 }, () => "NOT_FOUND");

  test("the unit of another target of the same round finds nothing of it", async () => {
    expect(await attempts(side.neighbour, side)).toEqual(nowhere);
  });

  test("the body above reads its copy, and acts in nothing of it", async () => {
    expect(await attempts(side.above, side)).toEqual([...nowhere.slice(1), "ROLE_REQUIRED"]);
    const copy = await theFeedbackTo(side.above);
    for (const answer of ["CLAIM", "OBJECT"] as const) {
      const outcome = await side.above.tries("answerTierFeedback", anAnswer(copy, answer, copy.byNumber.slice(0, 1)));
      expect(codeOf(outcome)).toBe("ROLE_REQUIRED");
    }
  });

  test("a unit answers for no finding of another target, and for none that its feedback does not name", async () => {
    const feedback = await theFeedbackTo(side.head);
    const [others] = await fedBackTo(side.neighbour);
    const draft = await aRound("990101").until("RECORDED").on(platform);
    const foreign = [versionOf(others?.findings.nodes[0] as FedBackFinding), ...draft.findings];
    for (const finding of foreign) {
      const input = { ...anAnswer(feedback, "OBJECT", feedback.byNumber.slice(0, 1)), findings: [finding] };
      expect(codeOf(await side.head.tries("answerTierFeedback", input))).toBe("NOT_FOUND");
    }
  });

  test("when the feedback has expired or was withdrawn, its unit neither reads nor answers it", async () => {
    const expired = await aUnitSide(platform, { findings: 1, fedBack: 3 });
    const seen = await theFeedbackTo(expired.head);
    const { rectification } = seen;
    const measures = seen.byNumber.map(({ findingId }) => aMeasure(findingId));
    const plan = { command: "SUBMIT_PLAN", plan: { text: "整改方案。（虚构）", measures } };
    const late = async () => [
      codeOf(await expired.head.tries("answerTierFeedback", anAnswer(seen, "CLAIM", seen.byNumber))),
      codeOf(await expired.head.tries("moveTierDisclosure", { id: seen.id, version: 1, command: "ACKNOWLEDGE" })),
      codeOf(await expired.head.tries("moveTierRectification", { ...versionedOf(rectification), ...plan })),
      (await fedBackTo(expired.head)).length,
    ];
    const gone = ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", 0];
    await platform.sql("county", "update disclosure set expires_on = $2 where id = $1", [seen.id, dayBefore(1)]);
    expect(await late()).toEqual(gone);
    // as it may be in a book that was kept before feedback stood
    const withdraw = "update disclosure set expires_on = null, status = 'WITHDRAWN' where id = $1";
    await platform.sql("county", withdraw, [seen.id]);
    expect(await late()).toEqual(gone);
  });
});

test("the feedback to the unit itself is not taken back, by whomever and for whatever reason; a copy is", async () => {
  const { round, head, above } = await aUnitSide(platform, { findings: 1 });
  const withdraws = async (reader: Caller) => {
    const { id, version } = await theFeedbackTo(reader);
    return round.director.tries("moveTierDisclosure", { id, version, command: "WITHDRAW", note: "反馈有误。（虚构）" });
  };
  expect((await withdraws(head)).refusal?.code).toBe("FEEDBACK_STANDS");
  expect((await withdraws(above)).items).toHaveLength(1);
  expect((await theFeedbackTo(head)).status).toBe("ISSUED");
  const { data } = await round.director.ask(
    "{ countyDisclosures(direction: ISSUED_BY_US) { nodes { purpose commands } } }",
  );
  const offered = data.countyDisclosures.nodes.flatMap(
    ({ purpose, commands }: { purpose: string; commands: string[] }) => (purpose === "FEEDBACK" ? commands : []),
  );
  expect(offered).toEqual([]);
});

const versionedOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

test("a unit that read an older version is told so, and a key stands for one answer", async () => {
  const feedback = await theFeedbackTo(side.head);
  const [first, second] = feedback.byNumber as [FedBackFinding, FedBackFinding];
  const stale = anAnswer(feedback, "OBJECT", [{ ...first, findingVersion: first.findingVersion - 1 }]);
  expect(codeOf(await side.head.tries("answerTierFeedback", stale))).toBe("STALE_VERSION");
  const key = randomUUID();
  const answer = anAnswer(feedback, "CLAIM", [first]);
  await side.head.does("answerTierFeedback", answer, { key });
  const before = await platform.fingerprint();
  expect((await side.head.tries("answerTierFeedback", answer, { key })).items).toMatchObject([{ id: feedback.id }]);
  const other = anAnswer(feedback, "CLAIM", [second]);
  expect(codeOf(await side.head.tries("answerTierFeedback", other, { key }))).toBe("IDEMPOTENCY_KEY_REUSED");
  expect(await platform.fingerprint()).toEqual(before);
});

test("of a liaison and a head who answer at once, one wins and the other is told to read again", async () => {
  const { head, liaison } = await aUnitSide(platform, { findings: 1 });
  const feedback = await theFeedbackTo(head);
  const outcomes = await Promise.all([
    liaison.tries("answerTierFeedback", anAnswer(feedback, "CLAIM", feedback.byNumber)),
    head.tries("answerTierFeedback", anAnswer(feedback, "OBJECT", feedback.byNumber)),
  ]);
  expect(outcomes.filter(({ items }) => items)).toHaveLength(1);
  expect(outcomes.map(({ refusal }) => refusal?.code).filter(Boolean)).toEqual(["STALE_VERSION"]);
});

test("an answer without a word is no answer", async () => {
  const feedback = await theFeedbackTo(side.head);
  const wordless = anAnswer(feedback, "OBJECT", feedback.byNumber.slice(1, 2), { note: "  " });
  expect(codeOf(await side.head.tries("answerTierFeedback", wordless))).toBe("BAD_USER_INPUT");
});
