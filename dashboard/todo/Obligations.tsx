import { useState } from "react";
import { Link } from "wouter";
import type { DueBeforeQuery } from "../generated/types";
import { targetLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Nothing } from "../shell/states";
import { wordFor } from "../words";
import { ChosenObligations } from "../work/ChosenObligations";

type Obligation = NonNullable<DueBeforeQuery["countyObligations"]>["nodes"][number];

/** 周督促、月研判、季汇报: those that are due, to be recorded as done, several at once too. */
export function Obligations({ due, tier }: { due: readonly Obligation[]; tier: TierOfRows }) {
  const words = useWords();
  const [recorded, setRecorded] = useState<readonly Obligation[]>([]);
  return (
    <>
      {due.length === 0 && <Nothing text={words.todo.nothing} />}
      <ChosenObligations obligations={due} tier={tier} unitOf={({ target }) => target?.unitName} onDone={setRecorded}>
        {({ kind, ordinal, dueOn, overdue, target }) => (
          <>
            <Signal colour={overdue ? "RED" : "GREEN"}>{wordFor(words.obligation, kind)}</Signal>{" "}
            {target && <Link href={targetLink(target.id)}>{target.unitName}</Link>}
            <div className="quiet">{`${dueOn} · ${words.todo.ordinal(ordinal)}`}</div>
          </>
        )}
      </ChosenObligations>
      {recorded.length > 0 && <Recorded done={recorded} />}
    </>
  );
}

/** What is not due any more stands with its target: whoever recorded it by mistake takes it back there. */
function Recorded({ done }: { done: readonly Obligation[] }) {
  const words = useWords();
  return (
    <section aria-label={words.todo.recorded}>
      <p className="quiet">{words.todo.recordedHint}</p>
      <ul className="hits many">
        {done.map(({ id, kind, ordinal, target }) => (
          <li key={id}>
            {wordFor(words.obligation, kind)} {target && <Link href={targetLink(target.id)}>{target.unitName}</Link>}
            <div className="quiet">{words.todo.ordinal(ordinal)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
