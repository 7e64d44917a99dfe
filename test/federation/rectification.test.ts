import { RECTIFICATION_COMMANDS } from "../../subgraphs/domain/rectification/rectification";
import {
  aMeasure,
  aRound,
  aUnit,
  type BuiltRound,
  evaluate,
  findRectification,
  moveFindings,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

const ASKED = `query Rectification($id: ID!) { rectification(id: $id) { ... on CountyRectification { id status version
  plan report evaluation note commands measures { ordinal text } review { name role evaluation signedBy } } } }`;

let platform: TestPlatform;
let round: BuiltRound;
let head: Caller;
let liaison: Caller;
let township: Caller;
let discipline: Caller;
let organisation: Caller;
let rectification: Versioned;
let measures: object[];

/** A target with a superior body in the register, fed back and in rectification. */
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound("990101").withFindings(2).until("HEARD").on(platform);
  const [unit] = round.units as [Versioned];
  const [above] = (await round.clerk.does("registerTierUnits", { units: [aUnit("990101", { kind: "TOWNSHIP" })] })) as [
    Versioned,
  ];
  await platform.sql("county", "update unit set superior_unit_id = $1 where id = $2", [above.id, unit.id]);
  for (const [command, on] of [
    ["FEED_BACK", "2026-05-06"],
    ["START_RECTIFICATION", "2026-05-12"],
  ] as const) {
    round.targets = await round.director.does("moveTierRoundTargets", { targets: round.targets, command, on });
  }
  const open = (name: string, role: Parameters<TestPlatform["openAccount"]>[2][number], id?: string) =>
    platform.openAccount(`county:990101.${name}`, "990101", [role], id);
  head = await open("plan-head", "UNIT_HEAD", unit.id);
  liaison = await open("plan-liaison", "UNIT_LIAISON", unit.id);
  township = await open("plan-township", "SUPERIOR_BODY", above.id);
  discipline = await open("plan-discipline", "DISCIPLINE");
  organisation = await open("plan-organisation", "ORGANISATION");
  ({ rectification, measures } = await findRectification(round.director, round.targets[0]?.id as string));
});

async function seenBy(person: Caller) {
  return (await person.ask(ASKED, { id: rectification.id })).data.rectification;
}

async function move(by: Caller, command: string, more: object = {}): Promise<void> {
  [rectification] = (await by.does("moveTierRectification", { ...rectification, command, ...more })) as [Versioned];
}

/** @returns the code of the refusal, or of the error */
async function refused(by: Caller, command: string, more: object = {}): Promise<string | undefined> {
  const { refusal, answer } = await by.tries("moveTierRectification", { ...rectification, command, ...more });
  return refusal?.code ?? answer.errors[0]?.extensions.code;
}

test("begins with the feedback; the unit and the body above it read it, a department and strangers do not", async () => {
  expect(await seenBy(head)).toMatchObject({ status: "PLAN_DUE", commands: ["SUBMIT_PLAN"] });
  expect(await seenBy(liaison)).toMatchObject({ status: "PLAN_DUE", commands: [] });
  expect(await seenBy(township)).toMatchObject({ status: "PLAN_DUE", commands: [] });
  for (const stranger of [discipline, platform.as("city:9901.director"), platform.as("county:990102.director")]) {
    expect(await seenBy(stranger)).toBeNull();
  }
});

test("what the unit does itself counts today; the office may enter what came in earlier", async () => {
  const { rectification: other, measures: others } = await findRectification(
    round.director,
    (await aRound("990101").until("RECTIFYING").on(platform)).targets[0]?.id as string,
  );
  const step = { command: "SUBMIT_PLAN", plan: { text: "整改方案。（虚构）", measures: others }, on: "2026-05-20" };
  await round.clerk.does("moveTierRectification", { ...other, ...step });
  const { data } = await round.clerk.ask(
    `{ rectification(id: "${other.id}") { ... on CountyRectification { planSubmittedOn } } }`,
  );
  expect(data.rectification.planSubmittedOn).toBe("2026-05-20");
  const plan = { text: "整改方案。（虚构）", measures };
  for (const on of ["2026-05-20", "2999-01-01"]) {
    expect(await refused(head, "SUBMIT_PLAN", { plan, on })).toBe("OWN_STEP_TODAY");
  }
});

test("no step takes what another one brings", async () => {
  const brings = { plan: ["SUBMIT_PLAN"], report: ["REPORT"], evaluation: ["OPEN_REVIEW", "PROPOSE_GRADE"] };
  const given = {
    plan: { text: "另一方案。（虚构）", measures },
    report: "另一报告。（虚构）",
    evaluation: "EXCELLENT",
  };
  for (const command of RECTIFICATION_COMMANDS) {
    const { answer } = await round.director.tries("moveTierRectification", { ...rectification, command, ...given });
    const foreign = Object.keys(brings).filter((field) => !brings[field as keyof typeof brings].includes(command));
    expect(answer.errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual(
      foreign.map((field) => `input.${field}`),
    );
  }
});

test("a plan has a measure for each finding that was fed back, and for no other", async () => {
  expect(await refused(head, "SUBMIT_PLAN")).toBe("PLAN_REQUIRED");
  const text = "整改方案。（虚构）";
  expect(await refused(head, "SUBMIT_PLAN", { plan: { text, measures: measures.slice(1) } })).toBe("PLAN_REQUIRED");
  const foreign = [...measures, aMeasure("county:AAAAAAAAAAAAAAAAAAAAAA")];
  expect(await refused(head, "SUBMIT_PLAN", { plan: { text, measures: foreign } })).toBe("NOT_FOUND");
  expect(await refused(liaison, "SUBMIT_PLAN", { plan: { text, measures } })).toBe("ROLE_REQUIRED");
  const past = measures.map((measure) => ({ ...measure, dueOn: "1990-01-01" }));
  const { answer } = await head.tries("moveTierRectification", {
    ...{ ...rectification, command: "SUBMIT_PLAN", plan: { text, measures: past } },
  });
  expect(answer.errors[0]?.extensions.fields?.[0]?.path).toBe("input.plan.measures.0.dueOn");
  await move(head, "SUBMIT_PLAN", { plan: { text, measures } });
  expect(await seenBy(round.director)).toMatchObject({
    status: "PLAN_SUBMITTED",
    measures: [{ ordinal: 1 }, { ordinal: 2 }],
  });
});

test("a plan comes back with a reason, which the unit reads, and is submitted anew", async () => {
  expect(await refused(round.director, "RETURN_PLAN")).toBe("REASON_REQUIRED");
  await move(round.director, "RETURN_PLAN", { note: "措施不具体。（虚构）" });
  expect(await seenBy(head)).toMatchObject({ status: "PLAN_DUE", note: "措施不具体。（虚构）" });
  const more = [...measures, { ...(measures[0] as object), text: "补充措施。（虚构）" }];
  await move(head, "SUBMIT_PLAN", { plan: { text: "整改方案（修订）。（虚构）", measures: more } });
  expect((await seenBy(round.clerk)).measures).toHaveLength(3);
  await move(round.director, "REVIEW_PLAN");
});

test("no step lies in the future or before the step before it", async () => {
  expect(await refused(round.clerk, "CONCENTRATE", { on: "2999-01-01" })).toBe("DATE_IN_FUTURE");
  expect(await refused(round.clerk, "CONCENTRATE", { on: "2026-05-01" })).toBe("DATE_OUT_OF_ORDER");
  await move(head, "CONCENTRATE");
});

test("is reported by the unit, and found false with a reason by the office alone", async () => {
  expect(await refused(head, "REPORT")).toBe("REPORT_REQUIRED");
  await move(head, "REPORT", { report: "整改报告。（虚构）" });
  expect(await refused(head, "FIND_FALSE", { note: "x" })).toBe("ROLE_REQUIRED");
  await move(round.director, "FIND_FALSE", { note: "账物不符，报假账。（虚构）" });
  expect(await seenBy(head)).toMatchObject({ status: "FALSE_REPORTED" });
  await move(round.director, "RESUME", { note: "重新整改。（虚构）" });
  await move(head, "REPORT", { report: "整改报告（重报）。（虚构）" });
});

describe("the joint review", () => {
  const sign = (by: Caller, role: string, evaluation = "QUALIFIED") =>
    by.tries("signTierReview", { id: rectification.id, role, evaluation, opinion: "同意。（虚构）" });

  test("is opened with the grade that is proposed, for four parties, who read it from then on", async () => {
    expect((await sign(round.director, "DIRECTOR")).refusal?.code).toBe("ILLEGAL_TRANSITION");
    expect(await refused(round.director, "OPEN_REVIEW")).toBe("EVALUATION_REQUIRED");
    await move(round.director, "OPEN_REVIEW", { evaluation: "EXCELLENT" });
    const { review } = await seenBy(round.director);
    expect(new Set(review.map(({ evaluation }: { evaluation: string }) => evaluation))).toEqual(new Set(["EXCELLENT"]));
    expect(review.map(({ role }: { role: string }) => role)).toEqual([
      "DIRECTOR",
      "DISCIPLINE",
      "ORGANISATION",
      "SUPERIOR_BODY",
    ]);
    expect(await seenBy(discipline)).toMatchObject({ status: "JOINT_REVIEW", commands: [] });
    const stranger = await platform.openAccount("county:990102.plan-discipline", "990102", ["DISCIPLINE"]);
    expect(await seenBy(stranger)).toBeNull();
  });

  test("asks for every signature anew where another grade is proposed, with a reason that the unit does not read", async () => {
    expect((await sign(discipline, "DISCIPLINE", "EXCELLENT")).items).toHaveLength(1);
    expect((await sign(organisation, "ORGANISATION", "BASIC")).refusal?.code).toBe("GRADE_NOT_PROPOSED");
    const another = { evaluation: "QUALIFIED", note: "佐证不足以评优。（虚构）" };
    expect(await refused(round.director, "PROPOSE_GRADE", { ...another, evaluation: "EXCELLENT" })).toBe(
      "GRADE_UNCHANGED",
    );
    expect(await refused(round.director, "PROPOSE_GRADE", { evaluation: "BASIC" })).toBe("REASON_REQUIRED");
    expect(await refused(round.director, "PROPOSE_GRADE", { note: "x" })).toBe("EVALUATION_REQUIRED");
    const { note } = await seenBy(head);
    await move(round.director, "PROPOSE_GRADE", another);
    expect(await seenBy(head)).toMatchObject({ status: "JOINT_REVIEW", note, review: [] });
    const { review } = await seenBy(organisation);
    expect(review).toEqual([{ name: "组织部", role: "ORGANISATION", evaluation: "QUALIFIED", signedBy: null }]);
    expect((await sign(discipline, "DISCIPLINE", "EXCELLENT")).refusal?.code).toBe("GRADE_NOT_PROPOSED");
  });

  test("is complete with n of n, each signed by another person, once", async () => {
    const both = await platform.openAccount("county:990101.plan-both", "990101", ["DISCIPLINE", "ORGANISATION"]);
    expect((await sign(both, "DISCIPLINE")).items).toHaveLength(1);
    expect((await sign(both, "ORGANISATION")).refusal?.code).toBe("SIGNS_ONCE");
    expect((await sign(discipline, "DISCIPLINE")).refusal?.code).toBe("SIGNED_ALREADY");
    expect((await sign(discipline, "ORGANISATION")).refusal?.code).toBe("ROLE_REQUIRED");
    expect((await sign(round.director, "DIRECTOR")).items).toHaveLength(1);
    expect((await sign(organisation, "ORGANISATION")).items).toHaveLength(1);
    const input = {
      id: rectification.id,
      version: rectification.version,
      command: "EVALUATE",
    };
    const { refusal } = await round.director.tries("moveTierRectification", input);
    expect(refusal).toMatchObject({ code: "SIGNATURES_MISSING" });
    const missing = `上级党组织（SUPERIOR_BODY：${township.person}）`;
    expect([refusal?.message, refusal?.messageEn]).toEqual([
      `联合审核尚未全部签署。未签署：${missing}。`,
      `Not all parties have signed the joint review. Missing: ${missing}.`,
    ]);
    expect((await sign(township, "SUPERIOR_BODY")).items).toHaveLength(1);
    await move(round.director, "EVALUATE");
  });

  test("evaluates the target with it", async () => {
    const { data } = await round.clerk.ask(
      `{ countyRoundTarget(id: "${round.targets[0]?.id}") { status evaluatedOn } }`,
    );
    expect(data.countyRoundTarget).toEqual({ status: "EVALUATED", evaluatedOn: expect.any(String) });
    expect(await seenBy(head)).toMatchObject({ status: "EVALUATED", evaluation: "QUALIFIED" });
  });
});

test("is evaluated again where it was found false afterwards; its target stays evaluated", async () => {
  await move(round.director, "FIND_FALSE", { note: "抽查发现报假账。（虚构）" });
  await move(round.director, "RESUME", { note: "重新整改。（虚构）" });
  await move(head, "REPORT", { report: "整改报告（再报）。（虚构）" });
  await move(round.director, "OPEN_REVIEW", { evaluation: "BASIC" });
  const signers = {
    DIRECTOR: round.director,
    DISCIPLINE: discipline,
    ORGANISATION: organisation,
    SUPERIOR_BODY: township,
  };
  for (const [role, signer] of Object.entries(signers)) {
    await signer.does("signTierReview", { id: rectification.id, role, evaluation: "BASIC", opinion: "同意。（虚构）" });
  }
  await move(round.director, "EVALUATE");
  expect(await seenBy(head)).toMatchObject({ status: "EVALUATED", evaluation: "BASIC" });
  const { data } = await round.clerk.ask(`{ countyRoundTarget(id: "${round.targets[0]?.id}") { status version } }`);
  expect(data.countyRoundTarget).toEqual({ status: "EVALUATED", version: (round.targets[0]?.version ?? 0) + 1 });
});

test("is completed when every finding is settled, and only then is the target archived", async () => {
  expect(await refused(round.director, "COMPLETE")).toBe("FINDINGS_STILL_OPEN");
  await move(round.director, "CONTINUE", { note: "持续整改。（虚构）" });
  const { data } = await round.clerk.ask(
    `{ countyFindings(first: 10, filter: { targetId: "${round.targets[0]?.id}" }) { nodes { id version } } }`,
  );
  round.findings = data.countyFindings.nodes;
  round.findings = await round.clerk.does("moveTierFindings", {
    findings: round.findings,
    command: "CLAIM",
    note: "佐证。（虚构）",
  });
  await moveFindings(round, "VERIFY");
  await moveFindings(round, "CLOSE");
  const [target] = round.targets as [Versioned];
  const evaluated = { id: target.id, version: target.version + 1 };
  const early = await round.director.tries("moveTierRoundTargets", { targets: [evaluated], command: "ARCHIVE" });
  expect(early.refusal?.code).toBe("RECTIFICATION_NOT_COMPLETED");
  await move(round.director, "COMPLETE");
  const unsaid = await round.director.tries("moveTierRoundTargets", { targets: [evaluated], command: "ARCHIVE" });
  expect(unsaid.refusal?.code).toBe("NOTHING_SUBMITTED");
  const note = "试点轮次，成果不报送。（虚构）";
  await round.director.does("moveTierRoundTargets", { targets: [evaluated], command: "ARCHIVE", note });
  expect((await seenBy(head)).status).toBe("COMPLETED");
});

test("neither the plan nor the report nor the grade is rewritten in the database, whoever writes", async () => {
  for (const change of ["plan = 'x'", "report = 'x'", "evaluation = 'EXCELLENT'", "plan = null, status = 'PLAN_DUE'"]) {
    const rewrite = platform.sql("county", `update rectification set ${change} where id = $1`, [rectification.id]);
    await expect(rewrite).rejects.toMatchObject({ code: "23000" });
  }
  const unsigned = await aRound("990101").until("RECTIFYING").on(platform);
  const write = (status: string) =>
    platform.sql("county", `update rectification set status = $2 where target_id = $1`, [
      unsigned.targets[0]?.id,
      status,
    ]);
  await write("JOINT_REVIEW");
  await expect(write("EVALUATED")).rejects.toMatchObject({ code: "23000" });
});

describe("its history", () => {
  const HISTORY = `query History($id: ID!) { rectification(id: $id) { ... on CountyRectification { history(first: 50) {
    nodes { event details { name value } } } } } }`;
  const historyFor = async (person: Caller): Promise<{ event: string; details: { name: string; value: string }[] }[]> =>
    (await person.ask(HISTORY, { id: rectification.id })).data.rectification.history.nodes;
  const plansIn = (history: Awaited<ReturnType<typeof historyFor>>) =>
    history
      .flatMap(({ details }) => details.filter(({ name }) => name === "plan"))
      .map(({ value }) => JSON.parse(value) as { text: string; measures: { findingId: string }[] });

  test("has every plan and every report for the office and for who signs, and nothing for the unit", async () => {
    for (const reader of [round.director, discipline, township]) {
      const history = await historyFor(reader);
      expect(plansIn(history).map(({ text }) => text)).toEqual(["整改方案（修订）。（虚构）", "整改方案。（虚构）"]);
      expect(plansIn(history).map((plan) => plan.measures.length)).toEqual([3, 2]);
      expect(history.filter(({ event }) => event === "RectificationReported")).toHaveLength(3);
      expect(history.at(-1)?.event).toBe("RectificationOpened");
    }
    expect(await historyFor(head)).toEqual([]);
  });

  test("is closed, as plan and report are, to whoever is recused from a finding that a plan names", async () => {
    const [subject] = (measures as { findingId: string }[]).map(({ findingId }) => findingId);
    const recused = await platform.openAccount("county:990101.plan-recused", "990101", ["CLERK"]);
    expect(await seenBy(recused)).toMatchObject({ plan: expect.any(String), report: expect.any(String) });
    await round.director.does("declareTierRecusal", {
      ...{ accountId: recused.person, kind: "DUTY", scope: "FINDING", subject },
    });
    await until("the recusal binds", async () => (await seenBy(recused)).measures.length === 1);
    expect(await historyFor(recused)).toEqual([]);
    expect(await seenBy(recused)).toMatchObject({ plan: null, report: null });
  });
});

test("is not evaluated before its target is in rectification", async () => {
  const early = await aRound("990101").withFindings(1).until("FED_BACK").on(platform);
  await expect(evaluate(platform, early, early.targets[0] as Versioned)).rejects.toThrow("TARGET_NOT_RECTIFYING");
});

test("an office configures the parties of its reviews from a day on, once a day, and for itself", async () => {
  const director = platform.as("county:990103.director");
  const parties = [
    { name: "巡察办", role: "DIRECTOR" },
    { name: "宣传部", role: "PUBLICITY" },
  ];
  const validFrom = "2999-01-01";
  await director.does("setTierReviewParties", { validFrom, parties });
  expect((await director.tries("setTierReviewParties", { validFrom, parties })).refusal?.code).toBe("PERIOD_TAKEN");
  const today = await director.ask("{ countyReviewParties { name role } }");
  expect(today.data.countyReviewParties).toHaveLength(4);
  const past = await director.tries("setTierReviewParties", { validFrom: "2020-01-01", parties });
  expect(past.answer.errors[0]?.extensions.fields?.[0]?.path).toBe("input.validFrom");
  const tries = async (changes: object) =>
    (await director.tries("setTierReviewParties", { validFrom, parties, ...changes })).answer.errors[0]?.extensions
      .fields?.[0]?.path;
  const [office, , superior] = [...parties, { name: "上级党组织", role: "SUPERIOR_BODY" }];
  expect(await tries({ validFrom: dayBefore(0) })).toBe("input.validFrom");
  for (const few of [[office], [office, superior], [office, { name: "办公室", role: "DIRECTOR" }]]) {
    expect(await tries({ parties: few })).toBe("input.parties");
  }
  const clerk = await platform.as("county:990103.clerk").tries("setTierReviewParties", { validFrom, parties });
  expect(clerk.answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
});
