import type { Outcome } from "../graph/useChange";
import { FailureShown, RefusalNote } from "./states";

/** What came of a change, where it was not carried out. */
export function OutcomeNote({ outcome }: { outcome: Outcome<unknown> | undefined }) {
  if (!outcome || "done" in outcome) return null;
  return "refusal" in outcome ? <RefusalNote refusal={outcome.refusal} /> : <FailureShown failure={outcome.failure} />;
}
