import { useEffect, useRef } from "react";
import { isUnsure, type Outcome } from "../graph/useChange";
import { useWords } from "./Appearance";
import { FailureShown, RefusalNote } from "./states";

/** What came of a change, where it was not carried out, or where nobody knows.
 * @param labels what the form calls its fields, by their names in the input */
export function OutcomeNote({
  outcome,
  labels,
}: {
  outcome: Outcome<unknown> | undefined;
  labels?: Readonly<Record<string, string>>;
}) {
  const { work } = useWords();
  const note = useRef<HTMLDivElement>(null);
  // below a long form nobody would see it come
  // biome-ignore lint/correctness/useExhaustiveDependencies: each that comes
  useEffect(() => {
    note.current?.scrollIntoView({ block: "nearest" });
  }, [outcome]);
  if (!outcome || "done" in outcome) return null;
  return (
    <div ref={note}>
      {"refusal" in outcome ? (
        <RefusalNote refusal={outcome.refusal} />
      ) : (
        <FailureShown failure={outcome.failure} labels={labels} isOfStep />
      )}
      {isUnsure(outcome) && <p className="quiet">{work.unsure}</p>}
    </div>
  );
}
