import { Button, Checkbox } from "antd";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { RecordFindings } from "../generated/operations";
import type { RecordFindingsMutation } from "../generated/types";
import { type Outcome, useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";
import { FieldInput } from "../work/FieldInput";
import { Held } from "../work/Held";

type Recorded = Extract<RecordFindingsMutation["recordCountyFindings"], { items: unknown }>;

const FIELDS: readonly Field[] = [
  { path: "title", kind: "line", name: "title", required: true },
  { path: "description", kind: "words", name: "description", required: false },
  { path: "focus", kind: "focus", name: "focus", required: true },
  { path: "category", kind: "category", name: "category", required: true },
];
const NOTHING = { title: "", description: "", focus: "", category: "" };

/** 记录问题: one finding, as a draft. What it may name and what it may repeat is told with what was recorded. */
export function RecordFinding({ targetId }: { targetId: string }) {
  const words = useWords();
  const texts = words.work.record;
  const viewer = useViewer();
  const tier = tierOfId(targetId) ?? "COUNTY";
  const { change, busy } = useChange(RecordFindings, tier);
  const [values, setValues] = useState<typeof NOTHING>(NOTHING);
  const [confirmedNoPerson, setConfirmed] = useState(false);
  const [synthetic, setSynthetic] = useState(settings.demonstration);
  const [outcome, setOutcome] = useState<Outcome<Recorded>>();
  if (!mayDo(viewer, "recordFindings")) return null;
  async function send(event: FormEvent) {
    event.preventDefault();
    const came = await change({
      targetId,
      findings: [{ ...values, furtherUnitIds: [], confirmedNoPerson, synthetic }],
    });
    setOutcome(came as Outcome<Recorded>);
    if (!("done" in came)) return;
    setValues(NOTHING);
    setConfirmed(false);
  }
  return (
    <Section title={texts.title}>
      <form className="command-form" aria-label={texts.title} onSubmit={(event) => void send(event)}>
        <Held busy={busy}>
          {FIELDS.map((field) => (
            <FieldInput
              key={field.path}
              field={field}
              tier={tier}
              value={values[field.path as keyof typeof NOTHING]}
              onChange={(value) => setValues({ ...values, [field.path]: value })}
            />
          ))}
          <Checkbox checked={confirmedNoPerson} onChange={({ target }) => setConfirmed(target.checked)}>
            {texts.confirmedNoPerson}
          </Checkbox>
          {settings.demonstration && (
            <Checkbox checked={synthetic} onChange={({ target }) => setSynthetic(target.checked)}>
              {texts.synthetic}
            </Checkbox>
          )}
        </Held>
        <div>
          <Button type="primary" htmlType="submit" loading={busy}>
            {texts.send}
          </Button>
        </div>
      </form>
      <OutcomeNote outcome={outcome} />
      <div role="status">{outcome && "done" in outcome && <Told recorded={outcome.done} />}</div>
    </Section>
  );
}

function Told({ recorded: { items, possibleDuplicates } }: { recorded: Recorded }) {
  const words = useWords();
  const texts = words.work.record;
  const advice = items.flatMap((item) => item.advice ?? []);
  const known = possibleDuplicates.flatMap(({ finding }) => finding ?? []);
  return (
    <>
      {items.map(({ id, ordinal }) => (
        <p key={id} className="done">
          {texts.recorded(ordinal)} <Link href={findingLink(id)}>{words.finding.details}</Link>
        </p>
      ))}
      {advice.length > 0 && (
        <p>
          {texts.advice} {words.joined.list(...advice.map(({ text }) => `“${text}”`))}
        </p>
      )}
      {known.length > 0 && (
        <p>
          {texts.duplicates}{" "}
          {known.map(({ id, ordinal, title }) => (
            <Link key={id} href={findingLink(id)}>
              {ordinal}. {title}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}
