import { aMeasure } from "../support/builders";
import type { Versioned } from "../support/caller";
import { type Ticket, useTicket } from "../support/files";
import { dayBefore } from "../support/officeDay";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { RUN_AS_UNIT, SavedOperations } from "../support/savedOperations";
import { anAnswer, aUnitSide, type FedBack, type FedBackFinding, type UnitSide } from "../support/unitSide";

let platform: TestPlatform;
let saved: SavedOperations;
let side: UnitSide;
beforeAll(async () => {
  platform = await borrowPlatform();
  saved = new SavedOperations(platform);
  side = await aUnitSide(platform, { findings: 2, feedback: { documentNumber: "虚反馈〔2026〕1号" } });
});

interface Clock {
  clock: string;
  colour: string | null;
  disclosure: { id: string } | null;
}

/** 问题 23, as somebody. */
async function asked(person: string, variables: object = {}) {
  const data = await saved.run(person, "UnitFeedback", variables);
  const clocks: { nodes: Clock[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = data.countyDeadlines;
  const [feedback] = data.countyDisclosures.nodes as (FedBack & { commands: string[] })[];
  return { clocks, feedback: feedback as FedBack & { commands: string[] } };
}

const clocksOf = (clocks: { clock: string }[]) => clocks.map(({ clock }) => clock);
const ALL = ["OBJECTION", "PLAN", "CONCENTRATED_RECTIFICATION", "RECTIFICATION_REPORT"];
const versionOf = ({ id, version }: Versioned) => ({ id, version });

test("a unit's two people read what was fed back and when what is due, and the head what may be done", async () => {
  const { liaison, head } = side;
  for (const person of [liaison, head]) {
    const { clocks, feedback } = await asked(person.person);
    expect(feedback).toMatchObject({ purpose: "FEEDBACK", commands: ["ACKNOWLEDGE"], rectification: { plan: null } });
    expect(feedback.findings.nodes).toHaveLength(2);
    expect(clocksOf(feedback.deadlines)).toEqual(ALL);
    expect(feedback.deadlines.map(({ colour }) => colour)).toEqual(["GREEN", "GREEN", "GREEN", "GREEN"]);
    expect(clocksOf(clocks.nodes)).toEqual(ALL);
    expect(clocks.nodes.map(({ disclosure }) => disclosure?.id)).toEqual(ALL.map(() => feedback.id));
  }
});

test("the body above reads its copy with the clocks of the unit, without the unit's own right", async () => {
  const { clocks, feedback } = await asked(side.above.person);
  expect(feedback).toMatchObject({ purpose: "FEEDBACK_COPY", rectification: { commands: [] } });
  expect(clocksOf(feedback.deadlines)).toEqual(ALL.slice(1));
  expect(clocksOf(clocks.nodes)).toEqual(ALL.slice(1));
  await saved.change(side.above.person, "AcknowledgeFeedback", { ...versionOf(feedback), command: "ACKNOWLEDGE" });
});

test("the running clocks come page by page, earliest first, and no other unit's among them", async () => {
  const first = await asked(side.head.person, { due: 3 });
  expect(clocksOf(first.clocks.nodes)).toEqual(ALL.slice(0, 3));
  const rest = await asked(side.head.person, { due: 3, dueAfter: first.clocks.pageInfo.endCursor });
  expect([clocksOf(rest.clocks.nodes), rest.clocks.pageInfo.hasNextPage]).toEqual([ALL.slice(3), false]);
  const other = (await asked(side.neighbour.person)).clocks.nodes;
  const own = new Set(first.clocks.nodes.map(({ disclosure }) => disclosure?.id));
  expect(other.filter(({ disclosure }) => own.has(disclosure?.id))).toEqual([]);
});

test("by the saved operations a unit acknowledges, objects, claims, plans, proves and reports", async () => {
  const { liaison, head, round } = side;
  let { feedback } = await asked(liaison.person);
  await saved.change(liaison.person, "AcknowledgeFeedback", { ...versionOf(feedback), command: "ACKNOWLEDGE" });
  const [first, second] = feedback.findings.nodes as [FedBackFinding, FedBackFinding];
  await saved.change(liaison.person, "ObjectToFeedback", anAnswer(feedback, "OBJECT", [first]));
  await saved.change(liaison.person, "ClaimRectified", anAnswer(feedback, "CLAIM", [second]));
  const again = async (name: string, answer: "TAKE_BACK" | "CLAIM") => {
    const now = (await asked(liaison.person)).feedback;
    const [, claimed] = now.findings.nodes as [FedBackFinding, FedBackFinding];
    await saved.change(liaison.person, name, anAnswer(now, answer, [claimed]));
  };
  await again("TakeClaimBack", "TAKE_BACK");
  await again("ClaimRectified", "CLAIM");

  const plan = { text: "整改方案。（虚构）", measures: [first, second].map(({ findingId }) => aMeasure(findingId)) };
  const steps = async (name: string, command: string, more: object = {}) => {
    const { rectification } = (await asked(head.person)).feedback;
    await saved.change(head.person, name, { ...versionOf(rectification), command, ...more });
  };
  await steps("SubmitPlan", "SUBMIT_PLAN", { plan });
  const wish = { disclosureId: feedback.id, findingId: second.findingId, name: "佐证.pdf" };
  const [ticket] = await saved.change<Ticket>(liaison.person, "BringProof", wish);
  const { words } = await useTicket(platform, ticket, "%PDF-1.7\n%%EOF\n");
  const [get] = await saved.change<Ticket>(head.person, "FetchFile", { id: words.id });
  expect((await useTicket(platform, get)).bytes.toString()).toBe("%PDF-1.7\n%%EOF\n");

  ({ feedback } = await asked(head.person));
  expect(feedback.rectification).toMatchObject({ status: "PLAN_SUBMITTED", plan: plan.text, measures: [{}, {}] });
  expect(feedback.deadlines).toContainEqual(
    expect.objectContaining({ clock: "PLAN", metOn: dayBefore(0), colour: null }),
  );
  const of = ({ findingId }: FedBackFinding) => feedback.findings.nodes.find((each) => each.findingId === findingId);
  expect(of(first)).toMatchObject({ status: "OBJECTED", objections: [{ decision: null }] });
  expect(of(second)).toMatchObject({ status: "CLAIMED_DONE", proofs: [{ id: words.id }] });

  const { rectification } = feedback;
  const back = { ...versionOf(rectification), command: "RETURN_PLAN", note: "措施不具体。（虚构）" };
  await round.director.does("moveTierRectification", back);
  expect((await asked(liaison.person)).feedback.rectification).toMatchObject({ note: "措施不具体。（虚构）" });
  await steps("SubmitPlan", "SUBMIT_PLAN", { plan });
  const submitted = (await asked(head.person)).feedback.rectification;
  await round.director.does("moveTierRectification", { ...versionOf(submitted), command: "REVIEW_PLAN" });
  await steps("ReportRectification", "CONCENTRATE");
  await steps("ReportRectification", "REPORT", { report: "整改报告。（虚构）" });
  expect(clocksOf((await asked(head.person)).clocks.nodes)).toEqual(["OBJECTION"]);

  expect(RUN_AS_UNIT.filter((name) => saved.unused.has(name))).toEqual([]);
});
