import type { PageKey } from "../../../schema/contract/cursor";
import { commandsFor, decide, partiesOf } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { type ReceivedReleaseCommand, type ReceivedReleaseStatus, stateOf } from "../../domain/release/release";
import { receivedReleaseTransitions } from "../../domain/release/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import { acknowledgeReceived, holdReceivedReleases } from "../../storage/release/received.repository";
import type { ReceivedReleaseRow } from "../../storage/release/release.row";
import { change, requireId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import type { AcknowledgeReleasesInput } from "./release.type";

export function receivedReleaseKey({ receivedAt, id }: ReceivedReleaseRow): PageKey {
  return { at: receivedAt, id };
}

/** Acknowledges releases that the own office received: all of them or none. Their owners hear of it by a message. */
export async function acknowledgeReleases(
  context: TierContext,
  input: AcknowledgeReleasesInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(
    partiesOf<ReceivedReleaseStatus, ReceivedReleaseCommand>(receivedReleaseTransitions, "ACKNOWLEDGE"),
  );
  const ids = requireEach(input);
  return change(context, "acknowledgeReleases", key, input, async (db) => {
    const found = new Map((await holdReceivedReleases(db, ids)).map((row) => [row.id, row]));
    const hidden = ids.findIndex((id) => !found.has(id));
    if (hidden >= 0) throw notFound(`input.releases.${hidden}.id`);
    const entries: JournalEntry[] = [];
    for (const { id, revision } of input.releases) {
      const release = found.get(id) as ReceivedReleaseRow;
      if (release.revision !== revision) return refuse("STALE_VERSION", id);
      const moved = decideOne(context, release);
      if (isRefused(moved)) return moved;
      const next = { ...release, revision: revision + 1 };
      await acknowledgeReceived(db, next, { at: context.now(), by: context.standing.person });
      const { office, source } = release;
      entries.push(entryOf({ office, id, version: next.revision }, moved.event, { source }));
    }
    return { ids, entries };
  });
}

function requireEach({ releases }: AcknowledgeReleasesInput): string[] {
  return releases.map(({ id }, i) => {
    const path = `input.releases.${i}.id`;
    if (releases.findIndex((other) => other.id === id) !== i) throw badField(path, "NAMED_TWICE");
    return requireId(id, path);
  });
}

function decideOne(context: TierContext, release: ReceivedReleaseRow) {
  return decide<ReceivedReleaseStatus, ReceivedReleaseCommand, typeof receivedReleaseTransitions>(
    receivedReleaseTransitions,
    subjectOf(release),
    "ACKNOWLEDGE",
    context.actor(),
    { RELEASE_EXPIRED: release.lostAt === null && stateOf(release, context.today()) !== "EXPIRED" },
  );
}

/** What the caller may do with a received release now. */
export function commandsOnReceived(context: TierContext, release: ReceivedReleaseRow): ReceivedReleaseCommand[] {
  const here = context.standing.tier === context.profile.tier;
  if (!here || release.lostAt !== null || stateOf(release, context.today()) === "EXPIRED") return [];
  return commandsFor<ReceivedReleaseStatus, ReceivedReleaseCommand>(
    receivedReleaseTransitions,
    subjectOf(release),
    context.actor(),
  );
}

const subjectOf = (release: ReceivedReleaseRow) => ({ ...release, version: release.revision });
const entryOf = entriesOf("ReceivedRelease");
