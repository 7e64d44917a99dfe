import type { TransitionTable } from "../lifecycle";
import { JUDGES, type VerdictCommand, type VerdictStatus } from "./verdict";

export const verdictTransitions = {
  PROPOSED: {
    REVISE: { to: "PROPOSED", event: "VerdictRevised", by: JUDGES, requires: ["TARGET_NOT_ENTERED"] },
    DECIDE: { to: "DECIDED", event: "VerdictDecided", by: ["DIRECTOR"] },
  },
  DECIDED: {},
} as const satisfies TransitionTable<VerdictStatus, VerdictCommand>;
