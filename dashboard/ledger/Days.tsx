import { Input } from "antd";
import { type DayRange, type LedgerPlace, RANGES, type RangeName } from "../rules/ledgerPlace";
import { useWords } from "../shell/Appearance";

/** From one day to another, both included: by when it was recorded, fed back, or is due. */
export function Days({ place, onChange }: { place: LedgerPlace; onChange: (changed: Partial<LedgerPlace>) => void }) {
  const { ledger } = useWords();
  function set(name: RangeName, changed: DayRange) {
    const { from, until } = { ...place[name], ...changed };
    onChange({ [name]: from || until ? { ...(from && { from }), ...(until && { until }) } : undefined });
  }
  return (
    <div className="row">
      {RANGES.map((name) => (
        <fieldset key={name} className="days">
          <legend>{ledger.range[name]}</legend>
          {(["from", "until"] as const).map((end) => (
            <Input
              key={`${end} ${place[name]?.[end]}`}
              type="date"
              aria-label={ledger.rangeEnd[end](ledger.range[name])}
              defaultValue={place[name]?.[end]}
              // a day that is being typed is not one yet
              onBlur={({ target }) => {
                if (target.value !== (place[name]?.[end] ?? "")) set(name, { [end]: target.value || undefined });
              }}
              onPressEnter={({ currentTarget }) => set(name, { [end]: currentTarget.value || undefined })}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}
