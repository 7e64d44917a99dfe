import { daysBefore } from "./days";
import type { Desk, Target } from "./desk";
import { personOf } from "./offices";
import type { Mutation, Versioned } from "./persistent";

/** Two findings each, which go back and forth in rectification. */
const FINDINGS = 2;

const TERM: Mutation = ["openTierTerm", "OpenTermInput", "Term", ""];
const UNITS: Mutation = ["registerTierUnits", "RegisterUnitsInput", "Unit"];
const ROUND: Mutation = ["openTierRound", "OpenRoundInput", "Round"];
const TARGETS: Mutation = ["addTierRoundTargets", "AddTargetsInput", "RoundTarget"];
const TEAM: Mutation = ["appointTierTeam", "AppointTeamInput", "RoundTarget"];
const MOVE_ROUND: Mutation = ["moveTierRound", "MoveRoundInput", "Round"];
const MOVE_TARGETS: Mutation = ["moveTierRoundTargets", "MoveTargetsInput", "RoundTarget"];
const DAYS: Mutation = ["setTierDeadlinePolicy", "SetDeadlinePolicyInput", "DeadlinePolicy", "version: id"];
const RECORD: Mutation = ["recordTierFindings", "RecordFindingsInput", "Finding"];
export const MOVE_FINDINGS: Mutation = ["moveTierFindings", "MoveFindingsInput", "Finding"];

/** What turns yellow at once: alerts come as often as somebody claims something, gives an order, and a worker looks at its clocks. */
const SHORT = ["REVIEW_OF_CLAIM", "ORDER_RECEIPT", "ORDER_ANSWER"];

/** Shortens the office's deadlines, before anything begins that has one. */
export async function shortenDeadlines(desk: Desk): Promise<void> {
  const policy = { days: 5, unit: "CALENDAR", warningDays: 30, validFrom: daysBefore(0), source: "虚发〔2026〕1号" };
  for (const clock of SHORT) {
    const outcome = await desk.tries("director", DAYS, { ...policy, clock });
    if ("refused" in outcome) throw new Error(`${clock} of ${desk.office} is refused: ${outcome.refused}`);
  }
}

/** Works a round of an office, over so many villages or units, to its rectification: from there on results are submitted. All
 * of it is invented. */
export async function openBook(desk: Desk, count: number): Promise<void> {
  const { office } = desk;
  const must = async (post: Parameters<Desk["does"]>[0], mutation: Mutation, input: object): Promise<Versioned[]> => {
    const outcome = await desk.tries(post, mutation, input);
    if ("items" in outcome) return outcome.items;
    throw new Error(`${mutation[0]} of ${office} is refused: ${outcome.refused}`);
  };
  const region = desk.tier === "COUNTY" ? `${office}001001` : office;
  const unit = (i: number) => ({ code: `U-${i}`, name: `虚构单位${i}`, kind: "VILLAGE", region });
  const [term] = await must("director", TERM, { committee: "虚构一届", ordinal: 1, startsOn: "2021-07-01" });
  const units = await must("clerk", UNITS, {
    units: Array.from({ length: count }, (_, i) => ({ ...unit(i + 1), validFrom: "2021-07-01", synthetic: true })),
  });
  const header = { termId: term?.id, ordinal: 1, title: "虚构第一轮", assignmentMode: "OWN_TIER", synthetic: true };
  const [round] = await must("clerk", ROUND, header);
  let targets = await must("clerk", TARGETS, {
    roundId: round?.id,
    targets: units.map(({ id }) => ({ unitId: id, method: "DIRECT_VILLAGE" })),
  });
  const authorise = { ...round, command: "AUTHORISE", on: daysBefore(90), documentNumber: "虚巡〔2026〕1号" };
  await must("approver", MOVE_ROUND, authorise);
  const member = (post: "director" | "clerk", role: string) => {
    return { person: personOf(office, post), role, validFrom: daysBefore(85) };
  };
  const members = [member("director", "LEADER"), member("clerk", "MEMBER")];
  targets = await must("director", TEAM, { targetIds: targets.map(({ id }) => id), members });
  const move = async (command: string, on: string, more: object = {}) => {
    targets = await must("director", MOVE_TARGETS, { targets, command, on, ...more });
  };
  await move("ENTER", daysBefore(80));
  const findings: Versioned[][] = [];
  for (const { id } of targets) {
    const words = { title: "民生项目公示不及时", description: "结算情况未按时公示。（虚构）" };
    const finding = { ...words, focus: "GRASSROOTS_POLICY", category: "工程项目", synthetic: true };
    findings.push(await must("clerk", RECORD, { targetId: id, findings: Array(FINDINGS).fill(finding) }));
  }
  let all = findings.flat();
  for (const [command, note] of [["AGREE"], ["EXCHANGE_FACTS", "单位对事实无异议。（虚构）"], ["REPORT"]]) {
    all = await must("director", MOVE_FINDINGS, { findings: all, command, note });
  }
  await move("REPORT", daysBefore(40));
  await move("HEAR", daysBefore(30), { hearing: { body: "领导小组会议（虚构）", documentNumber: "虚听〔2026〕1号" } });
  await move("FEED_BACK", daysBefore(20));
  await move("START_RECTIFICATION", daysBefore(15));
  // a finding that follows its target has a version more for each of the last two steps
  const versions = new Map(all.map(({ id, version }) => [id, version + 2]));
  desk.targets.push(
    ...targets.map(({ id }, i): Target => {
      const unit = units[i]?.id ?? "";
      const own = (findings[i] ?? []).map((finding) => ({ ...finding, version: versions.get(finding.id) ?? 0 }));
      const inRectification = own.map((finding) => ({ ...finding, status: "RECTIFYING" as const }));
      return { id, unit, findings: inRectification, submissions: 0, standing: [], changed: true };
    }),
  );
}
