import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { ledgerLink, placeOf } from "../rules/ledgerPlace";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { useIsNarrow } from "../shell/useMedia";
import { type ColumnName, NARROW_COLUMNS, USUAL_COLUMNS } from "./columns";
import { Export } from "./Export";
import { Filters } from "./Filters";
import { Found } from "./Found";
import { Rows } from "./Rows";
import { Tools } from "./Tools";

/** 问题台账: every finding that the reader may see, of one tier at a time, since each keeps a book of its own. */
export default function LedgerPage() {
  const words = useWords();
  const viewer = useViewer();
  const isNarrow = useIsNarrow();
  const [, navigate] = useLocation();
  const place = placeOf(useSearch(), viewer.tier as TierOfRows);
  const [columns, setColumns] = useState<readonly ColumnName[]>(isNarrow ? NARROW_COLUMNS : USUAL_COLUMNS);
  const go = (next: typeof place) => navigate(ledgerLink(next));
  return (
    <div className="stack">
      <div className="row panel-head">
        <h1>{words.pages.ledger}</h1>
        <div className="row">
          <Tools
            place={place}
            columns={columns}
            onColumns={setColumns}
            onView={(view) => {
              setColumns(view.columns);
              navigate(`/ledger?${view.query}`);
            }}
          />
          <Export place={place} />
        </div>
      </div>
      <Filters place={place} onChange={go} />
      {place.text ? (
        <Found place={place} text={place.text} />
      ) : (
        // another filter begins on its first page
        <Rows key={ledgerLink(place)} place={place} columns={columns} />
      )}
    </div>
  );
}
