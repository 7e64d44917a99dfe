import { useEffect, useState } from "react";
import type { Failure } from "../graph/failure";
import type { Asked } from "../graph/useAsk";

interface PageOf<Row> {
  nodes: readonly Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

interface Loaded<Row> {
  known: readonly Row[];
  failure: Failure | undefined;
  /** asks once more for those that did not come */
  again: () => void;
  /** loads the next ones; none where all are there */
  more: (() => void) | undefined;
  loading: boolean;
}

/** The rows of a list from its beginning on, as far as they have been loaded.
 * @param page of the answer
 * @param onTo the list is asked for from this cursor on */
export function useLoaded<Row extends { id: string }>(
  { failure, again, loading, updating }: Asked<unknown>,
  page: PageOf<Row> | null | undefined,
  onTo: (after: string) => void,
): Loaded<Row> {
  const [known, setKnown] = useState<readonly Row[]>([]);
  useEffect(() => {
    if (!page) return;
    setKnown((before) => [...new Map([...before, ...page.nodes].map((row) => [row.id, row])).values()]);
  }, [page]);
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  return { known, failure, again, more: next ? () => onTo(next) : undefined, loading: loading || updating };
}
