import { Button, Input, Segmented, Select, Tag } from "antd";
import type { LedgerPlace } from "../rules/ledgerPlace";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import type { FindingStatus } from "../words";
import { useTermList } from "./useTerms";

const TIERS: readonly TierOfRows[] = ["PROVINCE", "CITY", "COUNTY"];

export function Filters({ place, onChange }: { place: LedgerPlace; onChange: (place: LedgerPlace) => void }) {
  const words = useWords();
  const terms = useTermList(place.tier);
  const optionsOf = (kind: string) =>
    terms.filter((term) => term.kind === kind).map(({ code, name }) => ({ value: code, label: name }));
  const statuses = Object.entries(words.findingStatus).map(([value, label]) => ({ value, label }));
  const set = (changed: Partial<LedgerPlace>) => onChange({ ...place, ...changed });
  const { ledger } = words;
  const isFiltered = Boolean(
    place.region || place.status?.length || place.focus || place.category || place.round || place.target || place.text,
  );
  return (
    <section className="panel" aria-label={ledger.filters}>
      <div className="row">
        <Segmented
          aria-label={ledger.tier}
          options={TIERS.map((value) => ({ value, label: words.tier[value] }))}
          value={place.tier}
          onChange={(tier) => onChange({ tier, region: place.region, status: place.status, text: place.text })}
        />
        <Input.Search
          key={place.text}
          style={{ width: 240 }}
          aria-label={ledger.search}
          placeholder={ledger.search}
          defaultValue={place.text}
          maxLength={100}
          allowClear
          onSearch={(text) => set({ text: text.trim() || undefined })}
        />
        <Input
          key={`region ${place.region}`}
          style={{ width: 160 }}
          aria-label={ledger.region}
          placeholder={ledger.region}
          defaultValue={place.region}
          inputMode="numeric"
          maxLength={12}
          onPressEnter={({ currentTarget }) => set({ region: currentTarget.value.trim() || undefined })}
          onBlur={({ currentTarget }) => {
            const region = currentTarget.value.trim() || undefined;
            if (region !== place.region) set({ region });
          }}
        />
        <Select
          style={{ minWidth: 180, maxWidth: 360 }}
          mode="multiple"
          maxTagCount={2}
          aria-label={ledger.column.liveStatus}
          placeholder={ledger.column.liveStatus}
          options={statuses}
          value={[...(place.status ?? [])]}
          onChange={(status: FindingStatus[]) => set({ status })}
        />
        <Select
          style={{ width: 170 }}
          aria-label={ledger.column.focus}
          placeholder={ledger.column.focus}
          allowClear
          options={optionsOf("FOCUS")}
          value={place.focus}
          onChange={(focus?: string) => set({ focus })}
        />
        <Select
          style={{ width: 170 }}
          aria-label={ledger.column.category}
          placeholder={ledger.column.category}
          allowClear
          options={optionsOf("CATEGORY")}
          value={place.category}
          onChange={(category?: string) => set({ category })}
        />
        {place.round && (
          <Tag closable onClose={() => set({ round: undefined })}>
            {ledger.round}
          </Tag>
        )}
        {place.target && (
          <Tag closable onClose={() => set({ target: undefined })}>
            {ledger.target}
          </Tag>
        )}
        {isFiltered && <Button onClick={() => onChange({ tier: place.tier })}>{ledger.clear}</Button>}
      </div>
    </section>
  );
}
