import { FINDING_RECORDERS } from "../../domain/finding/finding";
import { findingTransitions } from "../../domain/finding/transitions";
import { commandsFor, holdsOneOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findFindingsById } from "../../storage/finding/finding.repository";
import type { FindingRow } from "../../storage/finding/finding.row";
import { findFindingsToMove } from "../../storage/finding/moving.repository";
import { findTeamRoles } from "../../storage/target/target.repository";
import type { TierContext } from "../context";
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

/** A finding that one of its recorders changes by itself, locked.
 * @throws NOT_FOUND where it may not be seen
 * @param isOpen whether it may be changed in its status
 * @returns Refused ROLE_REQUIRED, STALE_VERSION or ILLEGAL_TRANSITION */
export async function lockToRevise(
  context: TierContext,
  db: Db,
  id: string,
  version: number,
  isOpen: (status: FindingRow["status"]) => boolean,
): Promise<FindingRow | Refused> {
  const locked = await lockFindings(db, [id], FINDING_RECORDERS, () => "input.id");
  if (isRefused(locked)) return locked;
  const [finding] = locked as [FindingRow];
  const roles = await findTeamRoles(db, [finding.targetId]);
  const actor = context.actor(roles.get(finding.targetId));
  if (!holdsOneOf(actor, finding, FINDING_RECORDERS)) return refuse("ROLE_REQUIRED", id, FINDING_RECORDERS);
  if (finding.version !== version) return refuse("STALE_VERSION", id);
  // among the commands is the step back to a draft, where there is one
  return isOpen(finding.status)
    ? finding
    : refuse("ILLEGAL_TRANSITION", id, commandsFor(findingTransitions, finding, actor));
}

export const entryOf = entriesOf("Finding");
