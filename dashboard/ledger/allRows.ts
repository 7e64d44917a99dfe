import { Findings } from "../generated/operations";
import type { FindingsQuery, FindingsQueryVariables } from "../generated/types";
import { client, rememberHash } from "../graph/client";
import { type Failure, failureOf } from "../graph/failure";
import { documentOf, withoutTier } from "../graph/operation";
import { filterOf, type LedgerPlace, SORTS } from "../rules/ledgerPlace";
import type { LedgerRow } from "./columns";

const AT_ONCE = 100;
/** What is longer is a file and no paper. */
const MOST = 1_000;

export interface AllRows {
  rows: readonly LedgerRow[];
  /** these are the first ones */
  hasMore: boolean;
}

/** The rows that the filters leave, in the order of the page, however many pages they are on the screen.
 * @returns a failure where one part did not come: half a ledger looks like a whole one on paper */
export async function allRows(place: LedgerPlace): Promise<AllRows | { failure: Failure | undefined }> {
  const operation = Findings.of[place.tier];
  if (!operation) return { rows: [], hasMore: false };
  rememberHash(operation);
  const rows: LedgerRow[] = [];
  let after: string | undefined;
  while (rows.length < MOST) {
    const variables: FindingsQueryVariables = {
      first: AT_ONCE,
      after,
      sort: place.sort ?? SORTS[0],
      filter: filterOf(place),
    };
    const answer = await client
      .query<FindingsQuery>(documentOf(operation), variables, { requestPolicy: "network-only" })
      .toPromise();
    const page = answer.data && withoutTier(answer.data).findings;
    if (!page || answer.error) return { failure: failureOf(answer.error) };
    rows.push(...page.nodes);
    after = page.pageInfo.endCursor ?? undefined;
    if (!page.pageInfo.hasNextPage) return { rows, hasMore: false };
  }
  return { rows, hasMore: true };
}
