import type { Persona, Teller, Versioned } from "../teller";
import { approver, clerk, director } from "./people";

/** What the book says of a target: the versions that the next steps name. */
export interface TargetView {
  target: Versioned;
  /** in the order of their numbers */
  findings: Versioned[];
  rectification: Versioned | null;
  disclosures: (Versioned & { purpose: string })[];
}

const LOOK = `query Look($id: ID!) { countyRoundTarget(id: $id) { id version rectification { id version }
  disclosures { id version purpose } findings(first: 50) { nodes { id version ordinal } } } }`;

export async function look(teller: Teller, daysAgo: number, targetId: string): Promise<TargetView> {
  const { countyRoundTarget: target } = await teller.asks(director, daysAgo, LOOK, { id: targetId });
  const { id, version, rectification, disclosures, findings } = target;
  const byNumber = [...findings.nodes].sort((a, b) => a.ordinal - b.ordinal);
  return { target: { id, version }, findings: byNumber.map(versionOf), rectification, disclosures };
}

export function versionOf({ id, version }: Versioned): Versioned {
  return { id, version };
}

/** Moves some findings of a target, as its book says them now. */
export async function moveFindings(
  teller: Teller,
  daysAgo: number,
  targetId: string,
  numbers: readonly number[],
  { by = director, ...step }: { command: string; by?: Persona; note?: string; [more: string]: unknown },
): Promise<void> {
  const { findings } = await look(teller, daysAgo, targetId);
  const named = numbers.map((number) => findings[number - 1] as Versioned);
  await teller.does(by, daysAgo, "moveTierFindings", { findings: named, ...step });
}

/** Moves targets of one round, as its director. */
export async function moveTargets(
  teller: Teller,
  daysAgo: number,
  targetIds: readonly string[],
  step: { command: string; [more: string]: unknown },
): Promise<void> {
  const targets: Versioned[] = [];
  for (const id of targetIds) targets.push((await look(teller, daysAgo, id)).target);
  await teller.does(director, daysAgo, "moveTierRoundTargets", { targets, ...step, on: teller.dayOf(daysAgo) });
}

/** Prepares a round over units of the register, and has it authorised. */
export async function openRound(
  teller: Teller,
  daysAgo: number,
  round: { units: readonly string[]; documentNumber: string; [more: string]: unknown },
): Promise<{ roundId: string; targetIds: string[] }> {
  const { units, documentNumber, ...opening } = round;
  const [opened] = (await teller.does(clerk, daysAgo, "openTierRound", { ...opening, synthetic: true })) as [Versioned];
  const added = units.map((unitId) => ({ unitId, method: "TOWNSHIP_WITH_VILLAGES" }));
  const input = { roundId: opened.id, targets: added };
  const targets = await teller.does(clerk, daysAgo, "addTierRoundTargets", input);
  const authorise = { command: "AUTHORISE", documentNumber, on: teller.dayOf(daysAgo) };
  await teller.does(approver, daysAgo, "moveTierRound", { ...versionOf(opened), ...authorise });
  return { roundId: opened.id, targetIds: targets.map(({ id }) => id) };
}
