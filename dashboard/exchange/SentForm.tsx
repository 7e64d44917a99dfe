import { Button, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import type { Outcome } from "../graph/useChange";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { type Addressed, OfficePicker } from "./OfficePicker";

export interface Line {
  name: string;
  label: string;
  kind?: "words" | "day" | Addressed;
  needed?: boolean;
  /** what is sent, and what it is called */
  options?: readonly (readonly [value: string, label: string])[];
}

/** A form that is opened by a button, sent once, and says what came of it. */
export function SentForm({
  title,
  begin,
  lines,
  busy,
  children,
  send,
}: {
  title: string;
  begin: string;
  lines: readonly Line[];
  busy: boolean;
  /** what is chosen rather than written */
  children?: React.ReactNode;
  send: (values: Record<string, string>) => Promise<Outcome<unknown>>;
}) {
  const { work } = useWords();
  const [values, setValues] = useState<Record<string, string>>();
  const [outcome, setOutcome] = useState<Outcome<unknown>>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    const came = await send(Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value.trim())));
    setOutcome(came);
    if ("done" in came) setValues(undefined);
  }
  return (
    <>
      <Button aria-expanded={values !== undefined} onClick={() => setValues(values ? undefined : {})}>
        {begin}
      </Button>
      {values && (
        <form className="command-form" aria-label={title} onSubmit={(event) => void submit(event)}>
          {lines.map((line) => (
            <Asked
              key={line.name}
              line={line}
              value={values[line.name] ?? ""}
              onChange={(value) => setValues({ ...values, [line.name]: value })}
            />
          ))}
          {children}
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {work.confirm(title)}
            </Button>
          </div>
        </form>
      )}
      <OutcomeNote outcome={outcome} />
      {outcome && "failure" in outcome && <p className="quiet">{work.unsure}</p>}
      <p role="status" className={outcome && "done" in outcome ? "done" : "hidden"}>
        {outcome && "done" in outcome ? work.done(title) : ""}
      </p>
    </>
  );
}

function Asked({
  line: { label, kind, needed, options },
  value,
  onChange,
}: {
  line: Line;
  value: string;
  onChange: (value: string) => void;
}) {
  const { work } = useWords();
  const id = useId();
  const typed = {
    id,
    value,
    "aria-required": needed,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {needed && <span className="quiet"> （{work.required}）</span>}
      </label>
      {options ? (
        <Select
          id={id}
          allowClear
          placeholder={work.choose}
          value={value || undefined}
          onChange={(chosen: string | undefined) => onChange(chosen ?? "")}
          options={options.map(([code, text]) => ({ value: code, label: text }))}
          style={{ width: "100%" }}
        />
      ) : kind === "below" || kind === "belowOrBeside" ? (
        <OfficePicker addressed={kind} id={id} value={value} onChange={onChange} />
      ) : kind === "words" ? (
        <Input.TextArea {...typed} rows={3} maxLength={4_000} />
      ) : (
        <Input {...typed} maxLength={500} type={kind === "day" ? "date" : "text"} />
      )}
    </div>
  );
}

/** As they were chosen. */
export function codesIn(text: string | undefined): string[] {
  return (text ?? "").split(" ").filter(Boolean);
}
