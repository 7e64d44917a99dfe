import { Button, Table } from "antd";
import { useState } from "react";
import { Findings } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { filterOf, type LedgerPlace } from "../rules/ledgerPlace";
import { useWords } from "../shell/Appearance";
import { Answered, Nothing } from "../shell/states";
import { type ColumnName, columnsOf, type LedgerRow } from "./columns";
import { useTerms } from "./useTerms";

const PAGE_ROWS = 20;

/** A page at a time, from the key on which the one before ended: the thousandth page costs what the first does. */
export function Rows({ place, columns }: { place: LedgerPlace; columns: readonly ColumnName[] }) {
  const words = useWords();
  const nameOf = useTerms(place.tier);
  // where each page begins that was turned over
  const [starts, setStarts] = useState<readonly string[]>([]);
  const variables = { first: PAGE_ROWS, after: starts[starts.length - 1], filter: filterOf(place) };
  const asked = useAskTier(Findings, place.tier, variables, { region: place.region });
  return (
    <section className="panel" aria-label={words.pages.ledger}>
      <Answered asked={asked}>
        {({ findings }) => {
          const rows = findings?.nodes ?? [];
          const { hasNextPage = false, endCursor } = findings?.pageInfo ?? {};
          return (
            <>
              <Table<LedgerRow>
                size="small"
                rowKey="id"
                pagination={false}
                scroll={{ x: "max-content" }}
                columns={columnsOf(columns, words, nameOf)}
                dataSource={[...rows]}
                locale={{ emptyText: <Nothing /> }}
              />
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
                  {words.page.rows(rows.length)} · {words.ledger.sortHint}
                </span>
              </div>
            </>
          );
        }}
      </Answered>
    </section>
  );
}
