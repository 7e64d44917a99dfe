import { isUnsure, type Outcome } from "../graph/useChange";
import { useWords } from "./Appearance";
import { FailureShown, RefusalNote } from "./states";

/** What came of a change, where it was not carried out, or where nobody knows. */
export function OutcomeNote({ outcome }: { outcome: Outcome<unknown> | undefined }) {
  const { work } = useWords();
  if (!outcome || "done" in outcome) return null;
  if ("refusal" in outcome) return <RefusalNote refusal={outcome.refusal} />;
  return (
    <>
      <FailureShown failure={outcome.failure} />
      {isUnsure(outcome) && <p className="quiet">{work.unsure}</p>}
    </>
  );
}
