import type { Persona, Teller, Versioned } from "../teller";
import { moveFindings, moveTargets, openRound } from "./book";
import * as people from "./people";
import { SAID, TOWNSHIP, VILLAGE } from "./texts";

const { clerk, director, coordinator, leader, kin } = people;

/** What the later chapters stand on. */
export interface Inspected {
  roundId: string;
  townshipUnit: string;
  villageUnit: string;
  township: string;
  village: string;
}

/** The township first, so that the village's entry names the body above it. */
export async function register(teller: Teller, nameOf: (region: string) => string): Promise<[string, string]> {
  const entry = (unit: typeof people.VILLAGE_UNIT, superiorUnitId?: string) => {
    const name = `${nameOf(unit.region)}党组织`;
    return { units: [{ ...unit, name, superiorUnitId, validFrom: "2021-07-01", synthetic: true }] };
  };
  const [above] = (await teller.does(clerk, 330, "registerTierUnits", entry(people.TOWNSHIP_UNIT))) as [Versioned];
  const village = entry(people.VILLAGE_UNIT, above.id);
  const [below] = (await teller.does(clerk, 330, "registerTierUnits", village)) as [Versioned];
  return [above.id, below.id];
}

/** 授权、组队、进驻。 */
export async function enter(
  teller: Teller,
  termId: string,
  [townshipUnit, villageUnit]: [string, string],
): Promise<Inspected> {
  const { roundId, targetIds } = await openRound(teller, 320, {
    ...{ termId, ordinal: 1, title: "示例天区第一轮巡察（演示）", documentNumber: teller.numbered("示天巡", 320, 1) },
    units: [townshipUnit, villageUnit],
  });
  const [township, village] = targetIds as [string, string];
  const recusal = { accountId: kin.id, kind: "KIN", scope: "UNIT", subject: villageUnit };
  await teller.does(director, 316, "declareTierRecusal", { ...recusal, since: teller.dayOf(316) });
  await appoint(teller, 316, targetIds);
  await moveTargets(teller, 312, targetIds, { command: "ENTER" });
  return { roundId, townshipUnit, villageUnit, township, village };
}

/** 组长和一名组员。 */
export async function appoint(teller: Teller, daysAgo: number, targetIds: readonly string[]): Promise<void> {
  const validFrom = teller.dayOf(daysAgo);
  const members = [
    { person: leader.id, role: "LEADER", validFrom },
    { person: clerk.id, role: "MEMBER", validFrom },
  ];
  await teller.does(director, daysAgo, "appointTierTeam", { targetIds, members });
}

/** 发现问题、组务会、交换意见、立行立改。 */
export async function inspect(teller: Teller, { township, village }: Inspected): Promise<void> {
  const record = (targetId: string, texts: object) =>
    teller.does(leader, 300, "recordTierFindings", { targetId, findings: Object.values(texts) });
  const findings = await record(village, VILLAGE);
  await record(township, TOWNSHIP);
  const step = (daysAgo: number, target: string, numbers: number[], command: string, more: object = {}) =>
    moveFindings(teller, daysAgo, target, numbers, { command, by: leader, ...more });
  await step(290, village, [1, 2, 3, 4, 5], "AGREE");
  await step(290, township, [1, 2], "AGREE");
  await step(284, village, [1, 2, 3, 4], "EXCHANGE_FACTS", { note: SAID.reply });
  await step(284, township, [1, 2], "EXCHANGE_FACTS", { note: SAID.reply });
  await step(283, village, [4], "DISMISS", { note: SAID.dismissed });
  await actAtOnce(teller, village, (findings[2] as Versioned).id);
}

/** 立行立改: the leader proposes and reports it done, the coordinator authorises, the director confirms. */
async function actAtOnce(teller: Teller, targetId: string, findingId: string): Promise<void> {
  const action = { kind: "RECTIFY_AT_ONCE", description: SAID.action, findingIds: [findingId], synthetic: true };
  const proposal = { targetId, actions: [action], on: teller.dayOf(282) };
  let [now] = (await teller.does(leader, 282, "proposeTierImmediateActions", proposal)) as [Versioned];
  const step = async (by: Persona, daysAgo: number, command: string, more: object = {}) => {
    const input = { actions: [now], command, on: teller.dayOf(daysAgo), ...more };
    [now] = (await teller.does(by, daysAgo, "moveTierImmediateActions", input)) as [Versioned];
  };
  await step(coordinator, 281, "AUTHORISE", { documentNumber: teller.numbered("示天立", 281, 1) });
  const result = { recovered: { amount: "720.00" }, householdsHelped: { count: 12 } };
  await step(leader, 279, "REPORT_DONE", { note: SAID.actionDone, result });
  await step(director, 278, "CONFIRM");
}

/** 报告、听取汇报、移交、报送。 */
export async function report(teller: Teller, { township, village }: Inspected): Promise<void> {
  const unheard = { command: "REPORT", by: leader, exception: "UNIT_HEAD" };
  await moveFindings(teller, 276, village, [5], unheard);
  await moveFindings(teller, 276, village, [1, 2], { command: "REPORT", by: leader });
  await moveFindings(teller, 276, township, [1, 2], { command: "REPORT", by: leader });
  await moveTargets(teller, 275, [township, village], { command: "REPORT" });
  const hearing = { body: "领导小组会议（演示）", documentNumber: teller.numbered("示天巡", 262, 4) };
  await moveTargets(teller, 262, [township, village], { command: "HEAR", hearing });
}

export async function submit(teller: Teller, daysAgo: number, { township, village }: Inspected): Promise<void> {
  const input = { targetIds: [township, village], note: "报送（演示数据）" };
  await teller.does(director, daysAgo, "submitTierPublications", input);
}
