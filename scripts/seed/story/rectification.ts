import type { Persona, Teller, Versioned } from "../teller";
import { look, moveFindings, moveTargets, type TargetView } from "./book";
import type { Inspected } from "./inspection";
import * as people from "./people";
import { SAID, SUBSIDIES_CORRECTED } from "./texts";

const { clerk, director, discipline, organisation } = people;

/** 反馈: to both units, with a copy for the township of what the village was told. */
export async function feedBack(teller: Teller, { township, village, townshipUnit, villageUnit }: Inspected) {
  const feedback = { documentNumber: teller.numbered("示天反馈", 250, 1) };
  await moveTargets(teller, 250, [township, village], { command: "FEED_BACK", feedback });
  await moveTargets(teller, 249, [township, village], { command: "START_RECTIFICATION" });
  const { disclosures } = await look(teller, 249, village);
  for (const [purpose, by] of [
    ["FEEDBACK", people.unitHead(villageUnit)],
    ["FEEDBACK_COPY", people.superiorBody(townshipUnit)],
  ] as const) {
    const { id, version } = disclosures.find((each) => each.purpose === purpose) as Versioned;
    await teller.does(by, 248, "moveTierDisclosure", { id, version, command: "ACKNOWLEDGE" });
  }
}

/** 申诉: one is upheld by the office, one corrects the text. */
export async function object(teller: Teller, { village, villageUnit }: Inspected): Promise<void> {
  const liaison = people.unitLiaison(villageUnit);
  await answer(teller, 246, village, liaison, "OBJECT", [1], SAID.objection);
  await answer(teller, 246, village, liaison, "OBJECT", [2], SAID.objection2);
  const decided = { documentNumber: teller.numbered("示天复", 241, 1) };
  await moveFindings(teller, 241, village, [1], { command: "UPHOLD", note: SAID.upheld, ...decided });
  const corrected = { command: "CORRECT", note: SAID.corrected, text: SUBSIDIES_CORRECTED, ...decided };
  await moveFindings(teller, 241, village, [2], corrected);
}

async function answer(
  teller: Teller,
  daysAgo: number,
  targetId: string,
  by: Persona,
  kind: "OBJECT" | "CLAIM",
  numbers: readonly number[],
  note: string,
): Promise<void> {
  const { findings, disclosures } = await look(teller, daysAgo, targetId);
  const disclosureId = disclosures.find(({ purpose }) => purpose === "FEEDBACK")?.id;
  const named = numbers.map((number) => findings[number - 1]);
  await teller.does(by, daysAgo, "answerTierFeedback", { disclosureId, answer: kind, findings: named, note });
}

/** 整改方案: the village's head plans, the clerk enters what the township has on paper. */
export async function plan(teller: Teller, { township, village, villageUnit }: Inspected): Promise<void> {
  const head = people.unitHead(villageUnit);
  for (const [target, by, numbers] of [
    [village, head, [1, 2]],
    [township, clerk, [1, 2]],
  ] as const) {
    const { findings } = await look(teller, 238, target);
    const measures = numbers.map((number) => ({
      findingId: findings[number - 1]?.id,
      text: "建立台账，按季核对并公示。（演示数据）",
      responsible: "党组织",
      dueOn: teller.dayOf(160),
    }));
    await moveRectification(teller, 238, target, by, "SUBMIT_PLAN", { plan: { text: SAID.plan, measures } });
    await moveRectification(teller, 235, target, director, "REVIEW_PLAN");
    await moveRectification(teller, 234, target, by, "CONCENTRATE");
  }
}

/** 报整改、退回。 */
export async function returnClaim(teller: Teller, { village, villageUnit }: Inspected): Promise<void> {
  await answer(teller, 200, village, people.unitLiaison(villageUnit), "CLAIM", [1], SAID.claim);
  await moveFindings(teller, 195, village, [1], { command: "RETURN", note: SAID.returned });
}

/** What the look-back reopened is claimed, and comes back: this is where the demonstration stands. */
export async function returnAgain(teller: Teller, { village, villageUnit }: Inspected): Promise<void> {
  await answer(teller, 15, village, people.unitLiaison(villageUnit), "CLAIM", [2], SAID.claimThird);
  await moveFindings(teller, 10, village, [2], { command: "RETURN", note: SAID.returnedThird });
}

/** 再报、核实、销号。 */
export async function claim(teller: Teller, { township, village, villageUnit }: Inspected): Promise<void> {
  const liaison = people.unitLiaison(villageUnit);
  await answer(teller, 180, village, liaison, "CLAIM", [1, 2], SAID.claimAgain);
  await moveFindings(teller, 178, village, [5], { command: "CLAIM", by: clerk, note: SAID.claimOther });
  await moveFindings(teller, 175, village, [1, 2, 5], { command: "VERIFY" });
  await moveFindings(teller, 174, village, [1, 2, 3, 5], { command: "CLOSE" });
  await moveFindings(teller, 178, township, [1], { command: "CLAIM", by: clerk, note: SAID.claimOther });
  await moveFindings(teller, 175, township, [1], { command: "VERIFY" });
  await moveFindings(teller, 174, township, [1], { command: "CLOSE" });
  await moveFindings(teller, 174, township, [2], { command: "KEEP_LONG_TERM", note: SAID.longTerm });
}

/** 整改报告、联合审核、评估、归档。 */
export async function review(teller: Teller, told: Inspected): Promise<void> {
  const { township, village, villageUnit, townshipUnit } = told;
  const signers: [string, Persona][] = [
    ["DIRECTOR", director],
    ["DISCIPLINE", discipline],
    ["ORGANISATION", organisation],
  ];
  const evaluation = "QUALIFIED";
  const above: [string, Persona] = ["SUPERIOR_BODY", people.superiorBody(townshipUnit)];
  for (const [target, by, parties] of [
    [village, people.unitHead(villageUnit), [...signers, above]],
    [township, clerk, signers],
  ] as const) {
    await moveRectification(teller, 160, target, by, "REPORT", { report: SAID.report });
    await moveRectification(teller, 156, target, director, "OPEN_REVIEW", { evaluation });
    const { id } = (await look(teller, 154, target)).rectification as Versioned;
    for (const [role, signer] of parties) {
      await teller.does(signer, 154, "signTierReview", { id, role, evaluation, opinion: SAID.opinion });
    }
    await moveRectification(teller, 150, target, director, "EVALUATE");
    await moveRectification(teller, 149, target, director, "COMPLETE");
  }
  await moveTargets(teller, 148, [township, village], { command: "ARCHIVE" });
}

async function moveRectification(
  teller: Teller,
  daysAgo: number,
  targetId: string,
  by: Persona,
  command: string,
  more: object = {},
): Promise<void> {
  const { rectification } = (await look(teller, daysAgo, targetId)) as TargetView & { rectification: Versioned };
  // what a unit does itself counts on the day on which it does it
  const on = by.unit ? undefined : teller.dayOf(daysAgo);
  await teller.does(by, daysAgo, "moveTierRectification", { ...rectification, command, on, ...more });
}
