import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { IssueOrders } from "../generated/operations";
import { type Outcome, useChange } from "../graph/useChange";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";
import { OfficePicker } from "./OfficePicker";
import { codesIn } from "./SentForm";

const NOTHING = { offices: "", title: "", request: "", basis: "", documentNumber: "", dueOn: "" };

/** 下达派单: one task, to as many offices below as are named. */
export function IssueOrder({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const texts = words.exchange;
  const viewer = useViewer();
  const { change, busy } = useChange(IssueOrders, tier);
  const [values, setValues] = useState<typeof NOTHING>(NOTHING);
  const [outcome, setOutcome] = useState<Outcome<{ items: readonly unknown[] }>>();
  const [isOpen, setIsOpen] = useState(false);
  if (!viewer.may.some((mutation) => /^issue\w+Orders$/.test(mutation))) return null;
  async function send(event: FormEvent) {
    event.preventDefault();
    const { offices, title, request, ...more } = values;
    const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value.trim()));
    const officeCodes = codesIn(offices);
    const synthetic = settings.demonstration;
    const came = await change({ kind: "TASK", officeCodes, title, request, ...given, synthetic });
    setOutcome(came as Outcome<{ items: readonly unknown[] }>);
    if (!("done" in came)) return;
    setValues(NOTHING);
    setIsOpen(false);
  }
  const names = {
    offices: texts.issue.offices,
    title: texts.issue.name,
    request: texts.request,
    basis: texts.basis,
    documentNumber: words.work.field.documentNumber,
    dueOn: texts.due,
  };
  return (
    <Section title={texts.issue.title}>
      <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {texts.issue.begin}
      </Button>
      {isOpen && (
        <form className="command-form" aria-label={texts.issue.title} onSubmit={(event) => void send(event)}>
          {Object.entries(names).map(([name, label]) => (
            <Asked
              key={name}
              name={name}
              label={label}
              value={values[name as keyof typeof NOTHING]}
              onChange={(value) => setValues({ ...values, [name]: value })}
            />
          ))}
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {texts.issue.send}
            </Button>
          </div>
        </form>
      )}
      <OutcomeNote outcome={outcome} />
      <p role="status" className={outcome && "done" in outcome ? "done" : "hidden"}>
        {outcome && "done" in outcome ? texts.issue.sent(outcome.done.items.length) : ""}
      </p>
    </Section>
  );
}

const NEEDED = ["offices", "title", "request"];

function Asked({
  name,
  label,
  value,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { work } = useWords();
  const id = useId();
  const isNeeded = NEEDED.includes(name);
  const common = {
    id,
    value,
    "aria-required": isNeeded,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isNeeded && <span className="quiet"> （{work.required}）</span>}
      </label>
      {name === "offices" ? (
        <OfficePicker addressed="below" id={id} value={value} onChange={onChange} />
      ) : name === "request" ? (
        <Input.TextArea {...common} rows={3} maxLength={4000} />
      ) : (
        <Input {...common} maxLength={500} type={name === "dueOn" ? "date" : "text"} />
      )}
    </div>
  );
}
