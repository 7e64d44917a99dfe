import { Button, Input, Select } from "antd";
import { type FormEvent, useState } from "react";
import type { Outcome } from "../graph/useChange";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Held } from "./Held";
import { Labelled } from "./Labelled";
import { type Addressed, OfficePicker } from "./OfficePicker";
import { RegionPicker } from "./RegionPicker";

interface Line {
  name: string;
  label: string;
  kind?: "words" | "day" | "region" | Addressed;
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
  async function submit(event: FormEvent) {
    event.preventDefault();
    const came = await send(Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim())));
    setOutcome(came);
    if (!("done" in came)) return;
    setOpen(false);
    setValues({});
  }
  return (
    <>
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {begin}
      </Button>
      {isOpen && (
        <form className="command-form" aria-label={title} onSubmit={(event) => void submit(event)}>
          <Held busy={busy}>
            {lines.map((line) => (
              <Asked
                key={line.name}
                line={line}
                value={values[line.name] ?? ""}
                onChange={(value) => setValues({ ...values, [line.name]: value })}
              />
            ))}
            {children}
          </Held>
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {confirm ?? work.confirm(title)}
            </Button>
          </div>
        </form>
      )}
      <OutcomeNote outcome={outcome} labels={Object.fromEntries(lines.map(({ name, label }) => [name, label]))} />
      <p role="status" className={outcome && "done" in outcome ? "done" : "hidden"}>
        {outcome && "done" in outcome ? (said?.(outcome.done) ?? work.done(title)) : ""}
      </p>
    </>
  );
}

function Asked({
  line: { label, kind, needed, most, options },
  value,
  onChange,
}: {
  line: Line;
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
    <Labelled label={label} required={needed}>
      {(id) =>
        options ? (
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
