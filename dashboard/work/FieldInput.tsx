import { Button, Input, Select } from "antd";
import { useId } from "react";
import { useTermList } from "../ledger/useTerms";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { PartMissing } from "../shell/states";
import { useRegister } from "./useRegister";

const MOST_WORDS = 4_000;

/** One thing that a command asks for, with its name above it. */
export function FieldInput({
  field: { kind, name, required, about, options = [] },
  tier,
  value,
  onChange,
  autoFocus,
}: {
  field: Field;
  tier: TierOfRows;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}) {
  const { work, finding } = useWords();
  const id = useId();
  const common = { id, autoFocus, "aria-required": required };
  const typed = { ...common, value, onChange: (event: { target: { value: string } }) => onChange(event.target.value) };
  return (
    <div className="field">
      <label htmlFor={id}>
        {about ? `${about} · ${work.field[name]}` : work.field[name]}
        {required && <span className="quiet"> （{work.required}）</span>}
      </label>
      {kind === "words" && <Input.TextArea {...typed} rows={3} maxLength={MOST_WORDS} />}
      {kind === "line" && <Input {...typed} maxLength={200} />}
      {kind === "day" && <Input {...typed} type="date" style={{ maxWidth: 200 }} />}
      {kind === "exception" && (
        <Choice {...common} value={value} onChange={onChange} options={Object.entries(work.exception)} />
      )}
      {kind === "choice" && <Choice {...common} value={value} onChange={onChange} options={options} />}
      {kind === "choices" && <Choices {...common} value={value} onChange={onChange} options={options} />}
      {kind === "accounts" && <Choices {...common} canWrite value={value} onChange={onChange} options={options} />}
      {kind === "units" && <Units {...common} tier={tier} value={value} onChange={onChange} />}
      {kind === "grade" && (
        <Choice {...common} value={value} onChange={onChange} options={Object.entries(finding.evaluation)} />
      )}
      {(kind === "focus" || kind === "category") && (
        <Term {...common} kind={kind} tier={tier} value={value} onChange={onChange} />
      )}
    </div>
  );
}

interface Choosing {
  id: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

function Term({ kind, tier, ...choosing }: Choosing & { kind: "focus" | "category"; tier: TierOfRows }) {
  const terms = useTermList(tier).filter((term) => term.kind === kind.toUpperCase());
  return <Choice {...choosing} options={terms.map(({ code, name }) => [code, name])} />;
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
      tokenSeparators={canWrite ? [" ", "\n", ",", "，", "、"] : []}
      value={value.split("\n").filter(Boolean)}
      onChange={(codes: string[]) => onChange(codes.join("\n"))}
      placeholder={work.choose}
      options={options.map(([code, label]) => ({ value: code, label }))}
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%" }}
    />
  );
}

/** Units of the own register. */
function Units({ tier, ...choosing }: Choosing & { tier: TierOfRows }) {
  const { work } = useWords();
  const { known, failure, more, loading } = useRegister(tier);
  return (
    <>
      <Choices {...choosing} options={known.map(({ id, name, code }) => [id, `${name}（${code}）`])} />
      <PartMissing failure={failure} />
      {more && (
        <Button onClick={more} loading={loading}>
          {work.prepare.moreUnits(known.length)}
        </Button>
      )}
    </>
  );
}
