import { Button, Input, Select } from "antd";
import { type FormEvent, useState } from "react";
import type { Outcome } from "../graph/useChange";
import { isWritten } from "../rules/unsent";
import { useWords } from "../shell/Appearance";
import { useUnsent } from "../shell/Leaving";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Held } from "./Held";
import { Labelled, MissingNote } from "./Labelled";
import { type Addressed, OfficePicker } from "./OfficePicker";
import { RegionPicker } from "./RegionPicker";
import { useNeeded } from "./useNeeded";

interface Line {
  name: string;
  label: string;
  /** of several the value is what is sent of each, with a blank between them */
  kind?: "words" | "day" | "region" | "several" | Addressed;
  needed?: boolean;
  /** characters */
  most?: number;
  /** what is sent, and what it is called */
  options?: readonly (readonly [value: string, label: string])[];
}

/** A form that is opened by a button, sent once, and says what came of it. Closed by the same button it keeps what was written. */
export function SentForm<Done>({
  title,
  begin,
  confirm,
  lines,
  busy,
  children,
  send,
  said,
}: {
  title: string;
  begin: string;
  /** what the button says by which it is sent; the usual word where it is not said */
  confirm?: string;
  lines: readonly Line[];
  busy: boolean;
  /** what is chosen rather than written */
  children?: React.ReactNode;
  send: (values: Record<string, string>) => Promise<Outcome<Done>>;
  /** what is said of it once it is sent */
  said?: (done: Done) => string;
}) {
  const { work } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [values, setValues] = useState<Record<string, string>>({});
  const [outcome, setOutcome] = useState<Outcome<Done>>();
  const fields = lines.map(({ name, label, needed }) => ({ path: name, label, required: needed }));
  const needed = useNeeded(fields, values);
  useUnsent(isWritten(values));
  const isMissing = (name: string) => needed.missing.some(({ path }) => path === name);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!needed.isComplete()) return;
    const came = await send(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim())));
    setOutcome(came);
    if (!("done" in came)) return;
    setOpen(false);
    setValues({});
    needed.begin();
  }
  return (
    <>
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {begin}
      </Button>
      {isOpen && (
        <form ref={needed.form} className="command-form" aria-label={title} onSubmit={(event) => void submit(event)}>
          <Held busy={busy}>
            {lines.map((line) => (
              <Asked
                key={line.name}
                line={line}
                isMissing={isMissing(line.name)}
                value={values[line.name] ?? ""}
                onChange={(value) => setValues({ ...values, [line.name]: value })}
              />
            ))}
            {children}
          </Held>
          <MissingNote names={needed.missing.map(({ label }) => label)} />
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {confirm ?? work.confirm(title)}
            </Button>
          </div>
        </form>
      )}
      <OutcomeNote outcome={outcome} fields={fields} />
      <p role="status" className={outcome && "done" in outcome ? "done" : "hidden"}>
        {outcome && "done" in outcome ? (said?.(outcome.done) ?? work.done(title)) : ""}
      </p>
    </>
  );
}

function Asked({
  line: { label, kind, needed, most, options },
  isMissing,
  value,
  onChange,
}: {
  line: Line;
  isMissing: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const { work } = useWords();
  const typed = {
    value,
    // what somebody wrote is not offered to whoever sits there next
    autoComplete: "off",
    "aria-required": needed,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Labelled label={label} required={needed} missing={isMissing}>
      {(id) =>
        options && kind === "several" ? (
          <Select
            id={id}
            mode="multiple"
            aria-required={needed}
            placeholder={work.choose}
            showSearch={{ optionFilterProp: "label" }}
            value={codesIn(value)}
            onChange={(chosen: string[]) => onChange(chosen.join(" "))}
            options={options.map(([code, text]) => ({ value: code, label: text }))}
            style={{ width: "100%" }}
          />
        ) : options ? (
          <Select
            id={id}
            aria-required={needed}
            allowClear
            placeholder={work.choose}
            value={value || undefined}
            onChange={(chosen: string | undefined) => onChange(chosen ?? "")}
            options={options.map(([code, text]) => ({ value: code, label: text }))}
            style={{ width: "100%" }}
          />
        ) : kind === "region" ? (
          <RegionPicker
            id={id}
            withAbove
            required={needed}
            value={value || undefined}
            onChange={(code) => onChange(code ?? "")}
          />
        ) : kind === "below" || kind === "belowOrBeside" ? (
          <OfficePicker addressed={kind} id={id} value={value} onChange={onChange} />
        ) : kind === "words" ? (
          <Input.TextArea id={id} {...typed} rows={3} maxLength={most ?? 4_000} />
        ) : (
          <Input
            id={id}
            {...typed}
            maxLength={most ?? 500}
            {...(kind === "day" && { type: "date", style: { maxWidth: 200 } })}
          />
        )
      }
    </Labelled>
  );
}

/** As they were chosen. */
export function codesIn(text: string | undefined): string[] {
  return (text ?? "").split(" ").filter(Boolean);
}
