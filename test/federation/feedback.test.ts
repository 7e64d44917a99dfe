import { newId } from "../../schema/contract/ids";
import { FINDING_COMMANDS } from "../../subgraphs/domain/finding/finding";
import {
  aFinding,
  aRound,
  aUnit,
  type BuiltRound,
  evaluate,
  findRectification,
  moveTargets,
} from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { until } from "../support/until";

/** What a unit sees of the feedback to it. */
const FED_BACK = `query FedBack { countyDisclosures(first: 100) { nodes { id purpose status version unitName granteeName
  documentNumber roundTitle note commands target { id }
  findings(first: 100) { nodes { findingId findingVersion ordinal title description status reason textVersion } } } } }`;

interface DisclosedFinding {
  findingId: string;
  findingVersion: number;
  ordinal: number;
  title: string;
  status: string;
  reason: string | null;
}
interface Disclosed {
  id: string;
  purpose: string;
  status: string;
  version: number;
  granteeName: string;
  commands: string[];
  target: object | null;
  findings: { nodes: DisclosedFinding[] };
}

let platform: TestPlatform;
let round: BuiltRound;
let head: Caller;
let liaison: Caller;
let above: Caller;
let elsewhere: Caller;
let township: Versioned;
/** of the day before the feedback */
let preview: {
  receivers: { unitId: string; name: string; purpose: string; findings: { findingId: string }[] }[];
  withheld: object[];
  warnings: object[];
  refusal: { code: string } | null;
};
const PREVIEW = `query ($id: ID!) { countyFeedbackPreview(targetId: $id) { refusal { code } warnings { ordinal holdsUp }
  receivers { unitId name purpose findings { findingId ordinal title description } } withheld { ordinal exchangeException } } }`;

/** A round whose unit lies below a township of the register; one finding concerns the unit's head, one may become a case. */
beforeAll(async () => {
  platform = await borrowPlatform();
  round = await aRound("990101").until("RECORDED").withFindings(4).on(platform);
  [township] = (await round.clerk.does("registerTierUnits", { units: [aUnit("990101", { kind: "TOWNSHIP" })] })) as [
    Versioned,
  ];
  const [unit] = round.units as [Versioned];
  await platform.sql("county", "update unit set superior_unit_id = $1 where id = $2", [township.id, unit.id]);
  const [first, second, ...exchanged] = round.findings as [Versioned, Versioned, ...Versioned[]];
  const move = (findings: Versioned[], command: string, more: object = {}) =>
    round.director.does("moveTierFindings", { findings, command, ...more });
  const agreed = await move([first, second, ...exchanged], "AGREE");
  await move([agreed[0] as Versioned], "REPORT", { exception: "UNIT_HEAD" });
  await move([agreed[1] as Versioned], "REPORT", { exception: "CASE" });
  await move(await move(agreed.slice(2), "EXCHANGE_FACTS", { note: "单位对事实无异议。（虚构）" }), "REPORT");
  const step = async (command: string, on: string, more: object = {}) => {
    round.targets = await round.director.does("moveTierRoundTargets", { targets: round.targets, command, on, ...more });
  };
  await step("REPORT", "2026-04-17");
  await step("HEAR", "2026-04-28", { hearing: { body: "领导小组会议（虚构）", documentNumber: "虚听〔2026〕1号" } });
  const asked = await round.clerk.ask(PREVIEW, { id: round.targets[0]?.id });
  preview = asked.data.countyFeedbackPreview;
  await step("FEED_BACK", "2026-05-06", { feedback: { documentNumber: "虚反馈〔2026〕1号" } });
  await step("START_RECTIFICATION", "2026-05-12");
  const open = (name: string, role: "UNIT_HEAD" | "UNIT_LIAISON" | "SUPERIOR_BODY", id: string) =>
    platform.openAccount(`county:990101.${name}`, "990101", [role], id);
  head = await open("unit-head", "UNIT_HEAD", unit.id);
  liaison = await open("unit-liaison", "UNIT_LIAISON", unit.id);
  above = await open("township", "SUPERIOR_BODY", township.id);
  const [other] = (await round.clerk.does("registerTierUnits", { units: [aUnit("990101")] })) as [Versioned];
  elsewhere = await open("other-unit", "UNIT_HEAD", other.id);
});

async function disclosedTo(person: Caller): Promise<Disclosed[]> {
  const answer = await person.ask(FED_BACK);
  expect(answer.errors).toEqual([]);
  return answer.data.countyDisclosures.nodes;
}

/** The one disclosure to somebody, as it stands now. */
async function the(person: Caller): Promise<Disclosed> {
  const all = await disclosedTo(person);
  expect(all).toHaveLength(1);
  return all[0] as Disclosed;
}

test("a preview shows before the feedback exactly what each was told then, and what nobody was told", async () => {
  const [, second] = round.findings as [Versioned, Versioned];
  // a clerk prepares what the director decides
  expect(preview.refusal).toEqual({ code: "ROLE_REQUIRED" });
  expect(preview.withheld).toEqual([{ ordinal: 2, exchangeException: "CASE" }]);
  expect(preview.warnings).toEqual([]);
  expect(preview.receivers.map(({ unitId, purpose }) => [unitId, purpose])).toEqual([
    [round.units[0]?.id, "FEEDBACK"],
    [township.id, "FEEDBACK_COPY"],
  ]);
  const asked = `query Issued($target: ID!) { roundTarget(id: $target) { ... on CountyRoundTarget { disclosures {
    purpose granteeName findings(first: 10) { nodes { findingId ordinal title description } } } } } }`;
  const { data } = await round.director.ask(asked, { target: round.targets[0]?.id });
  const issued = data.roundTarget.disclosures as {
    purpose: string;
    granteeName: string;
    findings: { nodes: { findingId: string; ordinal: number }[] };
  }[];
  expect(issued).toHaveLength(2);
  for (const { purpose, granteeName, findings } of issued) {
    const promised = preview.receivers.find((receiver) => receiver.purpose === purpose);
    const told = [...findings.nodes].sort((a, b) => a.ordinal - b.ordinal);
    expect({ name: granteeName, findings: told }).toEqual({ name: promised?.name, findings: promised?.findings });
    expect(told.map(({ findingId }) => findingId)).not.toContain(second.id);
  }
  const late = await round.director.ask(PREVIEW, { id: round.targets[0]?.id });
  expect(late.data.countyFeedbackPreview.refusal).toEqual({ code: "ILLEGAL_TRANSITION" });
  const stranger = await platform.as("province:99.director").ask(PREVIEW, { id: round.targets[0]?.id });
  expect(stranger.errors[0]?.extensions.code).toBe("NOT_FOUND");
});

test("the unit is told what concerns it, and neither what concerns its head nor what may become a case", async () => {
  const feedback = await the(head);
  expect(feedback).toMatchObject({
    purpose: "FEEDBACK",
    status: "ISSUED",
    documentNumber: "虚反馈〔2026〕1号",
    commands: ["ACKNOWLEDGE"],
    target: null,
  });
  expect(feedback.findings.nodes.map(({ ordinal }) => ordinal).sort()).toEqual([3, 4]);
  expect((await the(liaison)).id).toBe(feedback.id);
});

test("its superior body is told what concerns the unit's head as well", async () => {
  const copy = await the(above);
  expect(copy.purpose).toBe("FEEDBACK_COPY");
  expect(copy.findings.nodes.map(({ ordinal }) => ordinal).sort()).toEqual([1, 3, 4]);
});

test("another unit, a superior office and a wall screen are told nothing, and an id answers like none", async () => {
  const { id } = await the(head);
  const byId = "query One($id: ID!) { disclosure(id: $id) { id ... on CountyDisclosure { granteeName } } }";
  const strangers = [elsewhere, platform.as("city:9901.director"), platform.as("county:990101.display")];
  for (const stranger of strangers) {
    expect((await stranger.ask(FED_BACK)).data.countyDisclosures.nodes).toEqual([]);
    const found = await stranger.ask(byId, { id });
    const unknown = await stranger.ask(byId, { id: "county:AAAAAAAAAAAAAAAAAAAAAA" });
    expect(JSON.stringify(found.data)).toBe(
      JSON.stringify(unknown.data).replace("AAAAAAAAAAAAAAAAAAAAAA", id.slice(7)),
    );
  }
});

test("a unit reads no finding, no target and no list of the office, whatever it was told", async () => {
  const { findingId } = (await the(head)).findings.nodes[0] as DisclosedFinding;
  const asked = `query Peep($id: ID!, $target: ID!) { finding(id: $id) { ... on CountyFinding { title } }
    roundTarget(id: $target) { ... on CountyRoundTarget { unitName } }
    countyFindings(first: 5) { nodes { id } } countyPublications(first: 5) { nodes { id } } }`;
  const { data } = await head.ask(asked, { id: findingId, target: round.targets[0]?.id });
  expect(data).toMatchObject({
    finding: null,
    roundTarget: null,
    countyFindings: { nodes: [] },
    countyPublications: { nodes: [] },
  });
});

test("the head acknowledges once, with the version that was read", async () => {
  const { id, version } = await the(head);
  const stale = await head.tries("moveTierDisclosure", { id, version: version + 1, command: "ACKNOWLEDGE" });
  expect(stale.refusal?.code).toBe("STALE_VERSION");
  await head.does("moveTierDisclosure", { id, version, command: "ACKNOWLEDGE" });
  expect(await the(head)).toMatchObject({ status: "ACKNOWLEDGED", version: version + 1, commands: [] });
  const again = await liaison.tries("moveTierDisclosure", { id, version: version + 1, command: "ACKNOWLEDGE" });
  expect(again.refusal?.code).toBe("ILLEGAL_TRANSITION");
});

test("the unit claims with proof, the office returns with a reason, and the unit reads it", async () => {
  const { id, findings } = await the(head);
  const claim = (nodes: DisclosedFinding[], note = "整改佐证：结算表已公示。（虚构）") => ({
    disclosureId: id,
    answer: "CLAIM",
    findings: nodes.map(({ findingId, findingVersion }) => ({ id: findingId, version: findingVersion })),
    note,
  });
  await liaison.does("answerTierFeedback", claim(findings.nodes));
  const claimed = (await the(liaison)).findings.nodes;
  expect(claimed.map(({ status }) => status)).toEqual(["CLAIMED_DONE", "CLAIMED_DONE"]);
  const twice = await liaison.tries("answerTierFeedback", claim(claimed));
  expect(twice.refusal?.code).toBe("ILLEGAL_TRANSITION");

  const [returned, verified] = claimed as [DisclosedFinding, DisclosedFinding];
  const version = ({ findingId, findingVersion }: DisclosedFinding) => ({ id: findingId, version: findingVersion });
  await round.director.does("moveTierFindings", {
    findings: [version(returned)],
    command: "RETURN",
    note: "佐证不足。（虚构）",
  });
  await round.director.does("moveTierFindings", { findings: [version(verified)], command: "VERIFY" });
  const now = (await the(head)).findings.nodes;
  expect(now.find(({ findingId }) => findingId === returned.findingId)).toMatchObject({
    status: "RECTIFYING",
    reason: "佐证不足。（虚构）",
  });
  expect(now.find(({ findingId }) => findingId === verified.findingId)).toMatchObject({
    status: "VERIFIED",
    reason: null,
  });
  const copy = (await the(above)).findings.nodes;
  expect(copy.find(({ findingId }) => findingId === verified.findingId)?.status).toBe("VERIFIED");
});

test("nobody claims what was not fed back to them, and nothing is written", async () => {
  const { id } = await the(head);
  const copy = await the(above);
  const ofHead = copy.findings.nodes.find(({ ordinal }) => ordinal === 1) as DisclosedFinding;
  const claimOf = (disclosureId: string, { findingId, findingVersion }: DisclosedFinding) => ({
    disclosureId,
    answer: "CLAIM",
    findings: [{ id: findingId, version: findingVersion }],
    note: "整改佐证。（虚构）",
  });
  const before = await platform.fingerprint();
  const withheld = await head.tries("answerTierFeedback", claimOf(id, ofHead));
  expect(withheld.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  const byCopy = await above.tries("answerTierFeedback", claimOf(copy.id, ofHead));
  expect(byCopy.refusal?.code).toBe("ROLE_REQUIRED");
  const foreign = await elsewhere.tries("answerTierFeedback", claimOf(id, ofHead));
  expect(foreign.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  const byClerk = await round.clerk.tries("answerTierFeedback", claimOf(id, ofHead));
  expect(byClerk.refusal?.code).toBe("ROLE_REQUIRED");
  expect(await platform.fingerprint()).toEqual(before);
});

test("a unit's person who is recused from a finding is not shown it", async () => {
  const { findings } = await the(head);
  const subject = findings.nodes[0]?.findingId as string;
  const kin = await platform.openAccount("county:990101.kin", "990101", ["UNIT_LIAISON"], round.units[0]?.id);
  expect((await the(kin)).findings.nodes).toHaveLength(2);
  await kin.does("declareTierRecusal", { accountId: kin.person, kind: "KIN", scope: "FINDING", subject });
  await until("the recusal binds", async () => (await the(kin)).findings.nodes.length === 1);
  const seen = (await the(kin)).findings.nodes.map(({ findingId }) => findingId);
  expect(seen).not.toContain(subject);
});

test("nobody takes the unit's right of reply away by a recusal, and none that stands does", async () => {
  const [unit] = round.units as [Versioned];
  const { findings } = await the(head);
  const subjects = [
    ["UNIT", unit.id],
    ["REGION", "990101"],
    ["REGION", "99"],
    ["FINDING", findings.nodes[0]?.findingId],
    ["ROUND", round.id],
  ] as const;
  const before = await platform.fingerprint();
  const declares = async (by: Caller, of: Caller, [scope, subject]: (typeof subjects)[number]) =>
    (await by.tries("declareTierRecusal", { accountId: of.person, kind: "DUTY", scope, subject })).refusal;
  const refused = (of: Caller) => ({ code: "ANSWERS_FOR_UNIT", subject: of.person });
  for (const of of [head, above]) {
    const own = of === head ? unit.id : township.id;
    for (const each of subjects) expect(await declares(round.director, of, each)).toMatchObject(refused(of));
    for (const each of [["UNIT", own], subjects[1], subjects[2]] as const) {
      expect(await declares(of, of, each as (typeof subjects)[number])).toMatchObject(refused(of));
    }
  }
  expect(await platform.fingerprint()).toEqual(before);
  for (const [i, [scope, subject]] of subjects.entries()) {
    await platform.sql(
      "county",
      `insert into recusal (id, office, account_id, kind, scope, subject, since, declared_at, declared_by)
       values ($1, '990101', $2, 'DUTY', $3, $4, '2026-01-01', now(), $5)`,
      [newId("COUNTY"), head.person, scope, subject, i === 0 ? head.person : round.director.person],
    );
  }
  await platform.sql("county", "update account set rights_epoch = rights_epoch + 1 where id = $1", [head.person]);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await head.ask("{ viewer { recusals { subject } rightsEpoch } }")).data.viewer.recusals).toEqual([]);
  expect((await the(head)).findings.nodes).toHaveLength(findings.nodes.length);
  await platform.sql("county", "delete from recusal where account_id = $1", [head.person]);
});

test("the office reads what it fed back, to whom, and when it was acknowledged", async () => {
  const asked = `query Issued($target: ID!) { roundTarget(id: $target) { ... on CountyRoundTarget {
    disclosures { purpose granteeName status acknowledgedAt findings(first: 10) { nodes { ordinal } } } } } }`;
  const { data } = await round.director.ask(asked, { target: round.targets[0]?.id });
  expect(data.roundTarget.disclosures).toEqual([
    expect.objectContaining({ purpose: "FEEDBACK_COPY", status: "ISSUED", acknowledgedAt: null }),
    expect.objectContaining({ purpose: "FEEDBACK", status: "ACKNOWLEDGED", acknowledgedAt: expect.any(String) }),
  ]);
});

test("what is withdrawn is gone for the grantee at once, and stays in the office's book with its reason", async () => {
  const { id, version } = await the(above);
  const unexplained = await round.director.tries("moveTierDisclosure", { id, version, command: "WITHDRAW" });
  expect(unexplained.refusal?.code).toBe("REASON_REQUIRED");
  await round.director.does("moveTierDisclosure", { id, version, command: "WITHDRAW", note: "抄送有误。（虚构）" });
  expect(await disclosedTo(above)).toEqual([]);
  const late = await above.tries("moveTierDisclosure", { id, version: version + 1, command: "ACKNOWLEDGE" });
  expect(late.answer.errors[0]?.extensions.code).toBe("NOT_FOUND");
  const { data } = await round.director.ask(
    `{ countyDisclosures(direction: ISSUED_BY_US, status: WITHDRAWN) { nodes { id note } } }`,
  );
  expect(data.countyDisclosures.nodes).toEqual([{ id, note: "抄送有误。（虚构）" }]);
});

test("a copy for a unit that is in no register of this tier, and one that ends before the unit's clocks, are refused by name", async () => {
  const heard = await aRound("990102").until("HEARD").on(platform);
  const tries = (feedback: object) =>
    heard.director.tries("moveTierRoundTargets", {
      targets: heard.targets,
      command: "FEED_BACK",
      on: "2026-05-06",
      feedback,
    });
  const before = await platform.fingerprint();
  const unknown = await tries({ copyTo: ["county:AAAAAAAAAAAAAAAAAAAAAA"] });
  expect(unknown.answer.errors[0]?.extensions.fields?.[0]?.path).toBe("input.feedback.copyTo.0");
  // the report is due 120 days after the unit can know of the feedback
  for (const expiresOn of ["2026-05-05", dayBefore(1), dayBefore(-119)]) {
    const ended = await tries({ expiresOn });
    expect(ended.answer.errors[0]?.extensions.fields?.[0]?.path).toBe("input.feedback.expiresOn");
  }
  expect(await platform.fingerprint()).toEqual(before);
});

describe("an exception from the exchange of the facts", () => {
  let mixed: BuiltRound;
  let withheld: Versioned;
  let heard: Versioned;

  beforeAll(async () => {
    mixed = await aRound("990101").withFindings(2).until("RECORDED").on(platform);
    const agreed = await mixed.director.does("moveTierFindings", { findings: mixed.findings, command: "AGREE" });
    const exchange = { findings: agreed.slice(1), command: "EXCHANGE_FACTS", note: "单位对事实无异议。（虚构）" };
    [heard] = (await mixed.clerk.does("moveTierFindings", exchange)) as [Versioned];
    withheld = agreed[0] as Versioned;
  });

  test("takes nothing away from a unit that was heard, whoever names it", async () => {
    for (const person of [mixed.clerk, mixed.director]) {
      for (const exception of ["CASE", "UNIT_HEAD"]) {
        const report = { findings: [heard], command: "REPORT", exception };
        const { answer } = await person.tries("moveTierFindings", report);
        expect(answer.errors[0]?.extensions.fields?.[0]?.path).toBe("input.exception");
      }
    }
    for (const change of [
      "exchange_exception = 'CASE'",
      "unit_reply = null",
      "status = 'REPORTED', unit_reply = 'x'",
    ]) {
      const rewrite = platform.sql("county", `update finding set ${change} where id = $1`, [heard.id]);
      await expect(rewrite).rejects.toMatchObject({ code: "23000" });
    }
  });

  test("and every other input is of its own step", async () => {
    const own = { exception: "REPORT", on: "OBJECT", text: "CORRECT", documentNumber: "UPHOLD CORRECT WITHDRAW" };
    const { synthetic: _, ...text } = aFinding();
    const given = { exception: "CASE", on: "2026-04-01", text, documentNumber: "虚复〔2026〕9号" };
    for (const command of FINDING_COMMANDS) {
      const { answer } = await mixed.clerk.tries("moveTierFindings", { findings: [heard], command, ...given });
      const foreign = Object.entries(own).filter(([, commands]) => !commands.split(" ").includes(command));
      expect(answer.errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual(
        foreign.map(([field]) => `input.${field}`),
      );
    }
  });

  test("for a case leaves it in the report, while its target goes on without it until the archive", async () => {
    await mixed.director.does("moveTierFindings", { findings: [withheld], command: "REPORT", exception: "CASE" });
    await mixed.clerk.does("moveTierFindings", { findings: [heard], command: "REPORT" });
    await moveTargets(mixed, "REPORT", "2026-04-17");
    const hearing = { body: "领导小组会议（虚构）", documentNumber: "虚听〔2026〕77号" };
    await moveTargets(mixed, "HEAR", "2026-04-28", { hearing });
    await moveTargets(mixed, "FEED_BACK", "2026-05-06");
    await moveTargets(mixed, "START_RECTIFICATION", "2026-05-12");
    const read = async () => {
      const asked = `query Both($target: ID!) { countyFindings(first: 5, filter: { targetId: $target }) {
        nodes { id version liveStatus commands } } }`;
      const { data } = await mixed.director.ask(asked, { target: mixed.targets[0]?.id });
      const nodes: (Versioned & { liveStatus: string; commands: string[] })[] = data.countyFindings.nodes;
      return [withheld, heard].map(({ id }) => nodes.find((node) => node.id === id));
    };
    const [kept, open] = await read();
    expect(kept).toMatchObject({ liveStatus: "REPORTED", commands: ["DISMISS"] });
    expect(open).toMatchObject({ liveStatus: "RECTIFYING" });
    let moved = [{ id: heard.id, version: open?.version }] as Versioned[];
    moved = await mixed.clerk.does("moveTierFindings", { findings: moved, command: "CLAIM", note: "佐证。（虚构）" });
    for (const command of ["VERIFY", "CLOSE"]) {
      moved = await mixed.director.does("moveTierFindings", { findings: moved, command });
    }
    const evaluated = await evaluate(platform, mixed, mixed.targets[0] as Versioned);
    const { rectification } = await findRectification(mixed.director, evaluated.id);
    await mixed.director.does("moveTierRectification", { ...rectification, command: "COMPLETE" });
    await mixed.director.does("moveTierRoundTargets", {
      targets: [evaluated],
      command: "ARCHIVE",
      note: "不报送。（虚构）",
    });
    expect((await read()).map((finding) => finding?.liveStatus)).toEqual(["REPORTED", "CLOSED"]);
  });
});
