import { isId } from "../../../schema/contract/ids";
import { parentOf, type RegionCode } from "../../../schema/contract/regionCode";
import { isSmall } from "../../domain/figures/readers";
import { closureRateOf, openOf } from "../../domain/finding/figures";
import { LONG_TERM_STATUS, RECTIFIED, UNCOUNTED } from "../../domain/finding/finding";
import { decide, partiesOf } from "../../domain/lifecycle";
import type { Decision, PublicationStatus, ReceivedCommand } from "../../domain/publication/publication";
import { receivedPublicationTransitions } from "../../domain/publication/transitions";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { entriesOf, type JournalEntry } from "../../journal/append";
import {
  countReceived,
  decideReceived,
  findPartlySeen,
  holdReceived,
  type ReceivedPublicationRow,
} from "../../storage/exchange/received.repository";
import { change } from "../change";
import type { TierContext } from "../context";
import { counts } from "../figures/figures.service";
import { badField, notFound } from "../graph/errors";
import type { DecidePublicationsInput, TierReceivedFigures } from "./received.type";

/** Accepts or returns submissions that the own office received: all of them or none. The source's row follows by a message. */
export async function decidePublications(
  context: TierContext,
  input: DecidePublicationsInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(
    partiesOf<PublicationStatus, ReceivedCommand>(receivedPublicationTransitions, input.command),
  );
  const ids = requireIds(input);
  return change(context, "decidePublications", key, input, async (db) => {
    const found = new Map((await holdReceived(db, ids)).map((row) => [row.id, row]));
    const hidden = ids.findIndex((id) => !found.has(id));
    if (hidden >= 0) throw notFound(`input.publications.${hidden}.id`);
    const entries: JournalEntry[] = [];
    for (const { id, revision } of input.publications) {
      const publication = found.get(id) as ReceivedPublicationRow;
      if (publication.revision !== revision) return refuse("STALE_VERSION", id);
      const moved = decideOne(context, publication, input);
      if (isRefused(moved)) return moved;
      const { office } = publication;
      const by = context.standing.person;
      await decideReceived(db, { id, office, status: moved.to, at: context.now(), by, reason: input.note ?? null });
      entries.push(entryFor(publication, moved.event, input));
    }
    // who may not see a part does not decide about the whole
    const [partly] = await findPartlySeen(db, [...found.values()]);
    return partly ? refuse("PERSON_RECUSED", partly) : { ids, entries };
  });
}

function requireIds({ publications }: DecidePublicationsInput): string[] {
  const ids = publications.map(({ id }) => id);
  for (const [i, id] of ids.entries()) {
    if (!isId(id)) throw badField(`input.publications.${i}.id`, "NOT_AN_ID");
    if (ids.indexOf(id) !== i) throw badField(`input.publications.${i}.id`, "NAMED_TWICE");
  }
  return ids;
}

function decideOne(context: TierContext, publication: ReceivedPublicationRow, input: DecidePublicationsInput) {
  const subject = { ...publication, version: publication.revision };
  return decide<PublicationStatus, ReceivedCommand, typeof receivedPublicationTransitions>(
    receivedPublicationTransitions,
    subject,
    input.command,
    context.actor(),
    {
      DIRECT_SUPERIOR_REQUIRED: parentOf(publication.source) === publication.office,
      CURRENT_VERSION_REQUIRED: publication.isCurrent,
      SOMEBODY_ELSE_REQUIRED: publication.enteredByOffice !== publication.office,
      REASON_REQUIRED: Boolean(input.note?.trim()),
    },
  );
}

/** What may be tried on a received version: nothing where another office decides. */
export function decisionsFor(context: TierContext, publication: ReceivedPublicationRow): Decision[] {
  const tried = (["ACCEPT", "RETURN"] as const).filter((command) => {
    const outcome = decideOne(context, publication, { command, note: "x", publications: [] });
    return !isRefused(outcome);
  });
  return context.standing.tier === context.profile.tier ? tried : [];
}

function entryFor(publication: ReceivedPublicationRow, event: string, { command, note }: DecidePublicationsInput) {
  const { office, id, revision, source, targetId, number } = publication;
  const details = { command, source, targetId, number, reason: note ?? null };
  return entryOf({ office, id, version: revision + 1 }, event, details);
}

const entryOf = entriesOf("ReceivedPublication");

/** What the caller's office had received of a region by the end of a day.
 * @param on calendar date of the offices
 * @returns null where it is not the caller's to count */
export async function receivedFigures(
  context: TierContext,
  region: RegionCode,
  on: string,
): Promise<TierReceivedFigures | null> {
  const { standing, profile } = context;
  if (!profile.lower || standing.tier !== profile.tier || !counts(context, region)) return null;
  // a township's figures would betray what of it is hidden from somebody who is recused
  if (isSmall(region) && standing.recusals.length > 0) return null;
  const end = endOfDay(on);
  const asOf = end < context.now() ? end : context.now();
  const rows = await context.session.read((db) => countReceived(db, region, asOf));
  const sum = (of: (status: string) => boolean) =>
    rows.reduce((total, { status, count }) => total + (of(status) ? count : 0), 0);
  const total = sum((status) => !(UNCOUNTED as readonly string[]).includes(status));
  const rectified = sum((status) => (RECTIFIED as readonly string[]).includes(status));
  const longTerm = sum((status) => status === LONG_TERM_STATUS);
  const figures = { total, rectified, longTerm, notSubmitted: 0 };
  return {
    ...{ total, rectified, longTerm, open: openOf(figures), closureRate: closureRateOf(figures) ?? null },
    ...{ synthetic: rows.some(({ synthetic }) => synthetic), asOf },
  };
}

/** Midnight after a day of the offices, Asia/Shanghai, as an instant in UTC: there is no summer time. */
function endOfDay(on: string): string {
  const [day = ""] = new Date(Date.parse(`${on}T16:00:00Z`)).toISOString().split("T");
  return `${day}T16:00:00.000000Z`;
}
