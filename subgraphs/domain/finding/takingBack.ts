import type { Party } from "../lifecycle";
import type { TargetStatus } from "../target/target";
import type { FindingStatus } from "./finding";

/** What may stand on the last step of a finding: what came before it, and a look-back reopened it since, does not. */
export interface After {
  target: TargetStatus | undefined;
  /** whether the rectification was completed since, and still is */
  completedSince: boolean;
  /** whether the target was archived since */
  archivedSince: boolean;
  /** whether a look-back has given its verdict since */
  judgedSince: boolean;
}

/** Whether the last step of a finding has something standing on it, so that it is taken back no more: the report of its target,
 * the completed rectification or the archive, the verdict of a look-back. */
export function isStoodOn(
  status: FindingStatus,
  { target, completedSince, archivedSince, judgedSince }: After,
): boolean {
  if (status === "REPORTED") return target !== "ENTERED";
  return completedSince || archivedSince || judgedSince;
}

/** Who takes a step back beside the person who took it: of a unit's claim its head, of every other step the director. */
export function mayTakeBackForOthers({ status, claimEnteredBy }: Stepped): readonly Party[] {
  return status === "CLAIMED_DONE" && claimEnteredBy === "UNIT" ? ["UNIT_HEAD"] : ["DIRECTOR"];
}

interface Stepped {
  status: FindingStatus;
  claimEnteredBy: string | null;
}

/** What is no more taken back, whatever came of it: there are other ways for what was wrong. */
export const FINAL: readonly FindingStatus[] = [
  "FED_BACK",
  "RECTIFYING",
  "OBJECTED",
  "WITHDRAWN",
  "REOPENED",
  "DISMISSED",
];
