import type { ReactNode } from "react";
import type { TieredOperation, WithoutTier } from "../graph/operation";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "./Appearance";
import { type PageInfo, PageTurner, usePaging } from "./PageTurner";
import { Answered, Nothing, Section } from "./states";

const PAGE_ROWS = 20;

interface Turned {
  first?: number;
  after?: string | null | undefined;
}

interface PageOf<Row> {
  nodes: readonly Row[];
  pageInfo: PageInfo;
}

/** What came to an office, went from it or waits there, page by page: a question, and how a row of its answer looks. */
export function Tray<Data extends object, Given extends object, Row extends { id: string }>({
  title,
  tier,
  asks,
  given = {} as Given,
  rowsOf,
  above,
  children,
}: {
  title: string;
  tier: TierOfRows;
  asks: TieredOperation<Data, Given & Turned>;
  /** what the question says beside the page */
  given?: NoInfer<Given>;
  rowsOf: (answer: WithoutTier<Data>) => PageOf<Row> | null | undefined;
  /** stands above the rows */
  above?: ReactNode;
  children: (row: Row) => ReactNode;
}) {
  const words = useWords();
  const paging = usePaging();
  const asked = useAskTier(asks, tier, { ...given, first: PAGE_ROWS, after: paging.after });
  return (
    <Section title={title}>
      {above}
      <Answered asked={asked}>
        {(answer) => {
          const { nodes = [], pageInfo } = rowsOf(answer) ?? {};
          return (
            <>
              {nodes.length === 0 ? (
                <Nothing text={words.nothingYet} />
              ) : (
                <ul className="hits">
                  {nodes.map((row) => (
                    <li key={row.id}>{children(row)}</li>
                  ))}
                </ul>
              )}
              <PageTurner pageInfo={pageInfo} paging={paging} />
            </>
          );
        }}
      </Answered>
    </Section>
  );
}
