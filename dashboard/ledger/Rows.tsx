import { Button } from "antd";
import { useState } from "react";
import { Findings } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { type ColumnName, filterOf, type LedgerPlace, SORTS } from "../rules/ledgerPlace";
import { useAppearance } from "../shell/Appearance";
import { Answered, Nothing } from "../shell/states";
import { columnsOf, type LedgerRow } from "./columns";
import { useTerms } from "./useTerms";

const PAGE_ROWS = 20;

/** A page at a time, from the key on which the one before ended: the thousandth page costs what the first does. */
export function Rows({ place, columns }: { place: LedgerPlace; columns: readonly ColumnName[] }) {
  const { words, language } = useAppearance();
  const nameOf = useTerms(place.tier);
  // where each page begins that was turned over
  const [starts, setStarts] = useState<readonly string[]>([]);
  const variables = {
    first: PAGE_ROWS,
    after: starts[starts.length - 1],
    sort: place.sort ?? SORTS[0],
    filter: filterOf(place),
  };
  const asked = useAskTier(Findings, place.tier, variables, { region: place.region });
  return (
    <section className="panel" aria-label={words.pages.ledger}>
      <Answered asked={asked}>
        {({ findings }) => {
          const rows = findings?.nodes ?? [];
          const { hasNextPage = false, endCursor } = findings?.pageInfo ?? {};
          return (
            <>
              {rows.length > 0 ? (
                <RowTable
                  rows={rows}
                  columns={columnsOf(columns, words, language, nameOf)}
                  label={words.page.rows(rows.length)}
                />
              ) : (
                <Nothing />
              )}
              <div className="row" style={{ marginTop: 12 }}>
                <Button disabled={starts.length === 0} onClick={() => setStarts(starts.slice(0, -1))}>
                  {words.page.previous}
                </Button>
                <Button
                  disabled={!hasNextPage || !endCursor}
                  onClick={() => endCursor && setStarts([...starts, endCursor])}
                >
                  {words.page.next}
                </Button>
                <span className="quiet">
                  {words.page.rows(rows.length)} · {words.ledger.sortBy[place.sort ?? SORTS[0]]}
                </span>
              </div>
            </>
          );
        }}
      </Answered>
    </section>
  );
}

function RowTable({
  rows,
  columns,
  label,
}: {
  rows: readonly LedgerRow[];
  columns: ReturnType<typeof columnsOf>;
  label: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keyboard
    <section className="scroll" tabIndex={0} aria-label={label}>
      <table className="plain wide">
        <thead>
          <tr>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map(({ key, render }) => (
                <td key={key}>{render(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
