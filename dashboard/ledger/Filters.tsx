import { Button, Input, Segmented, Select, Tag } from "antd";
import { useState } from "react";
import {
  ALERT_COLOURS,
  type AlertColour,
  type LedgerPlace,
  queryOf,
  RANGES,
  SORTS,
  type Sort,
} from "../rules/ledgerPlace";
import { TIERS } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Missing } from "../shell/states";
import type { FindingStatus } from "../words";
import { RegionPicker } from "../work/RegionPicker";
import { Days } from "./Days";
import { useNarrowedTo } from "./useNarrowedTo";
import { useTermList } from "./useTerms";

interface Props {
  place: LedgerPlace;
  /** what is searched for */
  text: string | undefined;
  onChange: (place: LedgerPlace, text?: string) => void;
}

export function Filters({ place, text, onChange }: Props) {
  const words = useWords();
  const { terms, asked } = useTermList(place.tier);
  const narrowed = useNarrowedTo(place);
  const optionsOf = (kind: string) =>
    terms.filter((term) => term.kind === kind).map(({ code, name }) => ({ value: code, label: name }));
  const statuses = Object.entries(words.findingStatus).map(([value, label]) => ({ value, label }));
  const set = (changed: Partial<LedgerPlace>) => onChange({ ...place, ...changed });
  const { ledger } = words;
  const { tier, sort, columns } = place;
  const kept = { tier, sort, columns };
  const isFiltered = Boolean(text) || queryOf(place) !== queryOf(kept);
  // words are searched for in a region, and that is all that a search knows
  const searching = Boolean(text);
  const [more, setMore] = useState(RANGES.some((name) => place[name]));
  return (
    <section className="panel" aria-label={ledger.filters}>
      <div className="row">
        <Segmented
          aria-label={ledger.tier}
          options={TIERS.map((value) => ({ value, label: words.tier[value] }))}
          value={place.tier}
          onChange={(of) => onChange({ ...kept, tier: of, region: place.region, status: place.status })}
        />
        <Input.Search
          key={text}
          style={{ width: 240 }}
          aria-label={ledger.search}
          placeholder={ledger.search}
          defaultValue={text}
          maxLength={100}
          allowClear
          onSearch={(typed) => onChange(place, typed.trim())}
        />
        <RegionPicker
          width={190}
          label={ledger.region}
          placeholder={ledger.region}
          value={place.region}
          onChange={(region) => set({ region })}
        />
        <Select
          style={{ minWidth: 180, maxWidth: 360 }}
          disabled={searching}
          mode="multiple"
          maxTagCount={2}
          aria-label={ledger.column.liveStatus}
          placeholder={ledger.column.liveStatus}
          options={statuses}
          value={[...(place.status ?? [])]}
          onChange={(status: FindingStatus[]) => set({ status })}
        />
        <Select
          style={{ width: 130 }}
          disabled={searching}
          aria-label={ledger.colour}
          placeholder={ledger.colour}
          allowClear
          options={ALERT_COLOURS.map((value) => ({ value, label: words.colour[value] }))}
          value={place.colour}
          onChange={(colour?: AlertColour) => set({ colour })}
        />
        {(["focus", "category"] as const).map((kind) => (
          <Select
            key={kind}
            style={{ width: 170 }}
            disabled={searching}
            aria-label={ledger.column[kind]}
            placeholder={ledger.column[kind]}
            allowClear
            options={optionsOf(kind.toUpperCase())}
            value={place[kind]}
            onChange={(code?: string) => set({ [kind]: code })}
          />
        ))}
        <Select<Sort>
          style={{ width: 190 }}
          disabled={searching}
          aria-label={ledger.sort}
          options={SORTS.map((value) => ({ value, label: ledger.sortBy[value] }))}
          value={place.sort ?? SORTS[0]}
          onChange={(chosen) => set({ sort: chosen })}
        />
        {narrowed.to.map(([name, said]) => (
          <Tag key={name} className="narrowed" closable onClose={() => set({ [name]: undefined })}>
            {said}
          </Tag>
        ))}
        <Button type="text" disabled={searching} aria-expanded={more} onClick={() => setMore(!more)}>
          {ledger.days} {more ? "▴" : "▾"}
        </Button>
        {isFiltered && <Button onClick={() => onChange(kept, "")}>{ledger.clear}</Button>}
      </div>
      {more && !searching && <Days place={place} onChange={set} />}
      <Missing of={[asked, ...narrowed.asked]} />
    </section>
  );
}
