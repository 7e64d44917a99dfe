import { Findings } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { type ColumnName, filterOf, type LedgerPlace, SORTS } from "../rules/ledgerPlace";
import { useAppearance } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Answered, Nothing } from "../shell/states";
import type { AllRows } from "./allRows";
import { columnsOf, type LedgerRow } from "./columns";
import { useTerms } from "./useTerms";

const PAGE_ROWS = 20;

/** All rows that the filters leave, for paper. */
export function PrintedRows({
  place,
  columns,
  all: { rows, hasMore },
}: {
  place: LedgerPlace;
  columns: readonly ColumnName[];
  all: AllRows;
}) {
  const { words, language } = useAppearance();
  const nameOf = useTerms(place.tier);
  return (
    <section className="print-only">
      {hasMore && <p>{words.work.print.first(rows.length)}</p>}
      <RowTable rows={rows} columns={columnsOf(columns, words, language, nameOf)} label={words.pages.ledger} />
    </section>
  );
}

/** The rows that the filters leave, a page at a time. */
export function Rows({ place, columns }: { place: LedgerPlace; columns: readonly ColumnName[] }) {
  const { words, language } = useAppearance();
  const nameOf = useTerms(place.tier);
  const paging = usePaging();
  const { sort = SORTS[0] } = place;
  const variables = {
    first: PAGE_ROWS,
    after: paging.after,
    sort,
    filter: filterOf(place),
    withDeadline: columns.includes("dueOn"),
  };
  const asked = useAskTier(Findings, place.tier, variables, { region: place.region });
  return (
    <section className="panel" aria-label={words.pages.ledger}>
      <Answered asked={asked}>
        {({ findings }) => {
          const rows = findings?.nodes ?? [];
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
              {/* what a browser prints by itself has a page of the rows under the filters of them all */}
              {(paging.back || findings?.pageInfo.hasNextPage) && (
                <p className="print-only">{words.work.print.onePage}</p>
              )}
              <PageTurner
                pageInfo={findings?.pageInfo}
                paging={paging}
                said={`${words.page.rows(rows.length)} · ${words.ledger.sortBy[sort]}`}
              />
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
