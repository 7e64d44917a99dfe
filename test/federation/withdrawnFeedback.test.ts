import { actAtOnce, aRound, type BuiltRound, evaluate, moveFindings, moveTargets } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { anAnswer, aUnitSide, fedBackTo, theFeedbackTo, type UnitSide } from "../support/unitSide";

const WHY = { note: "误操作。（虚构）" };

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

describe("a feedback that was wrong as a whole", () => {
  let side: UnitSide;
  let targets: Versioned[];
  let untouched: Versioned;
  const move = async (by: Caller, command: string, more: object = {}) => {
    targets = await by.does("moveTierRoundTargets", { targets, command, ...more });
  };
  const tries = async (by: Caller, command: string, more: object = {}) =>
    (await by.tries("moveTierRoundTargets", { targets, command, ...more })).refusal?.code;
  const read = async () => {
    const { data } = await side.round.director.ask(
      `query ($id: ID!) { countyRoundTarget(id: $id) { status fedBackOn rectificationStartedOn
        withdrawalProposal { by reason } rectification { status fedBackOn: version } findings { nodes { liveStatus } }
        deadlines { clock } obligations(first: 20) { nodes { status lapsed ordinal kind } } corrections { field from to } } }`,
      { id: targets[0]?.id },
    );
    return data.countyRoundTarget;
  };
  const offered = async (by: Caller) => {
    const { data } = await by.ask("query ($id: ID!) { countyRoundTarget(id: $id) { commands } }", {
      id: targets[0]?.id,
    });
    return data.countyRoundTarget.commands;
  };
  const both = `{ countyDisclosures(first: 5) { nodes { status withdrawnAt withdrawalReason deadlines { clock }
    rectification { id } findings { nodes { title } } } } }`;
  const toldTo = async (by: Caller) => (await by.ask(both)).data.countyDisclosures.nodes;

  beforeAll(async () => {
    side = await aUnitSide(platform, { findings: 2 });
    targets = side.round.targets.slice(0, 1);
    untouched = side.round.targets[1] as Versioned;
    const { id, version } = await theFeedbackTo(side.head);
    await side.head.does("moveTierDisclosure", { id, version, command: "ACKNOWLEDGE" });
  });

  test("is withdrawn by two persons: the director proposes, and somebody of the leading group decides", async () => {
    const { director, approver, clerk } = side.round;
    expect(await tries(approver, "WITHDRAW_FEEDBACK")).toBe("WITHDRAWAL_NOT_PROPOSED");
    expect([await offered(director), await offered(approver)]).toEqual([["CORRECT", "PROPOSE_WITHDRAWAL"], []]);
    expect(await tries(director, "PROPOSE_WITHDRAWAL")).toBe("REASON_REQUIRED");
    expect(await tries(clerk, "PROPOSE_WITHDRAWAL", WHY)).toBe("ROLE_REQUIRED");
    const alone = await platform.openAccount("county:990101.alone", "990101", ["DIRECTOR", "APPROVER"]);
    await move(alone, "PROPOSE_WITHDRAWAL", { note: "误送他单位。（虚构）" });
    // a second proposal would put itself in the place of the first
    expect(await tries(director, "PROPOSE_WITHDRAWAL", { note: "文件有误。（虚构）" })).toBe("WITHDRAWAL_PROPOSED");
    expect(await tries(alone, "WITHDRAW_FEEDBACK")).toBe("SOMEBODY_ELSE_REQUIRED");
    await move(approver, "KEEP_FEEDBACK");
    expect(await read()).toMatchObject({ status: "RECTIFYING", withdrawalProposal: null });
    await move(director, "PROPOSE_WITHDRAWAL", { note: "文件有误。（虚构）" });
    expect((await read()).withdrawalProposal).toEqual({ by: director.person, reason: "文件有误。（虚构）" });
    expect([await offered(director), await offered(approver)]).toEqual([
      ["CORRECT", "KEEP_FEEDBACK"],
      ["KEEP_FEEDBACK", "WITHDRAW_FEEDBACK"],
    ]);
    await move(approver, "WITHDRAW_FEEDBACK");
  });

  test("leaves a tombstone with everybody who had it, and nothing that runs", async () => {
    const tombstone = { status: "WITHDRAWN", withdrawnAt: expect.any(String), withdrawalReason: "文件有误。（虚构）" };
    const nothing = { deadlines: [], rectification: null, findings: { nodes: [] } };
    for (const reader of [side.head, side.liaison, side.above]) {
      expect(await toldTo(reader)).toEqual([{ ...tombstone, ...nothing }]);
    }
    const due = await side.head.ask(
      "{ countyDeadlines(first: 5) { nodes { clock } } countyRectifications { nodes { id } } }",
    );
    expect(due.data).toEqual({ countyDeadlines: { nodes: [] }, countyRectifications: { nodes: [] } });
    const now = await read();
    expect(now).toMatchObject({
      status: "HEARD",
      fedBackOn: null,
      rectificationStartedOn: null,
      withdrawalProposal: null,
    });
    expect(now.rectification.status).toBe("WITHDRAWN");
    expect(now.findings.nodes).toEqual([{ liveStatus: "REPORTED" }, { liveStatus: "REPORTED" }]);
    expect(now.deadlines.map(({ clock }: { clock: string }) => clock)).toEqual(["INSPECTION", "HEARING", "FEEDBACK"]);
    expect(now.obligations.nodes).toHaveLength(3);
    expect(new Set(now.obligations.nodes.map(({ status }: { status: string }) => status))).toEqual(new Set(["LAPSED"]));
    expect(now.corrections.map(({ field, to }: { field: string; to: null }) => [field, to])).toEqual([
      ["rectificationStartedOn", null],
      ["fedBackOn", null],
    ]);
    // the other target of the round stands as it did
    expect(await fedBackTo(side.neighbour)).toMatchObject([
      { status: "ISSUED", rectification: { status: "PLAN_DUE" } },
    ]);
  });

  test("is given anew, with all that a feedback brings", async () => {
    await move(side.round.director, "FEED_BACK", { feedback: { documentNumber: "虚反馈〔2026〕更正号" } });
    await move(side.round.director, "START_RECTIFICATION");
    const [anew, before] = await toldTo(side.head);
    expect(before.status).toBe("WITHDRAWN");
    expect(anew).toMatchObject({ status: "ISSUED", rectification: {}, findings: { nodes: [{}, {}] } });
    const now = await read();
    expect(now).toMatchObject({ status: "RECTIFYING", rectification: { status: "PLAN_DUE" } });
    const scheduled = now.obligations.nodes.filter(({ status }: { status: string }) => status === "SCHEDULED");
    expect(scheduled).toHaveLength(3);
  });

  test("stands once the unit has answered, whatever became of the answer", async () => {
    const { director, approver } = side.round;
    targets = [untouched];
    await move(director, "PROPOSE_WITHDRAWAL", WHY);
    const feedback = await theFeedbackTo(side.neighbour);
    await side.neighbour.does("answerTierFeedback", anAnswer(feedback, "CLAIM", feedback.byNumber.slice(0, 1)));
    expect(await tries(approver, "WITHDRAW_FEEDBACK")).toBe("FEEDBACK_RELIED_ON");
    const [claimed] = (await theFeedbackTo(side.neighbour)).byNumber;
    const back = [{ id: claimed?.findingId, version: claimed?.findingVersion }];
    await director.does("moveTierFindings", { findings: back, command: "RETURN", note: "佐证不足。（虚构）" });
    expect(await tries(approver, "WITHDRAW_FEEDBACK")).toBe("FEEDBACK_RELIED_ON");
  });

  test("and what was proposed of it is over when its target is evaluated", async () => {
    expect((await read()).withdrawalProposal).not.toBeNull();
    targets = [await evaluate(platform, side.round, targets[0] as Versioned)];
    expect(await read()).toMatchObject({ status: "EVALUATED", withdrawalProposal: null });
  });
});

describe("a feedback of which a finding was rectified at once", () => {
  let round: BuiltRound;
  const step = (command: string, on: string, more: object = {}) => moveTargets(round, command, on, more);
  const verified = () => round.findings.slice(0, 1);
  const refused = async (by: Caller, command: string, more: object = {}) =>
    (await by.tries("moveTierFindings", { findings: verified(), command, ...more })).refusal?.code;

  beforeAll(async () => {
    round = await aRound("990102").until("RECORDED").on(platform);
    await moveFindings(round, "AGREE");
    await moveFindings(round, "EXCHANGE_FACTS", "单位对事实无异议。（虚构）");
    const [finding] = round.findings as [Versioned];
    await actAtOnce(round, "CONFIRMED", { findingIds: [finding.id] });
    round.findings = [{ id: finding.id, version: finding.version + 1 }];
    await step("REPORT", "2026-04-17");
    await step("HEAR", "2026-04-28", { hearing: { body: "领导小组", documentNumber: "虚听1号" } });
    await step("FEED_BACK", "2026-05-06");
    await step("START_RECTIFICATION", "2026-05-06");
  });

  test("is withdrawn too: the proof is the team's, and the unit brought nothing", async () => {
    const { director, approver, targets } = round;
    const proposed = await director.does("moveTierRoundTargets", { targets, command: "PROPOSE_WITHDRAWAL", ...WHY });
    await approver.does("moveTierRoundTargets", { targets: proposed, command: "WITHDRAW_FEEDBACK" });
    const { data } = await director.ask(
      "query ($id: ID!) { countyRoundTarget(id: $id) { status version findings { nodes { id version status } } } }",
      { id: targets[0]?.id },
    );
    const { status, version, findings } = data.countyRoundTarget;
    expect({ status, findings: findings.nodes }).toMatchObject({ status: "HEARD", findings: [{ status: "VERIFIED" }] });
    round.targets = targets.map(({ id }) => ({ id, version }));
    round.findings = findings.nodes.map(({ id, version }: Versioned) => ({ id, version }));
  });

  test("is no feedback any more: nothing is closed, and nothing objected to, before the next one", async () => {
    expect(await refused(round.director, "CLOSE")).toBe("NOT_FED_BACK");
    expect(await refused(round.clerk, "OBJECT", { ...WHY, on: "2026-05-07" })).toBe("DATE_OUT_OF_ORDER");
    await step("FEED_BACK", "2026-05-07");
    await moveFindings(round, "CLOSE");
  });
});
