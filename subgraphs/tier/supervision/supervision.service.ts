import { newId } from "../../../schema/contract/ids";
import { type RegionCode, tierOfOffice } from "../../../schema/contract/regionCode";
import { decide } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { type SupervisionResult, statedOf, toldOf } from "../../domain/supervision/stated";
import {
  canBeInvited,
  SUPERVISION_PROPOSERS,
  type SupervisionCommand,
  type SupervisionStatus,
} from "../../domain/supervision/supervision";
import { supervisionTransitions } from "../../domain/supervision/transitions";
import { entriesOf, type JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { countLinked, insertResult } from "../../storage/supervision/links.repository";
import {
  findMembersOf,
  findSupervisionToMove,
  insertSupervision,
  inviteMembers,
  saveSupervision,
} from "../../storage/supervision/supervision.repository";
import type { SupervisionRow } from "../../storage/supervision/supervision.row";
import { change, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { requireRegionCode } from "../graph/regionArgument";
import { refuseWithoutOffice } from "../office/addressees";
import type { InviteToSupervisionInput, MoveSupervisionInput, ProposeSupervisionInput } from "./supervision.type";

/** Proposes a joint supervision; nobody is told before it is opened. */
export async function proposeSupervision(
  context: TierContext,
  input: ProposeSupervisionInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(SUPERVISION_PROPOSERS);
  const offices = requireOffices(context, input.offices);
  if (input.endsOn < input.startsOn) throw badField("input.endsOn", "BEFORE_THE_BEGINNING");
  const empty = input.checklist.findIndex((text) => !text.trim() || text.length > 500);
  if (empty >= 0) throw badField(`input.checklist.${empty}`, "LENGTH", { min: 1, max: 500 });
  return change(context, "proposeSupervision", key, input, async (db) => {
    const { office, person } = context.standing;
    const outside = offices.find((each) => !canBeInvited(office, each));
    if (outside) return refuse("MEMBERS_NOT_BELOW", outside);
    const absent = await refuseWithoutOffice(db, offices);
    if (absent) return absent;
    const { kind, title, startsOn, endsOn, synthetic } = input;
    const supervision: SupervisionRow = {
      ...{ id: newId(context.profile.tier), office, kind, title, startsOn, endsOn, synthetic },
      checklist: input.checklist.map((text, i) => ({ number: i + 1, text })),
      ...{ status: "PROPOSED", version: 1, stated: 0, proposedAt: context.now(), proposedBy: person },
      ...{ openedAt: null, concludedAt: null, note: null },
    };
    await insertSupervision(db, supervision);
    await inviteMembers(db, supervision, offices, context.now());
    const { checklist } = supervision;
    const details = { kind, title, checklist, startsOn, endsOn, offices };
    return { ids: [supervision.id], entries: [entryOf(supervision, "SupervisionProposed", details)] };
  });
}

function requireOffices(context: TierContext, named: readonly string[]): RegionCode[] {
  return named.map((text, i) => {
    const path = `input.offices.${i}`;
    const code = requireRegionCode(text, path);
    if (named.slice(0, i).some((other) => requireRegionCode(other, path) === code)) throw badField(path, "NAMED_TWICE");
    if (!tierOfOffice(code) || !context.services.regions.has(code)) throw badField(path, "NO_OFFICE_THERE");
    return code;
  });
}

/** Invites further offices: to what is proposed or open. */
export async function inviteToSupervision(
  context: TierContext,
  input: InviteToSupervisionInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(SUPERVISION_PROPOSERS);
  const id = requireOwnId(context, input.id, "input.id");
  const offices = requireOffices(context, input.offices);
  return change(context, "inviteToSupervision", key, input, async (db) => {
    const supervision = await findSupervisionToMove(db, id);
    if (!supervision) throw notFound("input.id");
    if (supervision.version !== input.version) return refuse("STALE_VERSION", id);
    const outside = offices.find((each) => !canBeInvited(supervision.office, each));
    if (outside) return refuse("MEMBERS_NOT_BELOW", outside);
    const absent = await refuseWithoutOffice(db, offices);
    if (absent) return absent;
    if (supervision.status !== "PROPOSED" && supervision.status !== "OPEN") return refuse("SUPERVISION_NOT_OPEN", id);
    const invited = await inviteMembers(db, supervision, offices, context.now());
    const isOpen = supervision.status === "OPEN";
    const next = { ...supervision, version: supervision.version + 1, stated: supervision.stated + (isOpen ? 1 : 0) };
    await saveSupervision(db, next);
    const told = isOpen ? await statementOf(db, next) : { to: [] };
    const event = isOpen ? "SupervisionInvited" : "SupervisionInvitationAdded";
    return { ids: [id], entries: [entryOf(next, event, { invited, ...told })] };
  });
}

export async function moveSupervision(
  context: TierContext,
  input: MoveSupervisionInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return change(context, "moveSupervision", key, input, async (db) => {
    const supervision = await findSupervisionToMove(db, id);
    if (!supervision) throw notFound("input.id");
    if (supervision.version !== input.version) return refuse("STALE_VERSION", id);
    const moved = decide<SupervisionStatus, SupervisionCommand, typeof supervisionTransitions>(
      supervisionTransitions,
      supervision,
      input.command,
      context.actor(),
      { REASON_REQUIRED: Boolean(input.note?.trim()) },
    );
    if (isRefused(moved)) return moved;
    const isTold = moved.to !== "WITHDRAWN"; // nobody heard of what was only proposed
    const next: SupervisionRow = {
      ...supervision,
      status: moved.to,
      version: supervision.version + 1,
      stated: supervision.stated + (isTold ? 1 : 0),
      openedAt: moved.to === "OPEN" ? context.now() : supervision.openedAt,
      concludedAt: moved.to === "CONCLUDED" ? context.now() : supervision.concludedAt,
      note: input.note ?? supervision.note,
    };
    // later than this neither a status nor a leaving member changes what it came to
    const result = moved.to === "CONCLUDED" ? await conclude(db, next) : null;
    await saveSupervision(db, next);
    const told = isTold ? await statementOf(db, next, result) : {};
    return { ids: [id], entries: [entryOf(next, moved.event, { note: next.note, ...told })] };
  });
}

/** What the exchange tells the members of. */
async function statementOf(db: Db, supervision: SupervisionRow, result: SupervisionResult | null = null) {
  const members = await findMembersOf(db, [supervision.id]);
  return { to: toldOf(members), stated: statedOf(supervision, members, result) };
}

async function conclude(db: Db, { id, office, concludedAt }: SupervisionRow): Promise<SupervisionResult> {
  const counted = await countLinked(db, [id]);
  const counts = counted.map(({ officeCode, status, count }) => ({ officeCode, status, count }));
  const result = { concludedAt: concludedAt as string, counts };
  await insertResult(db, { office, id }, result);
  return result;
}

const entryOf = entriesOf("Supervision") satisfies (...args: never[]) => JournalEntry;
