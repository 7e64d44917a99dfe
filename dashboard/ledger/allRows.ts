import { Findings } from "../generated/operations";
import type { FindingsQuery, FindingsQueryVariables } from "../generated/types";
import { client, rememberHash } from "../graph/client";
import { type Failure, failureOf } from "../graph/failure";
import { documentOf, withoutTier } from "../graph/operation";
import { type AllOf, allPages } from "../rules/allPages";
import { type ColumnName, filterOf, type LedgerPlace, SORTS } from "../rules/ledgerPlace";
import type { LedgerRow } from "./columns";

const AT_ONCE = 100;
/** What is longer is a file and no paper. */
const MOST = 1_000;

export type AllRows = AllOf<LedgerRow>;

/** The rows that the filters leave, in the order of the page, however many pages they are on the screen.
 * @returns a failure where one part did not come */
export async function allRows(
  place: LedgerPlace,
  columns: readonly ColumnName[],
): Promise<AllRows | { failure: Failure | undefined }> {
  const operation = Findings.of[place.tier];
  if (!operation) return { rows: [], hasMore: false };
  rememberHash(operation);
  const query = documentOf(operation);
  const { sort = SORTS[0] } = place;
  return allPages<LedgerRow, { failure: Failure | undefined }>(async (after) => {
    const variables: FindingsQueryVariables = {
      ...{ first: AT_ONCE, after, sort, filter: filterOf(place) },
      withDeadline: columns.includes("dueOn"),
    };
    const { data, error } = await client
      .query<FindingsQuery>(query, variables, { requestPolicy: "network-only" })
      .toPromise();
    const page = data && withoutTier(data).findings;
    return page && !error ? page : { failure: failureOf(error) };
  }, MOST);
}
