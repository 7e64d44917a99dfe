import { Button, Input, Select } from "antd";
import { useTermList } from "../ledger/useTerms";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { BETWEEN_NAMES } from "../rules/typed";
import { useWords } from "../shell/Appearance";
import { type Called, Missing } from "../shell/states";
import type { Words } from "../words";
import { Labelled } from "./Labelled";
import { useRegister } from "./useRegister";

const MOST_WORDS = 4_000;

/** One thing that a command asks for, with its name above it. */
export function FieldInput({ missing, ...given }: Given & { missing?: boolean }) {
  const { work } = useWords();
  const { field, tier, office, value, onChange, autoFocus } = given;
  return (
    <Labelled label={labelOf(field, work)} required={field.required} missing={missing}>
      {(id) => <Entry {...{ id, field, tier, office, value, onChange, autoFocus }} />}
    </Labelled>
  );
}

/** What a field is called on the page. */
export function labelOf({ name, about }: Field, { field }: Pick<Words["work"], "field">): string {
  return about ? `${about} · ${field[name]}` : field[name];
}

/** The fields of a form by what they are called, for whoever says which of them is wrong. */
export function labelled(fields: readonly Field[], work: Pick<Words["work"], "field">): Called[] {
  return fields.map((field) => ({ path: field.path, label: labelOf(field, work) }));
}

interface Given {
  field: Field;
  tier: TierOfRows;
  /** whose register units are of; the own office's where it is not said */
  office?: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

/** What a field is entered with, by its kind. */
function Entry({
  id,
  field: { kind, required, most = MOST_WORDS, options = [] },
  tier,
  office,
  value,
  onChange,
  autoFocus,
}: Given & { id: string }) {
  const { work, finding } = useWords();
  const common = { id, autoFocus, "aria-required": required };
  // what somebody wrote is not offered to whoever sits there next
  const typed = {
    ...common,
    autoComplete: "off",
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  const choosing = { ...common, value, onChange };
  switch (kind) {
    case "words":
      return <Input.TextArea {...typed} rows={3} maxLength={most} />;
    case "line":
      return <Input {...typed} maxLength={200} />;
    case "day":
      return <Input {...typed} type="date" style={{ maxWidth: 200 }} />;
    case "exception":
      return <Choice {...choosing} options={Object.entries(work.exception)} />;
    case "grade":
      return <Choice {...choosing} options={Object.entries(finding.evaluation)} />;
    case "choice":
      return <Choice {...choosing} options={options} />;
    case "choices":
      return <Choices {...choosing} options={options} />;
    case "accounts":
      return <Choices {...choosing} canWrite options={options} />;
    case "units":
      return <Units {...choosing} tier={tier} office={office} />;
    case "focus":
    case "category":
      return <Term {...choosing} kind={kind} tier={tier} />;
  }
}

interface Choosing {
  id: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

function Term({ kind, tier, ...choosing }: Choosing & { kind: "focus" | "category"; tier: TierOfRows }) {
  const { terms, asked } = useTermList(tier);
  const ofKind = terms.filter((term) => term.kind === kind.toUpperCase());
  return (
    <>
      <Choice {...choosing} options={ofKind.map(({ code, name }) => [code, name])} />
      <Missing of={[asked]} />
    </>
  );
}

function Choice({ options, value, ...rest }: Choosing & { options: readonly (readonly [string, string])[] }) {
  const { work } = useWords();
  return (
    <Select
      {...rest}
      value={value || undefined}
      placeholder={work.choose}
      options={options.map(([code, label]) => ({ value: code, label }))}
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%", maxWidth: 420 }}
    />
  );
}

/** Several of a list; its value has a line for each.
 * @param canWrite also one that is not in the list */
function Choices({
  options,
  canWrite = false,
  value,
  onChange,
  ...rest
}: Choosing & { options: readonly (readonly [string, string])[]; canWrite?: boolean }) {
  const { work } = useWords();
  return (
    <Select
      {...rest}
      mode={canWrite ? "tags" : "multiple"}
      tokenSeparators={canWrite ? [" ", "\n", ...BETWEEN_NAMES] : []}
      value={value.split("\n").filter(Boolean)}
      onChange={(codes: string[]) => onChange(codes.join("\n"))}
      placeholder={work.choose}
      options={options.map(([code, label]) => ({ value: code, label }))}
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%" }}
    />
  );
}

/** Units of a register. */
function Units({ tier, office, ...choosing }: Choosing & { tier: TierOfRows; office?: string }) {
  const { work, joined } = useWords();
  const { known, failure, again, more, loading } = useRegister(tier, office);
  return (
    <>
      <Choices {...choosing} options={known.map(({ id, name, code }) => [id, joined.noted(name, code)])} />
      <Missing of={[{ failure, again }]} />
      {more && (
        <Button onClick={more} loading={loading}>
          {work.prepare.moreUnits(known.length)}
        </Button>
      )}
    </>
  );
}
