import { useNames } from "../graph/useNames";
import { FILTER_NAMES, type FilterName, type LedgerPlace, type RangeName, SORTS } from "../rules/ledgerPlace";
import { useWords } from "../shell/Appearance";
import { wordFor } from "../words";
import { useNarrowedTo } from "./useNarrowedTo";
import { useTerms } from "./useTerms";

/** Which ledger it is: the filters themselves are not on paper. */
export function FiltersOnPaper({ place }: { place: LedgerPlace }) {
  const words = useWords();
  const nameOf = useNames();
  const termOf = useTerms(place.tier);
  const { to } = useNarrowedTo(place);
  const { ledger, joined } = words;
  const days = (name: RangeName) => {
    const { from, until } = place[name] ?? {};
    return (from || until) && joined.labelled(ledger.range[name], `${from ?? ""} — ${until ?? ""}`);
  };
  const object = (name: FilterName) => to.find(([narrowed]) => narrowed === name)?.[1];
  const filters: Record<FilterName, string | undefined> = {
    region: place.region && nameOf(place.region),
    status: joined.list(...(place.status ?? []).map((status) => wordFor(words.findingStatus, status))),
    colour: place.colour && words.colour[place.colour],
    focus: place.focus && termOf("FOCUS", place.focus),
    category: place.category && termOf("CATEGORY", place.category),
    round: object("round"),
    target: object("target"),
    unit: object("unit"),
    found: days("found"),
    fedBack: days("fedBack"),
    due: days("due"),
  };
  const told = [
    words.tier[place.tier],
    ...FILTER_NAMES.map((name) => filters[name]),
    ledger.sortBy[place.sort ?? SORTS[0]],
  ];
  return <p className="print-only">{told.filter(Boolean).join(" · ")}</p>;
}
