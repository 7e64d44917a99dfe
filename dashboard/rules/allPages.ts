/** A page of a list, and whether there is one after it. */
interface PageOf<Row> {
  nodes: readonly Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface AllOf<Row> {
  rows: readonly Row[];
  /** these are the first ones */
  hasMore: boolean;
}

/** The rows of every page of a list, one page asked for after the other.
 * @param ask the page that follows a cursor, the first one without it; or what became of it instead
 * @param most how many rows are enough
 * @returns what became of the page that did not come: half a list looks like a whole one */
export async function allPages<Row, Lost extends object>(
  ask: (after: string | undefined) => Promise<PageOf<Row> | Lost>,
  most: number,
): Promise<AllOf<Row> | Lost> {
  const rows: Row[] = [];
  let after: string | undefined;
  while (rows.length < most) {
    const page = await ask(after);
    if (!("nodes" in page)) return page;
    rows.push(...page.nodes);
    after = page.pageInfo.endCursor ?? undefined;
    if (!page.pageInfo.hasNextPage) return { rows, hasMore: false };
  }
  return { rows, hasMore: true };
}
