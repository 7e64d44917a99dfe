import { Checkbox } from "antd";
import { type ReactNode, useState } from "react";
import { FulfilObligations, UndoObligations } from "../generated/operations";
import type { FulfilObligationsMutationVariables, UndoObligationsMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { type Field, REASON } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { wordFor } from "../words";
import { CommandBar } from "./CommandBar";

interface Obligation {
  id: string;
  version: number;
  kind: string;
  ordinal: number;
  commands: readonly string[];
}

/** as many characters as the platform takes */
const MOST_WORDS = 2_000;
const FIELDS: Readonly<Record<string, readonly Field[]>> = {
  FULFIL: [
    { path: "note", kind: "words", name: "done", required: true, most: MOST_WORDS },
    { path: "on", kind: "day", name: "on", required: false },
  ],
  TAKE_BACK: [{ ...REASON, most: MOST_WORDS }],
};

/** 周督促、月研判、季汇报, of which several are chosen: to be recorded as done, or to be taken back where that was a mistake.
 * @param unitOf whose one is
 * @param children of one: what is said of it */
export function ChosenObligations<One extends Obligation>({
  obligations,
  tier,
  unitOf,
  onDone,
  children,
}: {
  obligations: readonly One[];
  tier: TierOfRows;
  unitOf: (one: One) => string | undefined;
  onDone?: (done: readonly One[]) => void;
  children: (one: One) => ReactNode;
}) {
  const words = useWords();
  const fulfil = useChange(FulfilObligations, tier);
  const undo = useChange(UndoObligations, tier);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const inHand = obligations.filter(({ id }) => chosen.includes(id));
  const choose = (id: string, isIn: boolean) =>
    setChosen(isIn ? [...chosen, id] : chosen.filter((other) => other !== id));
  const together = Object.keys(FIELDS).filter((command) => inHand.every(({ commands }) => commands.includes(command)));
  async function carryOut(command: string, input: object, about: readonly object[]) {
    const given = { ...input, obligations: about } as unknown;
    const outcome =
      command === "FULFIL"
        ? await fulfil.change(given as FulfilObligationsMutationVariables["input"])
        : await undo.change(given as UndoObligationsMutationVariables["input"]);
    if ("done" in outcome) {
      setChosen([]);
      onDone?.(inHand);
    }
    return outcome;
  }
  return (
    <>
      <ul className="hits many">
        {obligations.map((one) => (
          <li key={one.id}>
            {one.commands.length > 0 && (
              <Checkbox
                aria-label={words.work.target.choose(
                  [wordFor(words.obligation, one.kind), unitOf(one), words.todo.ordinal(one.ordinal)].join(" "),
                )}
                checked={chosen.includes(one.id)}
                onChange={({ target: { checked } }) => choose(one.id, checked)}
              />
            )}{" "}
            {children(one)}
          </li>
        ))}
      </ul>
      {inHand.length > 0 && <p>{words.work.target.chosen(inHand.length)}</p>}
      {inHand.length > 0 && together.length === 0 && <p>{words.work.target.nothingTogether}</p>}
      <CommandBar
        label={words.todo.obligations}
        commands={inHand.length > 0 ? together : []}
        names={words.work.obligationCommand}
        fieldsOf={(command) => FIELDS[command] ?? []}
        tier={tier}
        subject={inHand.map(({ id, version }) => ({ id, version }))}
        choice={[...chosen].sort().join(" ")}
        busy={fulfil.busy || undo.busy}
        carryOut={carryOut}
      />
    </>
  );
}
