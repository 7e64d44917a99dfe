import { Alert } from "antd";
import { useState } from "react";
import { flushSync } from "react-dom";
import { useLocation, useSearch } from "wouter";
import { type LedgerPlace, ledgerLink, listsNothingElsewhere, placeOf, RANGES_OF_OWN_BOOK } from "../rules/ledgerPlace";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { type Prepared, PrintButton } from "../shell/PrintButton";
import { useIsNarrow } from "../shell/useMedia";
import { type AllRows, allRows } from "./allRows";
import { NARROW_COLUMNS, USUAL_COLUMNS } from "./columns";
import { Export } from "./Export";
import { Filters } from "./Filters";
import { FiltersOnPaper } from "./FiltersOnPaper";
import { Found } from "./Found";
import { PrintedRows, Rows } from "./Rows";
import { Tools } from "./Tools";
import { searchingFor, useSearched } from "./useSearched";

/** 问题台账: every finding that the reader may see, of one tier at a time, since each keeps a book of its own. */
export default function LedgerPage() {
  const words = useWords();
  const { joined } = words;
  const { ownBookOnly, range } = words.ledger;
  const viewer = useViewer();
  const isNarrow = useIsNarrow();
  const [, navigate] = useLocation();
  const place = placeOf(useSearch(), viewer.tier as TierOfRows);
  const text = useSearched();
  const { columns = isNarrow ? NARROW_COLUMNS : USUAL_COLUMNS } = place;
  const go = (next: LedgerPlace, sought = text) => navigate(ledgerLink(next), searchingFor(sought));
  const [printed, setPrinted] = useState<AllRows>();
  /** Paper has all rows, not those of the page that is shown. */
  async function prepare(): Promise<Prepared> {
    const came = await allRows(place, columns);
    if ("failure" in came) return came;
    flushSync(() => setPrinted(came));
    return { end: () => setPrinted(undefined) };
  }
  return (
    <div className="stack">
      <div className="row panel-head">
        <h1>{words.pages.ledger}</h1>
        <div className="row">
          <Tools
            place={place}
            columns={columns}
            onColumns={(chosen) => go({ ...place, columns: chosen })}
            onView={(view) => navigate(`/ledger?${view.query}`)}
          />
          {!text && <Export place={place} />}
          <PrintButton key={text ? "found" : ledgerLink(place)} prepare={text ? undefined : prepare} />
        </div>
      </div>
      <div className="screen-only">
        <Filters place={place} text={text} onChange={go} />
      </div>
      {text ? (
        <Found place={place} text={text} />
      ) : (
        <>
          {listsNothingElsewhere(place, viewer.tier) && (
            <Alert
              type="info"
              showIcon
              title={ownBookOnly(words.tier[place.tier], joined.list(...RANGES_OF_OWN_BOOK.map((name) => range[name])))}
            />
          )}
          <FiltersOnPaper place={place} />
          <div className={printed && "screen-only"}>
            {/* another filter begins on its first page, and other columns do not */}
            <Rows key={ledgerLink({ ...place, columns: undefined })} place={place} columns={columns} />
          </div>
          {printed && <PrintedRows place={place} columns={columns} all={printed} />}
        </>
      )}
    </div>
  );
}
