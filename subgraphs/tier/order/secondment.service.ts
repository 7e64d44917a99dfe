import { homeTierOfAccount } from "../../../schema/contract/ids";
import { isStaff } from "../../domain/office/roles";
import type { Secondment } from "../../domain/order/secondment";
import { type Refused, refuse } from "../../domain/refusals";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { lock } from "../../storage/lock";
import type { OrderRow } from "../../storage/order/order.row";
import { findAppointmentsOfSeconded, findLentElsewhere } from "../../storage/order/secondment.repository";
import { findRoundsById } from "../../storage/round/round.repository";
import { endAppointments, findStaff } from "../../storage/target/appointment.repository";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { badField, notFound } from "../graph/errors";
import { endedEarly } from "../target/team.service";
import type { IssueOrdersInput } from "./order.type";

const NO_SECONDMENT = { roundId: null, startsOn: null, endsOn: null, peopleWanted: null };

/** What an order for people asks for.
 * @returns nulls of a task; Refused PERIOD_INVALID or ROUND_IS_OVER
 * @throws BAD_USER_INPUT where a task asks for people or an order for people does not say for what */
export async function secondmentOf(
  context: TierContext,
  db: Db,
  { kind, secondment }: Pick<IssueOrdersInput, "kind" | "secondment">,
): Promise<Secondment | typeof NO_SECONDMENT | Refused> {
  if (kind !== "SECONDMENT") {
    if (secondment) throw badField("input.secondment", "ONLY_FOR_PEOPLE");
    return NO_SECONDMENT;
  }
  if (!secondment) throw badField("input.secondment", "REQUIRED");
  const roundId = requireOwnId(context, secondment.roundId, "input.secondment.roundId");
  const [round] = await findRoundsById(db, [roundId]);
  if (!round || round.office !== context.standing.office) throw notFound("input.secondment.roundId");
  const { startsOn, endsOn, peopleWanted } = secondment;
  if (endsOn < startsOn || endsOn < context.today()) return refuse("PERIOD_INVALID", roundId);
  if (round.status === "CLOSED" || round.status === "WITHDRAWN") return refuse("ROUND_IS_OVER", roundId);
  return { roundId, startsOn, endsOn, peopleWanted };
}

/** Whether an office may lend these people: its own active staff, none of them recused from the round or from its office's
 * region, nor lent elsewhere on some of these days. From the units of the round they are kept when they are appointed. */
export async function refusePeople(db: Db, order: OrderRow, people: readonly string[]): Promise<Refused | undefined> {
  if (people.length === 0) return undefined;
  const stranger = people.find((person) => !homeTierOfAccount(person));
  if (stranger) throw badField("input.people", "NOT_AN_ACCOUNT");
  const from = { unitId: "", roundId: order.roundId as string, region: order.issuer };
  const staff = new Map((await findStaff(db, from, people)).map((member) => [member.id, member]));
  const unknown = people.find((person) => {
    const member = staff.get(person);
    return !member || member.office !== order.office || !isStaff(member.roles);
  });
  if (unknown) return refuse("PERSON_NOT_STAFF", unknown);
  const recused = people.find((person) => staff.get(person)?.recused);
  if (recused) return refuse("PERSON_RECUSED", recused);
  // two answers at once could name the same person
  await lock(db, "lending", order.office);
  const { id, office, startsOn, endsOn } = order as OrderRow & Secondment;
  const lent = await findLentElsewhere(db, { id, office, startsOn, endsOn }, people);
  return lent ? refuse("PERSON_LENT_ALREADY", lent) : undefined;
}

/** The people go home before their time: their appointments in the round end with the secondment. */
export async function sendHome(context: TierContext, db: Db, order: OrderRow, reason: string): Promise<JournalEntry[]> {
  if (!order.roundId || order.people.length === 0) return [];
  const appointments = await findAppointmentsOfSeconded(db, order.roundId, order.addressee, order.people);
  const end = { endedAt: context.now(), endedBy: context.standing.person, endReason: reason };
  await endAppointments(
    db,
    appointments.map(({ id }) => id),
    end,
  );
  return appointments.map((appointment) => endedEarly(appointment, end));
}
