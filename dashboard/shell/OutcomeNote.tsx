import { useEffect, useRef } from "react";
import { isUnsure, type Outcome } from "../graph/useChange";
import { useWords } from "./Appearance";
import { type Called, FailureShown, RefusalNote } from "./states";

/** What came of a change, where it was not carried out, or where nobody knows.
 * @param fields of the form that was sent */
export function OutcomeNote({
  outcome,
  fields,
}: {
  outcome: Outcome<unknown> | undefined;
  fields?: readonly Called[];
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
        <FailureShown failure={outcome.failure} fields={fields} isOfStep />
      )}
      {isUnsure(outcome) && <p className="quiet">{work.unsure}</p>}
    </div>
  );
}
