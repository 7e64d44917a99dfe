import { useNames } from "../graph/useNames";
import { type LedgerPlace, RANGES, SORTS } from "../rules/ledgerPlace";
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
  const ranges = RANGES.map((name) => {
    const { from, until } = place[name] ?? {};
    return from || until ? joined.labelled(ledger.range[name], `${from ?? ""} — ${until ?? ""}`) : "";
  });
  const told = [
    words.tier[place.tier],
    place.region && nameOf(place.region),
    joined.list(...(place.status ?? []).map((status) => wordFor(words.findingStatus, status))),
    place.colour && words.colour[place.colour],
    place.focus && termOf("FOCUS", place.focus),
    place.category && termOf("CATEGORY", place.category),
    ...ranges,
    ...to.map(([, said]) => said),
    ledger.sortBy[place.sort ?? SORTS[0]],
  ];
  return <p className="print-only">{told.filter(Boolean).join(" · ")}</p>;
}
