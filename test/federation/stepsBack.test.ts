import { actAtOnce, aRound, type BuiltRound, evaluate, findRectification, moveTargets } from "../support/builders";
import type { Caller, MutationName, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { anAnswer, aUnitSide, theFeedbackTo } from "../support/unitSide";
import { testWhole } from "../support/whole";

/** 撤回 Late steps that were taken by mistake: docs/adr/0018. */
const WHY = { note: "误操作。（虚构）" };

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const entriesOf = async (id: string, event: string) => {
  const rows = await platform.sql<{ body: string }>(
    "county",
    "select body from journal where object_id = $1 and event = $2",
    [id, event],
  );
  return rows.map(({ body }) => JSON.parse(body).details);
};

/** The findings of a round, which step by step have their next versions. */
function stepsOf(round: BuiltRound) {
  const of = (findings: Versioned[]) => ({
    refused: async (by: Caller, command: string, more: object = WHY) =>
      (await by.tries("moveTierFindings", { findings, command, ...more })).refusal?.code,
    moves: async (by: Caller, command: string, more: object = WHY) => {
      findings = await by.does("moveTierFindings", { findings, command, ...more });
    },
    read: async (by: Caller = round.director) => {
      const { data } = await by.ask(
        `query ($id: ID!) { finding(id: $id) { ... on CountyFinding { status statusAt proof exchangeException unitReply
          claimReview { startedOn } takeBackProposal { by reason } commands } } }`,
        { id: findings[0]?.id },
      );
      return data.finding;
    },
  });
  return of(round.findings);
}

describe("what the team reported by mistake", () => {
  test("comes back finding by finding while the team is there: an exception goes with it, the unit's reply stays", async () => {
    const round = await aRound().withFindings(1).until("RECORDED").on(platform);
    const { clerk, director } = round;
    const { moves, refused, read } = stepsOf(round);
    await moves(clerk, "AGREE");
    await moves(director, "REPORT", { exception: "CASE" });
    const colleague = await platform.openAccount("county:990101.other", "990101", ["CLERK"]);
    expect(await refused(colleague, "TAKE_BACK")).toBe("NOT_YOUR_STEP");
    expect(await refused(director, "TAKE_BACK", {})).toBe("REASON_REQUIRED");
    await moves(director, "TAKE_BACK");
    expect(await read()).toMatchObject({ status: "TEAM_AGREED", exchangeException: null });
    const [entry] = await entriesOf(round.findings[0]?.id as string, "FindingReportTakenBack");
    expect(entry).toMatchObject({ ...WHY, takenBack: { status: "REPORTED", exchangeException: "CASE" } });
    await moves(clerk, "EXCHANGE_FACTS", { note: "无异议。（虚构）" });
    await moves(clerk, "REPORT");
    await moves(clerk, "TAKE_BACK");
    expect(await read()).toMatchObject({ status: "FACTS_EXCHANGED", unitReply: "无异议。（虚构）" });
    await moves(clerk, "REPORT");

    await moveTargets(round, "REPORT", "2026-04-17");
    expect(await refused(director, "TAKE_BACK")).toBe("STEP_RELIED_ON");
  });

  test("the target's report comes back before the hearing, and nothing after it", async () => {
    const round = await aRound().until("REPORTED").on(platform);
    const tries = async (by: Caller, more: object = WHY) =>
      (await by.tries("moveTierRoundTargets", { targets: round.targets, command: "TAKE_BACK", ...more })).refusal?.code;
    expect(await tries(round.clerk)).toBe("ROLE_REQUIRED");
    expect(await tries(round.director, {})).toBe("REASON_REQUIRED");
    await moveTargets(round, "TAKE_BACK", "2026-04-18", WHY);
    const { data } = await round.director.ask(
      "query ($id: ID!) { countyRoundTarget(id: $id) { status reportedOn deadlines { clock metOn } corrections { field from to } } }",
      { id: round.targets[0]?.id },
    );
    expect(data.countyRoundTarget).toEqual({
      ...{ status: "ENTERED", reportedOn: null, deadlines: [{ clock: "INSPECTION", metOn: null }] },
      corrections: [{ field: "reportedOn", from: "2026-04-17", to: null }],
    });
    await moveTargets(round, "REPORT", "2026-04-20");
    await moveTargets(round, "HEAR", "2026-04-28", {
      hearing: { body: "领导小组（虚构）", documentNumber: "虚听9号" },
    });
    const { refusal } = await round.director.tries("moveTierRoundTargets", {
      ...{ targets: round.targets, command: "TAKE_BACK", ...WHY },
    });
    expect(refusal).toMatchObject({ code: "STEP_IS_FINAL", remedyEn: expect.stringContaining("CORRECT") });
  });
});

describe("a claim that was made by mistake", () => {
  test("is taken back by who made it, or by the unit's head, before the office decides; nobody says why it came back", async () => {
    const { liaison, head, round } = await aUnitSide(platform, { findings: 1 });
    const answer = async (by: Caller, how: "CLAIM" | "TAKE_BACK", more: object = {}) => {
      const feedback = await theFeedbackTo(by);
      const outcome = await by.tries("answerTierFeedback", anAnswer(feedback, how, feedback.byNumber, more));
      return outcome.refusal?.code ?? outcome.answer.errors[0]?.extensions.code;
    };
    await answer(liaison, "CLAIM");
    expect((await theFeedbackTo(liaison)).byNumber[0]).toMatchObject({ answers: ["TAKE_BACK"] });
    const { findings } = await claimedBy(round);
    // the office does not take it back for the unit: it returns it, with a reason
    for (const by of [round.clerk, round.director]) {
      const taken = await by.tries("moveTierFindings", { findings, command: "TAKE_BACK", ...WHY });
      expect(taken.refusal?.code).toBe("NOT_YOUR_STEP");
    }
    expect(await answer(liaison, "TAKE_BACK", { note: " " })).toBe("BAD_USER_INPUT");
    expect(await answer(head, "TAKE_BACK")).toBeUndefined();
    const [told] = (await theFeedbackTo(liaison)).byNumber;
    expect(told).toMatchObject({ status: "RECTIFYING", reason: null, answers: ["CLAIM", "OBJECT"] });
    const [entry] = await entriesOf(findings[0]?.id as string, "FindingClaimTakenBack");
    expect(entry.takenBack).toMatchObject({ status: "CLAIMED_DONE", statusBy: liaison.person });
    expect(entry.takenBack.proof).toContain("结算表已公示");
    await answer(head, "CLAIM");
    expect(await answer(liaison, "TAKE_BACK")).toBe("NOT_YOUR_STEP");
    // the office's own entry is the office's to take back
    await answer(head, "TAKE_BACK");
    const open = await claimedBy(round);
    await round.clerk.does("moveTierFindings", { ...open, command: "CLAIM", note: "佐证（虚构）" });
    expect(await answer(head, "TAKE_BACK")).toBe("NOT_YOUR_STEP");
    await round.clerk.does("moveTierFindings", { ...(await claimedBy(round)), command: "TAKE_BACK", ...WHY });
  });

  testWhole?.(
    "stays the unit's once its verification was taken back: who did that does not take it back alone",
    async () => {
      const { liaison, round } = await aUnitSide(platform, { findings: 1 });
      const feedback = await theFeedbackTo(liaison);
      await liaison.does("answerTierFeedback", anAnswer(feedback, "CLAIM", feedback.byNumber));
      const why = (note: string) => ({ note });
      for (const [by, command, more, told] of [
        [round.director, "VERIFY", {}, ["VERIFIED", null]],
        [round.director, "CLOSE", {}, ["CLOSED", null]],
        [round.director, "TAKE_BACK", why("销号有误。（虚构）"), ["VERIFIED", "销号有误。（虚构）"]],
        [round.clerk, "PROPOSE_TAKE_BACK", WHY, ["VERIFIED", "销号有误。（虚构）"]],
        [round.director, "TAKE_BACK", why("同意撤回。（虚构）"), ["CLAIMED_DONE", WHY.note]],
      ] as const) {
        await by.does("moveTierFindings", { ...(await claimedBy(round)), command, ...more });
        const [now] = (await theFeedbackTo(liaison)).byNumber;
        expect([command, now?.status, now?.reason]).toEqual([command, ...told]);
      }
      const open = await claimedBy(round);
      const taken = await round.director.tries("moveTierFindings", { ...open, command: "TAKE_BACK", ...WHY });
      expect(taken.refusal?.code).toBe("NOT_YOUR_STEP");
      const told = await theFeedbackTo(liaison);
      expect(told.byNumber[0]).toMatchObject({ status: "CLAIMED_DONE", answers: ["TAKE_BACK"] });
      await liaison.does("answerTierFeedback", anAnswer(told, "TAKE_BACK", told.byNumber));
      for (const [command, note, reason] of [
        ["KEEP_LONG_TERM", "须长期坚持。（虚构）", null],
        ["TAKE_BACK", "可以限期办结。（虚构）", "可以限期办结。（虚构）"],
      ] as const) {
        await round.director.does("moveTierFindings", { ...(await claimedBy(round)), command, note });
        expect((await theFeedbackTo(liaison)).byNumber[0]).toMatchObject({ reason });
      }
    },
  );

  testWhole?.(
    "what was long-term again is not told why by a look-back, whose office's note is for itself",
    async () => {
      const { liaison, round } = await aUnitSide(platform, { findings: 1 });
      const reopen = `update finding set previous_status = status, status = 'REOPENED' where target_id = $1`;
      const reopened = async () => {
        await platform.sql("county", reopen, [round.targets[0]?.id]);
        return (await theFeedbackTo(liaison)).byNumber[0];
      };
      const byDirector = async (command: string, note: string) =>
        round.director.does("moveTierFindings", { ...(await claimedBy(round)), command, note });
      await byDirector("KEEP_LONG_TERM", "内部意见。（虚构）");
      expect(await reopened()).toMatchObject({ status: "REOPENED", reason: null });
      await byDirector("KEEP_LONG_TERM", "内部意见。（虚构）");
      await byDirector("TAKE_BACK", "可以限期办结。（虚构）");
      const [told] = (await theFeedbackTo(liaison)).byNumber;
      expect(told).toMatchObject({ status: "REOPENED", reason: "可以限期办结。（虚构）" });
    },
  );

  /** The findings of the first target, as they stand. */
  async function claimedBy(round: BuiltRound): Promise<{ findings: Versioned[] }> {
    const { data } = await round.director.ask(
      "query ($id: ID!) { countyRoundTarget(id: $id) { findings { nodes { id version } } } }",
      { id: round.targets[0]?.id },
    );
    return { findings: data.countyRoundTarget.findings.nodes };
  }
});

describe("a finding that was settled by mistake", () => {
  test("its verification is taken back by two; its claim waits since it was made", async () => {
    const round = await aRound().until("RECTIFYING").on(platform);
    const { clerk, director, approver } = round;
    const { moves, refused, read } = stepsOf(round);
    await moves(clerk, "CLAIM");
    const claimed = await read();
    await moves(director, "VERIFY");
    expect((await read()).commands).toEqual(["CLOSE", "PROPOSE_TAKE_BACK"]);
    expect(await refused(director, "TAKE_BACK")).toBe("TAKE_BACK_NOT_PROPOSED");
    expect(await refused(director, "PROPOSE_TAKE_BACK", {})).toBe("REASON_REQUIRED");
    await moves(director, "PROPOSE_TAKE_BACK");
    expect(await read()).toMatchObject({
      status: "VERIFIED",
      takeBackProposal: { by: director.person, reason: WHY.note },
      // whoever proposes does not decide, and is not offered to
      commands: ["KEEP_STEP"],
    });
    expect(await refused(director, "TAKE_BACK")).toBe("SOMEBODY_ELSE_REQUIRED");
    expect(await refused(clerk, "PROPOSE_TAKE_BACK")).toBe("TAKE_BACK_PROPOSED");
    expect(await refused(director, "CLOSE")).toBe("TAKE_BACK_PROPOSED");
    await moves(approver, "KEEP_STEP", {});
    expect(await refused(approver, "KEEP_STEP")).toBe("TAKE_BACK_NOT_PROPOSED");
    await moves(clerk, "PROPOSE_TAKE_BACK");
    await moves(director, "TAKE_BACK", {});
    expect(await read()).toMatchObject({
      ...{ status: "CLAIMED_DONE", statusAt: claimed.statusAt, claimReview: claimed.claimReview },
      takeBackProposal: null,
    });
    const [entry] = await entriesOf(round.findings[0]?.id as string, "FindingVerificationTakenBack");
    expect(entry.takenBack).toMatchObject({ status: "VERIFIED", proposedBy: clerk.person, reason: WHY.note });
    await expect(
      platform.sql("county", "update finding set take_back_proposed_by = 'x', take_back_reason = 'x' where id = $1", [
        round.findings[0]?.id,
      ]),
    ).rejects.toMatchObject({ code: "23514" });
  });

  testWhole?.(
    "a closure and a long term are taken back by the director, with a reason, while nothing stands on them",
    async () => {
      const round = await aRound("990102").until("RECTIFYING").on(platform);
      const { clerk, director, targets } = round;
      const { moves, refused, read } = stepsOf(round);
      await moves(director, "KEEP_LONG_TERM");
      expect(await refused(clerk, "TAKE_BACK")).toBe("ROLE_REQUIRED");
      expect(await refused(director, "TAKE_BACK", {})).toBe("REASON_REQUIRED");
      await moves(director, "TAKE_BACK");
      expect(await read()).toMatchObject({ status: "RECTIFYING" });
      expect(await refused(director, "TAKE_BACK")).toBe("STEP_IS_FINAL");
      await moves(clerk, "CLAIM");
      await moves(director, "VERIFY");
      await moves(director, "CLOSE", {});
      await moves(director, "TAKE_BACK");
      expect(await read()).toMatchObject({ status: "VERIFIED" });
      await moves(director, "CLOSE", {});
      await evaluate(platform, round, targets[0] as Versioned);
      let { rectification } = await findRectification(director, targets[0]?.id as string);
      const step = async (command: string, more: object = {}) => {
        [rectification] = (await director.does("moveTierRectification", { ...rectification, command, ...more })) as [
          Versioned,
        ];
      };
      await step("COMPLETE");
      expect(await refused(director, "TAKE_BACK")).toBe("STEP_RELIED_ON");
      await step("TAKE_BACK", WHY);
      await moves(director, "TAKE_BACK");
      expect(await read()).toMatchObject({ status: "VERIFIED" });
    },
  );

  test("what an immediate action verified is final: nobody claimed it", async () => {
    const round = await aRound().until("REPORTED").on(platform);
    await actAtOnce(round, "CONFIRMED", { findingIds: round.findings.map(({ id }) => id) });
    await moveTargets(round, "HEAR", "2026-04-28", {
      hearing: { body: "领导小组（虚构）", documentNumber: "虚听9号" },
    });
    await moveTargets(round, "FEED_BACK", "2026-05-06");
    round.findings = round.findings.map(({ id, version }) => ({ id, version: version + 1 }));
    const { refused } = stepsOf(round);
    expect(await refused(round.director, "PROPOSE_TAKE_BACK")).toBe("STEP_IS_FINAL");
  });
});

describe("a rectification's step that was taken by mistake", () => {
  const READ = `query ($id: ID!) { countyRoundTarget(id: $id) { status evaluatedOn archivedOn corrections { field from to }
    deadlines { clock metOn } rectification { status statusOn evaluation planReviewedOn planSubmittedOn evaluatedOn completedOn
      commands takeBackProposal { by } corrections { field from to by reason } review { signedBy } } } }`;
  let round: BuiltRound;
  let now: Versioned;
  const read = async (by: Caller = round.director) =>
    (await by.ask(READ, { id: round.targets[0]?.id })).data.countyRoundTarget;
  const step = async (by: Caller, command: string, more: object = {}) => {
    [now] = (await by.does("moveTierRectification", { ...now, command, ...more })) as [Versioned];
  };
  const refused = async (by: Caller, command: string, more: object = {}) =>
    (await by.tries("moveTierRectification", { ...now, command, ...more })).refusal?.code;

  beforeAll(async () => {
    round = await aRound("990103").until("RECTIFYING").on(platform);
    ({ rectification: now } = await findRectification(round.director, round.targets[0]?.id as string));
  });

  test("the review of a plan is taken back by the director; what the unit brought comes back to it instead", async () => {
    const { clerk, director, targets } = round;
    const { measures } = await findRectification(director, targets[0]?.id as string);
    const plan = { plan: { text: "整改方案。（虚构）", measures }, on: "2026-05-20" };
    await step(clerk, "SUBMIT_PLAN", plan);
    expect(await refused(director, "TAKE_BACK", WHY)).toBe("STEP_IS_FINAL");
    await step(director, "REVIEW_PLAN", { on: "2026-05-25" });
    expect(await refused(clerk, "TAKE_BACK", WHY)).toBe("ROLE_REQUIRED");
    expect(await refused(director, "TAKE_BACK")).toBe("REASON_REQUIRED");
    await step(director, "TAKE_BACK", WHY);
    const { rectification } = await read();
    expect(rectification).toMatchObject({
      ...{ status: "PLAN_SUBMITTED", statusOn: "2026-05-20", planReviewedOn: null },
      corrections: [{ field: "planReviewedOn", from: "2026-05-25", to: null, by: director.person }],
    });
    await step(director, "REVIEW_PLAN", { on: "2026-05-26" });
  });

  test("a day that the office entered is corrected, between its neighbours; no writer changes one otherwise", async () => {
    const { director } = round;
    const correction = (days: object) => ({ correction: days, ...WHY });
    expect(await refused(round.clerk, "CORRECT", correction({ planSubmittedOn: "2026-05-19" }))).toBe("ROLE_REQUIRED");
    for (const [days, code] of [
      [{ planSubmittedOn: "2026-05-27" }, "DATE_OUT_OF_ORDER"],
      [{ planReviewedOn: "2999-01-01" }, "DATE_IN_FUTURE"],
      [{ planReviewedOn: "2026-05-26" }, "NOTHING_CORRECTED"],
      [{ reportedOn: "2026-05-27" }, "STEP_NOT_TAKEN"],
    ] as const) {
      expect(await refused(director, "CORRECT", correction(days))).toBe(code);
    }
    await step(director, "CORRECT", correction({ planSubmittedOn: "2026-05-19", planReviewedOn: "2026-05-22" }));
    const { rectification, deadlines } = await read();
    expect(rectification).toMatchObject({ status: "PLAN_REVIEWED", statusOn: "2026-05-22" });
    expect(rectification.corrections).toHaveLength(3);
    expect(deadlines).toContainEqual({ clock: "PLAN", metOn: "2026-05-19" });
    const write = (change: string) =>
      platform.sql("county", `update rectification set ${change} where id = $1`, [now.id]);
    for (const change of ["plan_submitted_on = '2026-05-01'", "plan_reviewed_on = null", "corrections = '[]'"]) {
      await expect(write(change)).rejects.toMatchObject({ code: "23000" });
    }
  });

  test("a grade is taken back by two, and its target is in rectification again; the signatures stay", async () => {
    const { clerk, director, approver, targets } = round;
    await step(clerk, "CONCENTRATE");
    await step(clerk, "REPORT", { report: "整改报告。（虚构）" });
    await step(director, "OPEN_REVIEW", { evaluation: "EXCELLENT" });
    const sign = (signer: Caller, role: string, evaluation: string) =>
      signer.does("signTierReview", { id: now.id, role, evaluation, opinion: "同意。（虚构）" });
    const signers: [Caller, string][] = [[director, "DIRECTOR"]];
    await sign(director, "DIRECTOR", "EXCELLENT");
    for (const role of ["DISCIPLINE", "ORGANISATION"] as const) {
      const signer = await platform.openAccount(`county:990103.${role.toLowerCase()}`, "990103", [role]);
      await sign(signer, role, "EXCELLENT");
      signers.push([signer, role]);
    }
    await step(director, "EVALUATE");
    expect(await refused(approver, "TAKE_BACK")).toBe("TAKE_BACK_NOT_PROPOSED");
    expect(await refused(director, "PROPOSE_TAKE_BACK")).toBe("REASON_REQUIRED");
    await step(director, "PROPOSE_TAKE_BACK", WHY);
    expect(await refused(director, "TAKE_BACK")).toBe("SOMEBODY_ELSE_REQUIRED");
    expect(await refused(clerk, "PROPOSE_TAKE_BACK", WHY)).toBe("TAKE_BACK_PROPOSED");
    expect(await refused(director, "CONTINUE", WHY)).toBe("TAKE_BACK_PROPOSED");
    expect((await read()).rectification.takeBackProposal).toEqual({ by: director.person });
    await step(clerk, "KEEP_STEP");
    expect(await refused(clerk, "KEEP_STEP")).toBe("TAKE_BACK_NOT_PROPOSED");
    await step(clerk, "PROPOSE_TAKE_BACK", WHY);
    await step(director, "TAKE_BACK", { note: "同意。（虚构）" });
    const back = await read();
    expect(back).toMatchObject({
      ...{ status: "RECTIFYING", evaluatedOn: null },
      rectification: { status: "JOINT_REVIEW", evaluation: null, evaluatedOn: null },
    });
    expect(back.corrections).toMatchObject([{ field: "evaluatedOn", to: null }]);
    expect(back.rectification.corrections).toContainEqual({
      ...{ field: "evaluation", from: "EXCELLENT", to: null, by: director.person },
      reason: `${WHY.note}；同意。（虚构）`,
    });
    expect(back.rectification.review.every(({ signedBy }: { signedBy: string | null }) => signedBy)).toBe(true);
    const [entry] = await entriesOf(now.id, "RectificationEvaluationTakenBack");
    expect(entry.takenBack).toMatchObject({ evaluation: "EXCELLENT", proposedBy: clerk.person, reason: WHY.note });
    await step(director, "PROPOSE_GRADE", { evaluation: "QUALIFIED", ...WHY });
    expect((await read()).rectification.review.some(({ signedBy }: { signedBy: string | null }) => signedBy)).toBe(
      false,
    );
    for (const [signer, role] of signers) await sign(signer, role, "QUALIFIED");
    await step(director, "EVALUATE");
    expect(await read()).toMatchObject({ status: "EVALUATED", rectification: { evaluation: "QUALIFIED" } });
    round.targets = await latest(targets[0] as Versioned);
  });

  test("a completion leads back to where it came from, and an archive stays, whose day alone is corrected", async () => {
    const { director } = round;
    const finding = stepsOf(round);
    await finding.moves(director, "KEEP_LONG_TERM");
    await step(director, "CONTINUE", WHY);
    await step(director, "COMPLETE");
    await step(director, "TAKE_BACK", WHY);
    expect((await read()).rectification).toMatchObject({ status: "CONTINUING", completedOn: null });
    await step(director, "COMPLETE");
    await moveTargets(round, "ARCHIVE", undefined as never, { note: "不报送。（虚构）" });
    expect(await refused(director, "TAKE_BACK", WHY)).toBe("STEP_RELIED_ON");
    const target = (command: string, more: object) => ({ targets: round.targets, command, ...WHY, ...more });
    const tries = async (command: string, more: object = {}, mutation: MutationName = "moveTierRoundTargets") =>
      (await director.tries(mutation, target(command, more))).refusal?.code;
    expect(await tries("TAKE_BACK")).toBe("STEP_IS_FINAL");
    expect(await tries("CORRECT", { correction: { archivedOn: "2026-06-01" } })).toBe("DATE_OUT_OF_ORDER");
    expect(await tries("CORRECT", { correction: { archivedOn: "2999-01-01" } })).toBe("DATE_IN_FUTURE");

    // of a finding that a look-back reopens, the archive stands on what came before and on nothing since
    expect(await finding.refused(director, "TAKE_BACK")).toBe("STEP_RELIED_ON");
    await platform.sql(
      "county",
      "update finding set status = 'REOPENED', previous_status = status, status_at = now() where target_id = $1",
      [round.targets[0]?.id],
    );
    await finding.moves(round.clerk, "CLAIM");
    await finding.moves(director, "VERIFY");
    await finding.moves(director, "CLOSE", {});
    await finding.moves(director, "TAKE_BACK");
    await finding.moves(round.clerk, "PROPOSE_TAKE_BACK");
    await finding.moves(director, "TAKE_BACK", {});
    expect(await finding.read()).toMatchObject({ status: "CLAIMED_DONE" });
  });

  test("what the unit did itself counts on the day on which it did it", async () => {
    const { head, round: ours } = await aUnitSide(platform, { findings: 1 });
    const { rectification, measures } = await findRectification(ours.director, ours.targets[0]?.id as string);
    const plan = { plan: { text: "整改方案。（虚构）", measures } };
    const [submitted] = await head.does("moveTierRectification", { ...rectification, command: "SUBMIT_PLAN", ...plan });
    const wrong = { command: "CORRECT", correction: { planSubmittedOn: "2026-05-01" }, ...WHY };
    const { refusal } = await ours.director.tries("moveTierRectification", { ...submitted, ...wrong });
    expect(refusal?.code).toBe("STEP_OF_UNIT");
  });

  async function latest({ id }: Versioned): Promise<Versioned[]> {
    const { data } = await round.director.ask("query ($id: ID!) { countyRoundTarget(id: $id) { id version } }", { id });
    return [data.countyRoundTarget];
  }
});
