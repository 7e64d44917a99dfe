import type { TargetStatus } from "../target/target";
import type { RectificationDate, RectificationStatus } from "./rectification";

/** Whether the archive stands on the last step of a rectification: then it is taken back no more. */
export function isStoodOn(target: TargetStatus | undefined): boolean {
  return target === "ARCHIVED";
}

/** From where a rectification was completed: a step that is taken back leads there again. */
export function cameFrom({ continuedOn }: { continuedOn: string | null }): RectificationStatus {
  return continuedOn === null ? "EVALUATED" : "CONTINUING";
}

/** The day of the step that is taken back, by the status that it had led to. */
export const CLEARED_FROM: Partial<Record<RectificationStatus, RectificationDate>> = {
  PLAN_REVIEWED: "planReviewedOn",
  EVALUATED: "evaluatedOn",
  COMPLETED: "completedOn",
};

/** What is not taken back: the unit's own steps come back to it with a reason instead. */
export const FINAL: readonly RectificationStatus[] = ["PLAN_SUBMITTED", "REPORTED", "FALSE_REPORTED", "WITHDRAWN"];
