import { Button } from "antd";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { isUnsure, type Outcome } from "../graph/useChange";
import { type Field, inputOf } from "../rules/commandFields";
import { confirmedOf, isSameStep } from "../rules/intent";
import { mayConfirm } from "../rules/seen";
import type { TierOfRows } from "../rules/tiers";
import { isWritten, KeptForms } from "../rules/unsent";
import { useWords } from "../shell/Appearance";
import { useUnsent } from "../shell/Leaving";
import { OutcomeNote } from "../shell/OutcomeNote";
import { wordFor } from "../words";
import { FieldInput, labelled, labelOf } from "./FieldInput";
import { Held } from "./Held";
import { MissingNote } from "./Labelled";
import { useNeeded } from "./useNeeded";

/** What somebody is about to do: to this object, as it was when they began or when the platform last answered. */
interface Intent<Subject> {
  command: string;
  subject: Subject;
  choice?: string;
  values: Record<string, string>;
}

/** What would come of a command, whether it is offered or withheld, with what is entered so far.
 * @param onFresh is told each time whether that is shown as it is now: otherwise nobody confirms */
export type PreviewOf = (
  command: string,
  input: Record<string, unknown>,
  onFresh: (isFresh: boolean) => void,
) => ReactNode;

interface Commands<Subject> {
  /** what the platform offers now */
  commands: readonly string[];
  /** what it does not offer now, though the role could: whoever asks is told why not */
  withheld?: readonly string[];
  names: Record<string, string>;
  fieldsOf: (command: string) => readonly Field[];
  /** what stands in a form at first, by the paths of its fields */
  initialOf?: (command: string) => Record<string, string>;
  tier: TierOfRows;
  /** whose book it is in, where that may be another's than the own office's */
  office?: string;
  subject: Subject;
  /** of several that can be chosen, which ones are: another choice is another step, though the last one had no answer */
  choice?: string;
  /** by what it is called, for whoever listens to the page */
  label: string;
  busy: boolean;
  previewOf?: PreviewOf;
  carryOut: (command: string, input: Record<string, unknown>, subject: Subject) => Promise<Outcome<unknown>>;
}

/** The commands of an object: one is chosen, its form is filled in and confirmed. What is refused stays there to be put right. */
export function CommandBar<Subject>(given: Commands<Subject>) {
  const { work } = useWords();
  /** while a command is carried out everything stays as it was, though the object is another already */
  const [carriedOut, setCarriedOut] = useState<Commands<Subject>>();
  const of = carriedOut ?? given;
  const { withheld = [] } = of;
  const [intent, setIntent] = useState<Intent<Subject>>();
  const [came, setCame] = useState<Outcome<unknown>>();
  /** what was sent last */
  const [sent, setSent] = useState<string>();
  const [done, setDone] = useState<string>();
  const { bar, goBackTo } = useWayBack();
  const [kept] = useState(() => new KeptForms());
  // what came of one choice says nothing of another
  const outcome = intent && isSameStep(intent, of) ? came : undefined;
  const about = intent && confirmedOf(intent, of, isUnsure(outcome));
  const written = intent !== undefined && isWritten(intent.values, of.initialOf?.(intent.command));
  useUnsent(written || kept.isAnyWritten([...of.commands, ...withheld], (command) => of.initialOf?.(command)));
  function begin(command: string) {
    if (intent) kept.keep(intent.command, of.choice ?? "", intent.values);
    const values = kept.take(command, of.choice ?? "") ?? of.initialOf?.(command) ?? {};
    setIntent({ command, subject: of.subject, choice: of.choice, values });
    setCame(undefined);
    setDone(undefined);
  }
  function end(said?: string) {
    // what was done has made another object of it
    if (said !== undefined) kept.clear();
    goBackTo(said === undefined ? intent?.command : undefined);
    setIntent(undefined);
    setCame(undefined);
    setDone(said);
  }
  async function confirm({ command, values }: Intent<Subject>, about: Subject) {
    setIntent({ command, values, subject: about, choice: of.choice });
    setSent(enteredIn(command, values));
    setCarriedOut({ ...of, busy: true });
    try {
      const answer = await of.carryOut(command, inputOf(values), about);
      if ("done" in answer) end(work.done(wordFor(of.names, command)));
      else setCame(answer);
    } finally {
      setCarriedOut(undefined);
    }
  }
  if (of.commands.length + withheld.length === 0 && !intent && !done) return null;
  return (
    <div className="commands" ref={bar}>
      <Choices of={of} label={of.label} commands={of.commands} chosen={intent?.command} onChoice={begin} />
      {withheld.length > 0 && (
        <div className="row">
          <span className="quiet">{work.withheld}</span>
          <Choices
            of={of}
            label={work.withheld}
            commands={withheld}
            chosen={intent?.command}
            onChoice={begin}
            isQuiet
          />
        </div>
      )}
      {intent && (
        <Form
          key={intent.command}
          of={of}
          intent={intent}
          unsure={isUnsure(outcome) ? sent : undefined}
          onValues={(values) => setIntent({ ...intent, values })}
          onConfirm={about === undefined ? undefined : () => void confirm(intent, about)}
          onCancel={() => end()}
        />
      )}
      <OutcomeNote outcome={outcome} fields={intent && labelled(of.fieldsOf(intent.command), work)} />
      <p role="status" tabIndex={-1} className={done ? "done" : "hidden"}>
        {done}
      </p>
    </div>
  );
}

function Choices<Subject>({
  of: { names, busy },
  label,
  commands,
  chosen,
  onChoice,
  isQuiet = false,
}: {
  of: Commands<Subject>;
  label: string;
  commands: readonly string[];
  chosen: string | undefined;
  onChoice: (command: string) => void;
  isQuiet?: boolean;
}) {
  return (
    <fieldset className="row plain" aria-label={label}>
      {commands.map((command) => (
        <Button
          key={command}
          data-command={command}
          aria-expanded={chosen === command}
          type={chosen === command ? "primary" : isQuiet ? "dashed" : "default"}
          size={isQuiet ? "small" : "middle"}
          disabled={busy}
          onClick={() => onChoice(command)}
        >
          {wordFor(names, command)}
        </Button>
      ))}
    </fieldset>
  );
}

function Form<Subject>({
  of,
  intent: { command, values },
  unsure,
  onValues,
  onConfirm,
  onCancel,
}: {
  of: Commands<Subject>;
  intent: Intent<Subject>;
  /** what was sent without an answer */
  unsure: string | undefined;
  onValues: (values: Record<string, string>) => void;
  /** undefined: there is nothing to confirm */
  onConfirm: (() => void) | undefined;
  onCancel: () => void;
}) {
  const { work } = useWords();
  const name = wordFor(of.names, command);
  const fields = of.fieldsOf(command);
  // who only asks why not is told by the platform
  const needed = useNeeded(of.withheld?.includes(command) ? [] : fields, values);
  const entered = enteredIn(command, values);
  const [seen, setSeen] = useState<string>();
  // while it is carried out it comes true already, and would be refused as the next one
  const preview = of.busy
    ? undefined
    : of.previewOf?.(command, inputOf(values), (isFresh) => setSeen(isFresh ? entered : undefined));
  const isClosed = !onConfirm || (Boolean(preview) && !mayConfirm(entered, { seen, unsure }));
  function send(event: FormEvent) {
    event.preventDefault();
    if (!isClosed && needed.isComplete()) onConfirm?.();
  }
  return (
    <form ref={needed.form} className="command-form" aria-label={work.commandsOf(name)} onSubmit={send}>
      <Held busy={of.busy}>
        {fields.map((field, place) => (
          <FieldInput
            key={`${command} ${field.path}`}
            field={field}
            tier={of.tier}
            office={of.office}
            value={values[field.path] ?? ""}
            onChange={(value) => onValues({ ...values, [field.path]: value })}
            autoFocus={place === 0}
            missing={needed.missing.includes(field)}
          />
        ))}
      </Held>
      {preview}
      <MissingNote names={needed.missing.map((field) => labelOf(field, work))} />
      <p className="quiet">{of.withheld?.includes(command) ? work.whyNot : work.sure}</p>
      <div className="row">
        <Button type="primary" htmlType="submit" loading={of.busy} disabled={isClosed} autoFocus={fields.length === 0}>
          {work.confirm(name)}
        </Button>
        <Button onClick={onCancel} disabled={of.busy}>
          {work.cancel}
        </Button>
      </div>
    </form>
  );
}

/** Whoever closes a form goes on where they were: at the command that they left, or at what is said of the one that was carried out. */
function useWayBack() {
  const bar = useRef<HTMLDivElement>(null);
  const back = useRef<string>(undefined);
  useEffect(() => {
    const way = back.current;
    back.current = undefined;
    if (way !== undefined && document.activeElement === document.body)
      bar.current?.querySelector<HTMLElement>(way)?.focus();
  });
  const goBackTo = (command: string | undefined) => {
    back.current = command === undefined ? ":scope > [role=status]" : `[data-command="${command}"]`;
  };
  return { bar, goBackTo };
}

function enteredIn(command: string, values: Record<string, string>): string {
  return JSON.stringify([command, inputOf(values)]);
}
