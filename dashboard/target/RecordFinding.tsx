import { Button, Checkbox } from "antd";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { RecordFindings } from "../generated/operations";
import type { RecordFindingsMutation } from "../generated/types";
import { type Outcome, useChange } from "../graph/useChange";
import { TEXT_FIELDS } from "../rules/findingText";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { isWritten } from "../rules/unsent";
import { mayDo, useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "../shell/Appearance";
import { useUnsent } from "../shell/Leaving";
import { OutcomeNote } from "../shell/OutcomeNote";
import { Section } from "../shell/states";
import { FieldInput, labelled, labelOf } from "../work/FieldInput";
import { Held } from "../work/Held";
import { MissingNote } from "../work/Labelled";
import { useNeeded } from "../work/useNeeded";

type Recorded = Extract<RecordFindingsMutation["recordCountyFindings"], { items: unknown }>;

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
  useUnsent(isWritten(values));
  const needed = useNeeded(TEXT_FIELDS, values);
  if (!mayDo(viewer, "recordFindings")) return null;
  async function send(event: FormEvent) {
    event.preventDefault();
    if (!needed.isComplete()) return;
    const came = await change({
      targetId,
      findings: [{ ...values, furtherUnitIds: [], confirmedNoPerson, synthetic }],
    });
    setOutcome(came as Outcome<Recorded>);
    if (!("done" in came)) return;
    setValues(NOTHING);
    setConfirmed(false);
    needed.begin();
  }
  return (
    <Section title={texts.title}>
      <form ref={needed.form} className="command-form" aria-label={texts.title} onSubmit={(event) => void send(event)}>
        <Held busy={busy}>
          {TEXT_FIELDS.map((field) => (
            <FieldInput
              key={field.path}
              field={field}
              tier={tier}
              missing={needed.missing.includes(field)}
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
        <MissingNote names={needed.missing.map((field) => labelOf(field, words.work))} />
        <div>
          <Button type="primary" htmlType="submit" loading={busy}>
            {texts.send}
          </Button>
        </div>
      </form>
      <OutcomeNote outcome={outcome} fields={labelled(TEXT_FIELDS, words.work)} />
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
