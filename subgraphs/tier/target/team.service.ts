import { homeTierOfAccount, newId } from "../../../schema/contract/ids";
import { appointmentStatus } from "../../domain/appointment/appointment";
import { appointmentTransitions } from "../../domain/appointment/transitions";
import { decide, follow, holdsOneOf } from "../../domain/lifecycle";
import { APPOINTERS } from "../../domain/office/office";
import { isStaff } from "../../domain/office/roles";
import { mustBeSeconded, secondedUntil } from "../../domain/order/secondment";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { admitsForeignPerson } from "../../domain/target/foreignPerson";
import { takesTeam } from "../../domain/target/target";
import { appointedTwice, ledTwice } from "../../domain/target/team";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { findAgreedSecondments } from "../../storage/order/secondment.repository";
import {
  type AppointmentEnd,
  endAppointments,
  findAppointment,
  findAppointmentsOfTargets,
  findAppointmentsToHandOver,
  findAppointmentToEnd,
  findStaff,
} from "../../storage/target/appointment.repository";
import { AppointmentRow } from "../../storage/target/appointment.row";
import { findTargetsById, findTargetsToMove } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { bookWith, changeBook, requireOwnId, requireOwnIds } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import type { AppointTeamInput, EndAppointmentInput, TeamMemberInput } from "./target.type";

/** Appoints people to the teams of targets of the caller's office: one team often works in several of them. */
export async function appointTeam(
  context: TierContext,
  input: AppointTeamInput,
  key: string,
): Promise<string[] | Refused> {
  const ids = requireOwnIds(context, input.targetIds, (i) => `input.targetIds.${i}`);
  return changeBook(context, bookWith("round_target", ids), "appointTeam", key, input, async (db, context) => {
    const known = await findTargetsById(db, ids);
    const hidden = ids.find((id) => !known.some((target) => target.id === id));
    if (hidden) throw notFound(`input.targetIds.${ids.indexOf(hidden)}`);
    const foreign = known.find((target) => !holdsOneOf(context.actor(), target, APPOINTERS));
    if (foreign) return refuse("ROLE_REQUIRED", foreign.id, APPOINTERS);
    const targets = await findTargetsToMove(db, ids);
    const heard = ids.find((id) => !targets.some((target) => target.id === id && takesTeam(target.status)));
    if (heard) return refuse("TARGET_ALREADY_HEARD", heard);
    const invalid = input.members.find(
      ({ validFrom, validTo }) => validTo && (validTo < validFrom || validTo < context.today()),
    );
    if (invalid) return refuse("PERIOD_INVALID", invalid.person);
    const open = await findAppointmentsOfTargets(db, ids);
    const appointments: AppointmentRow[] = [];
    for (const target of targets) {
      const before = open.filter(({ targetId }) => targetId === target.id);
      const twice = appointedTwice(before, input.members);
      if (twice) return refuse("ALREADY_APPOINTED", twice);
      const second = ledTwice(before, input.members);
      if (second) return refuse("LEADER_ALREADY_APPOINTED", second);
      const people = input.members.map(({ person }) => person);
      const homes = await homesOf(context, db, target, people);
      if (isRefused(homes)) return homes;
      const members = await lastDaysOf(context, db, target, homes, input.members);
      if (isRefused(members)) return members;
      appointments.push(...members.map((member) => appointmentOf(context, target, member, homes)));
    }
    await db.manager.insert(AppointmentRow, appointments);
    return { ids, entries: appointments.map((each) => entryOf(each, "TeamMemberAppointed", 1, each)) };
  });
}

function appointmentOf(
  context: TierContext,
  { id: targetId, office, roundId, predecessorId }: TargetRow,
  member: TeamMemberInput,
  homes: ReadonlyMap<string, string>,
): AppointmentRow {
  return {
    ...member,
    validTo: member.validTo ?? null,
    homeOffice: homes.get(member.person) ?? null,
    looksBackOn: predecessorId,
    ...{ endedAt: null, endedBy: null, endReason: null },
    id: newId(context.profile.tier),
    ...{ office, roundId, targetId },
  };
}

/** Until when each is appointed: somebody of an office below, of another tier, for as long as that office has lent them.
 * @returns Refused PERSON_NOT_SECONDED */
async function lastDaysOf<Member extends { person: string; validFrom: string; validTo?: string | null }>(
  context: TierContext,
  db: Db,
  { office, roundId }: TargetRow,
  homes: ReadonlyMap<string, string>,
  members: readonly Member[],
): Promise<Member[] | Refused> {
  const homeOf = ({ person }: Member) => homes.get(person) ?? office;
  const isLent = (member: Member) => {
    return homeTierOfAccount(member.person) !== context.profile.tier && mustBeSeconded(office, homeOf(member));
  };
  if (!members.some(isLent)) return [...members];
  const agreed = await findAgreedSecondments(db, office, roundId);
  const until = members.map((member) =>
    isLent(member) ? secondedUntil(agreed, homeOf(member), member) : member.validTo,
  );
  const stranger = members.find((member, i) => isLent(member) && until[i] === undefined);
  if (stranger) return refuse("PERSON_NOT_SECONDED", stranger.person);
  return members.map((member, i) => ({ ...member, validTo: until[i] }));
}

/** Where people are at home: by the own accounts, and as their home tiers attest those of other tiers. What changes there later,
 * the own standing says at every read.
 * @returns Refused PERSON_NOT_STAFF, PERSON_RECUSED or HOME_TIER_SILENT
 * @throws PeopleWanted where the gateway has not asked for them yet */
async function homesOf(
  context: TierContext,
  db: Db,
  target: TargetRow,
  people: readonly string[],
): Promise<Map<string, string> | Refused> {
  const own = people.filter((person) => homeTierOfAccount(person) === context.profile.tier);
  const staff = new Map((await findStaff(db, target, own)).map((member) => [member.id, member]));
  const stranger = own.find((person) => !isStaff(staff.get(person)?.roles ?? ["DISPLAY"]));
  if (stranger) return refuse("PERSON_NOT_STAFF", stranger);
  const recused = own.find((person) => staff.get(person)?.recused);
  if (recused) return refuse("PERSON_RECUSED", recused);
  const foreign = [...new Set(people.filter((person) => !own.includes(person)))];
  const attested = context.foreignPeople.attested(foreign);
  for (const id of foreign) {
    const refused = admitsForeignPerson(id, attested.get(id), target);
    if (refused) return refused;
  }
  const elsewhere = [...attested.values()].flatMap((person) => (person === "SILENT" ? [] : person));
  return new Map([...staff.values(), ...elsewhere].map(({ id, office }) => [id, office]));
}

/** Ends an appointment before its time: the person's access ends with it. */
export async function endAppointment(
  context: TierContext,
  input: EndAppointmentInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("appointment", [id]), "endAppointment", key, input, async (db, context) => {
    const known = await findAppointment(db, id);
    if (!known || !(await findTargetsById(db, [known.targetId])).length) throw notFound("input.id");
    if (!holdsOneOf(context.actor(), known, APPOINTERS)) return refuse("ROLE_REQUIRED", id, APPOINTERS);
    const appointment = (await findAppointmentToEnd(db, id)) ?? known;
    const reason = input.reason.trim();
    const ended = decide(appointmentTransitions, subjectOf(appointment), "END", context.actor(), {
      REASON_REQUIRED: Boolean(reason),
    });
    if (isRefused(ended)) return ended;
    const end = { endedAt: context.now(), endedBy: context.standing.person, endReason: reason };
    await endAppointments(db, [id], end);
    return { ids: [appointment.targetId], entries: [entryOf(appointment, ended.event, 2, end)] };
  });
}

/** The entry of an appointment that ended before its time, by the director's decision. */
export function endedEarly(appointment: AppointmentRow, end: AppointmentEnd): JournalEntry {
  return entryOf(appointment, appointmentTransitions.APPOINTED.END.event, 2, end);
}

/** 移交: the teams' access ends with the handover after the hearing. */
export async function handOver(context: TierContext, db: Db, targetIds: readonly string[]): Promise<JournalEntry[]> {
  const appointments = await findAppointmentsToHandOver(db, targetIds);
  const end = { endedAt: context.now(), endedBy: context.standing.person, endReason: null };
  await endAppointments(
    db,
    appointments.map(({ id }) => id),
    end,
  );
  return appointments.map((appointment) => {
    const { event } = follow(appointmentTransitions, subjectOf(appointment), "HAND_OVER");
    return entryOf(appointment, event, 2, { follows: appointment.targetId });
  });
}

function subjectOf(appointment: AppointmentRow) {
  return { id: appointment.id, office: appointment.office, status: appointmentStatus(appointment), version: 1 };
}

function entryOf(appointment: AppointmentRow, event: string, version: number, details: object): JournalEntry {
  const { office, id } = appointment;
  return { office, event, objectKind: "Appointment", objectId: id, objectVersion: version, details };
}
