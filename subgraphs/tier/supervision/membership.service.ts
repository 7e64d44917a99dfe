import { commandsFor, decide, follow } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { RELEASERS, type ReleaseCommand, type ReleaseStatus } from "../../domain/release/release";
import { releaseTransitions } from "../../domain/release/transitions";
import { joinedOf } from "../../domain/supervision/stated";
import { type MemberCommand, type MemberStatus, SUPERVISION_DECIDERS } from "../../domain/supervision/supervision";
import { memberTransitions } from "../../domain/supervision/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findLinkedAlready, findOwnLinksToMove } from "../../storage/supervision/links.repository";
import {
  findMembersOf,
  findReceivedSupervisionsById,
  findSupervisionsById,
  holdReceivedSupervision,
  saveAnswer,
} from "../../storage/supervision/supervision.repository";
import type { ReceivedSupervisionRow } from "../../storage/supervision/supervision.row";
import { change, requireId } from "../change";
import type { TierContext } from "../context";
import { seemsToNameSomebody } from "../finding/text.service";
import { badField, notFound } from "../graph/errors";
import { endRelease, issuedEntry, issueRelease } from "../release/release.service";
import { namedFindings } from "../release/selection";
import type { AnswerSupervisionInput, LinkFindingsInput } from "./supervision.type";

/** An invited office joins, declines or leaves. What it linked ends with its leaving, and what others linked is not shown to it any
 * more. */
export async function answerSupervision(
  context: TierContext,
  input: AnswerSupervisionInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(SUPERVISION_DECIDERS);
  const id = requireId(input.id, "input.id");
  return change(context, "answerSupervision", key, input, async (db) => {
    const supervision = await holdReceivedSupervision(db, id);
    if (!supervision) throw notFound("input.id");
    if (supervision.revision !== input.revision) return refuse("STALE_VERSION", id);
    const moved = decide<MemberStatus, MemberCommand, typeof memberTransitions>(
      memberTransitions,
      subjectOf(supervision),
      input.command,
      context.actor(),
      { SUPERVISION_NOT_OPEN: isOpen(supervision), REASON_REQUIRED: Boolean(input.note?.trim()) },
    );
    if (isRefused(moved)) return moved;
    const entries = moved.to === "LEFT" ? await takeLinksBack(context, db, id, input.note ?? "") : [];
    const { person } = context.standing;
    const at = { answeredAt: context.now(), answeredBy: person, reason: input.note ?? null };
    const next = { ...supervision, ...at, answer: moved.to, revision: supervision.revision + 1 };
    await saveAnswer(db, next);
    const { office, source } = supervision;
    const answered = entryOf({ office, id, version: next.revision }, moved.event, { source, reason: next.reason });
    return { ids: [id], entries: [...entries, answered] };
  });
}

async function takeLinksBack(context: TierContext, db: Db, id: string, reason: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const link of await findOwnLinksToMove(db, id)) {
    const moved = follow<ReleaseStatus, ReleaseCommand>(releaseTransitions, link, "TAKE_BACK");
    entries.push(await endRelease(context, db, link, moved, reason));
  }
  return entries;
}

const isOpen = ({ status, lostAt }: ReceivedSupervisionRow) => status === "OPEN" && lostAt === null;
const subjectOf = (row: ReceivedSupervisionRow) => ({ ...row, status: row.answer, version: row.revision });
const entryOf = entriesOf("ReceivedSupervision");

/** What the caller's office may answer now. */
export function answersFor(context: TierContext, supervision: ReceivedSupervisionRow): MemberCommand[] {
  if (context.standing.tier !== context.profile.tier || supervision.lostAt !== null) return [];
  const commands = commandsFor<MemberStatus, MemberCommand>(memberTransitions, subjectOf(supervision), context.actor());
  return commands.filter((command) => command === "LEAVE" || isOpen(supervision));
}

/** Links findings of the own office to a joint supervision that it leads or has joined: a release to all members. */
export async function linkFindings(
  context: TierContext,
  input: LinkFindingsInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(RELEASERS);
  const id = requireId(input.supervisionId, "input.supervisionId");
  return change(context, "linkFindings", key, input, async (db) => {
    const membership = await membershipIn(db, id);
    if (!membership) throw notFound("input.supervisionId");
    if (!membership.isMember) return refuse("MEMBERSHIP_REQUIRED", id);
    if (!membership.isOpen) return refuse("SUPERVISION_NOT_OPEN", id);
    const expiresOn = input.expiresOn ?? membership.endsOn;
    if (expiresOn <= context.today()) throw badField("input.expiresOn", "NOT_BEFORE_TOMORROW");
    const item = membership.checklist.find(({ number }) => number === input.checklistItem);
    if (input.checklistItem && !item) throw badField("input.checklistItem", "NOT_FOUND");
    const selected = await namedFindings(context, db, input.findingIds);
    if (isRefused(selected)) return selected;
    const [findings] = selected;
    const { office } = context.standing;
    const foreign = findings.find((finding) => finding.office !== office);
    if (foreign) return refuse("ROLE_REQUIRED", foreign.id, RELEASERS);
    const naming = findings.find(seemsToNameSomebody);
    if (naming) return refuse("TEXT_NAMES_PERSON", naming.id);
    const [linked] = await findLinkedAlready(db, id, input.findingIds);
    if (linked) return refuse("LINKED_ALREADY", linked);
    // whoever sums up what was linked must know where it stands
    const fields = [...new Set([...input.fields, "STATUS" as const])];
    const said = {
      title: membership.title,
      fields,
      expiresOn,
      documentNumber: null,
      checklistItem: item?.number ?? null,
    };
    const grantees = membership.members.filter((member) => member !== office);
    const link = { ...said, findings, purpose: "SUPERVISION" as const, supervisionId: id };
    const release = await issueRelease(context, db, link, grantees);
    return { ids: [release.id], entries: [issuedEntry(release, grantees)] };
  });
}

/** How the caller's office stands to a joint supervision: as the one that leads it, or as one that was invited.
 * @returns undefined where it does not know of it */
async function membershipIn(db: Db, id: string) {
  const [led] = await findSupervisionsById(db, [id]);
  if (led) {
    const members = joinedOf(await findMembersOf(db, [id]));
    return { ...led, members, isMember: true, isOpen: led.status === "OPEN" };
  }
  const [received] = await findReceivedSupervisionsById(db, [id]);
  if (!received) return undefined;
  const members = [received.source, ...received.members];
  return { ...received, members, isMember: received.answer === "JOINED", isOpen: isOpen(received) };
}
