import { Button, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { RegisterClue as Register } from "../generated/operations";
import type { RegisterClueMutationVariables } from "../generated/types";
import { type Outcome, useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";

const NOTHING = { text: "", pointer: "", post: "", region: "", cadreLevel: "", matter: "", reporter: "" };
type Values = typeof NOTHING;

/** 登记线索: sealed before it is kept; who reported it is sealed apart. */
export function RegisterClue({ tier }: { tier: TierOfRows }) {
  const { clues, work } = useWords();
  const { may } = useViewer();
  const { change, busy } = useChange(Register, tier);
  const [values, setValues] = useState<Values>();
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  if (!may.some((mutation) => /^register\w+Clue$/.test(mutation))) return null;
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!values) return;
    const { post, region, cadreLevel, matter, ...texts } = values;
    const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim()));
    const subject = { post, region, cadreLevel, matter };
    const input = { ...given, subject, synthetic: settings.demonstration };
    const came = await change(input as RegisterClueMutationVariables["input"]);
    setOutcome(came);
    // nothing of it stays on the page
    if ("done" in came) setValues(undefined);
  }
  return (
    <Section title={clues.register}>
      <Button aria-expanded={values !== undefined} onClick={() => setValues(values ? undefined : NOTHING)}>
        {clues.begin}
      </Button>
      {values && (
        <form className="command-form" aria-label={clues.register} onSubmit={(event) => void send(event)}>
          {(Object.keys(NOTHING) as (keyof Values)[]).map((name) => (
            <Asked
              key={name}
              name={name}
              value={values[name]}
              onChange={(value) => setValues({ ...values, [name]: value })}
            />
          ))}
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {work.confirm(clues.register)}
            </Button>
          </div>
        </form>
      )}
      <OutcomeNote outcome={outcome} />
      <p role="status" className={outcome && "done" in outcome ? "done" : "hidden"}>
        {outcome && "done" in outcome ? work.done(clues.register) : ""}
      </p>
    </Section>
  );
}

function Asked({ name, value, onChange }: { name: keyof Values; value: string; onChange: (value: string) => void }) {
  const { clues } = useWords();
  const id = useId();
  const choices = name === "cadreLevel" ? clues.cadreLevelOf : name === "matter" ? clues.matterOf : undefined;
  const typed = { id, value, onChange: (event: { target: { value: string } }) => onChange(event.target.value) };
  return (
    <div className="field">
      <label htmlFor={id}>{clues.asked[name]}</label>
      {choices ? (
        <Select
          id={id}
          style={{ width: "100%", maxWidth: 420 }}
          value={value || undefined}
          options={Object.entries(choices).map(([code, label]) => ({ value: code, label }))}
          onChange={onChange}
        />
      ) : name === "text" ? (
        <Input.TextArea {...typed} rows={4} maxLength={10_000} autoComplete="off" />
      ) : (
        <Input {...typed} maxLength={500} autoComplete="off" />
      )}
    </div>
  );
}
