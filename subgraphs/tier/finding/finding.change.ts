import { type Refused, refuse } from "../../domain/refusals";
import { entriesOf } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findFindingsById, findFindingsToMove } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { notFound } from "../graph/errors";

/** Findings of the book in the order of the request, locked for a change.
 * @throws NOT_FOUND where one may not be seen
 * @returns Refused ROLE_REQUIRED where one is only seen as published: it is another office's */
export async function lockFindings(
  db: Db,
  ids: string[],
  parties: readonly string[],
  path: (i: number) => string,
): Promise<FindingRow[] | Refused> {
  const locked = new Map((await findFindingsToMove(db, ids)).map((finding) => [finding.id, finding]));
  const missing = ids.filter((id) => !locked.has(id));
  if (missing.length) {
    const readable = new Set((await findFindingsById(db, missing)).map((finding) => finding.id));
    const hidden = missing.find((id) => !readable.has(id));
    if (hidden) throw notFound(path(ids.indexOf(hidden)));
    return refuse("ROLE_REQUIRED", missing[0], parties);
  }
  return ids.map((id) => locked.get(id) as FindingRow);
}

export const entryOf = entriesOf("Finding");
