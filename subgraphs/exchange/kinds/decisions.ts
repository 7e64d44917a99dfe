import * as v from "valibot";
import { parentOf } from "../../../schema/contract/regionCode";
import { follow } from "../../domain/lifecycle";
import type { Decision, PublicationCommand, PublicationStatus } from "../../domain/publication/publication";
import { publicationTransitions } from "../../domain/publication/transitions";
import { appendJournal, entriesOf } from "../../journal/append";
import { findPublicationToDecide, followDecision } from "../../storage/exchange/decision.repository";
import { ABOUT_NOTHING, type Arrived, type Draft, type Effects, Impossible, type Kind, type Met } from "./kind";

const Decided = v.object({
  id: v.string(),
  version: v.number(),
  reason: v.nullable(v.string()),
});
type DecidedVersion = v.InferOutput<typeof Decided>;

/** The direct superior's decision about a version: the owner's row follows it, unless something else has happened to it. */
function decision(name: "PublicationAccepted" | "PublicationReturned", command: Decision): Kind {
  return {
    name,
    from: [`ReceivedPublication.${name}`],
    between: (source, destination) => parentOf(destination) === source,
    async draft(_, entries) {
      return entries.map((entry): Draft => {
        const { source: owner, number, reason = null } = entry.details;
        const payload = JSON.stringify({ id: entry.objectId, version: number, reason });
        return {
          ...{ kind: name, source: entry.office, destination: owner, subject: entry.objectId },
          ...{ journal: entry.number, at: entry.at, payload },
        };
      });
    },
    read: (payload) => v.parse(Decided, payload),
    async apply(effects, messages) {
      const met: Met[] = [];
      for (const message of messages) met.push(await decide(effects, command, message));
      return met;
    },
    about: () => ABOUT_NOTHING,
  };
}

async function decide(
  { db, now }: Effects,
  command: Decision,
  { source, destination, at, payload }: Arrived<DecidedVersion>,
): Promise<Met> {
  const publication = await findPublicationToDecide(db, destination, payload.id);
  if (!publication || publication.version !== payload.version) {
    // the owner was set back behind its own submission: there is nothing that the decision could be about
    if (!publication) return { setAside: "UNKNOWN_VERSION" };
    throw new Impossible("the decision names another version of this submission");
  }
  if (publication.status === "RECALLED") return { setAside: "RECALLED" };
  if (publication.status !== "SUBMITTED") return { setAside: "DECIDED_BEFORE" };
  if (!publication.isCurrent) return { setAside: "SUPERSEDED" };
  const moved = follow<PublicationStatus, PublicationCommand>(
    publicationTransitions,
    { ...publication, version: publication.revision },
    command,
  );
  const revision = publication.revision + 1;
  await followDecision(db, {
    ...{ id: publication.id, status: moved.to, revision, at: now },
    ...{ office: source, reason: payload.reason },
  });
  const entry = entryOf({ ...publication, version: revision }, moved.event, {
    ...{ by: source, decidedAt: at, reason: payload.reason },
  });
  await appendJournal(db, "platform", now, [entry]);
  return "APPLIED";
}

const entryOf = entriesOf("Publication");

export const publicationAccepted = decision("PublicationAccepted", "ACCEPT");
export const publicationReturned = decision("PublicationReturned", "RETURN");
