import { Checkbox } from "antd";
import { useState } from "react";
import { Link } from "wouter";
import { FulfilObligations } from "../generated/operations";
import type { DueBeforeQuery, FulfilObligationsMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import { targetLink } from "../rules/links";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Nothing } from "../shell/states";
import { wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";

type Obligation = NonNullable<DueBeforeQuery["countyObligations"]>["nodes"][number];

const FULFIL = "FULFIL";
/** as many characters as the platform takes */
const MOST_WORDS = 2_000;
const FIELDS: readonly Field[] = [
  { path: "note", kind: "words", name: "done", required: true, most: MOST_WORDS },
  { path: "on", kind: "day", name: "on", required: false },
];

/** 周督促、月研判、季汇报: those that are due, to be recorded as done, several at once too.
 * @param onRefused what is due may be another than it was */
export function Obligations({
  due,
  tier,
  onRefused,
}: {
  due: readonly Obligation[];
  tier: TierOfRows;
  onRefused: () => void;
}) {
  const words = useWords();
  const { change, busy } = useChange(FulfilObligations, tier);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const inHand = due.filter(({ id }) => chosen.includes(id));
  const choose = (id: string, isIn: boolean) =>
    setChosen(isIn ? [...chosen, id] : chosen.filter((other) => other !== id));
  async function fulfil(input: object, obligations: readonly object[]) {
    const outcome = await change({ ...input, obligations } as unknown as FulfilObligationsMutationVariables["input"]);
    if ("refusal" in outcome) onRefused();
    return outcome;
  }
  return (
    <>
      {due.length === 0 && <Nothing text={words.todo.nothing} />}
      <ul className="hits many">
        {due.map(({ id, kind, ordinal, dueOn, overdue, target, commands }) => (
          <li key={id}>
            {commands.includes(FULFIL) && (
              <Checkbox
                aria-label={words.work.target.choose(
                  [wordFor(words.obligation, kind), target?.unitName, words.todo.ordinal(ordinal)].join(" "),
                )}
                checked={chosen.includes(id)}
                onChange={({ target: { checked } }) => choose(id, checked)}
              />
            )}{" "}
            <Signal colour={overdue ? "RED" : "GREEN"}>{wordFor(words.obligation, kind)}</Signal>{" "}
            {target && <Link href={targetLink(target.id)}>{target.unitName}</Link>}
            <div className="quiet">{`${dueOn} · ${words.todo.ordinal(ordinal)}`}</div>
          </li>
        ))}
      </ul>
      {inHand.length > 0 && <p>{words.work.target.chosen(inHand.length)}</p>}
      <CommandBar
        label={words.todo.obligations}
        commands={inHand.length > 0 ? [FULFIL] : []}
        names={words.work.obligationCommand}
        fieldsOf={() => FIELDS}
        tier={tier}
        subject={inHand.map(({ id, version }) => ({ id, version }))}
        choice={[...chosen].sort().join(" ")}
        busy={busy}
        carryOut={(_, input, obligations) => fulfil(input, obligations)}
      />
    </>
  );
}
