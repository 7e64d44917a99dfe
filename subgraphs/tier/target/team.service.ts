import { newId } from "../../../schema/contract/ids";
import { holdsOneOf } from "../../domain/lifecycle";
import { APPOINTERS } from "../../domain/office/office";
import { type Refused, refuse } from "../../domain/refusals";
import { takesTeam } from "../../domain/target/target";
import type { JournalEntry } from "../../journal/append";
import type { Db } from "../../storage/db";
import { AppointmentRow } from "../../storage/target/appointment.row";
import { findTargetsById, findTargetsToMove } from "../../storage/target/target.repository";
import type { TargetRow } from "../../storage/target/target.row";
import { change, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { notFound } from "../graph/errors";
import type { AppointTeamInput } from "./target.type";

/** Appoints people to the team of a target of the caller's office. */
export async function appointTeam(
  context: TierContext,
  input: AppointTeamInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.targetId, "input.targetId");
  return change(context, "appointTeam", key, input, async (db) => {
    const [known] = await findTargetsById(db, [id]);
    if (!known) throw notFound("input.targetId");
    if (!holdsOneOf(context.actor(), known, APPOINTERS)) return refuse("ROLE_REQUIRED", id, APPOINTERS);
    const [target] = await findTargetsToMove(db, [id]);
    if (!target || !takesTeam(target.status)) return refuse("TARGET_ALREADY_HEARD", id);
    const appointments = input.members.map(
      (member): AppointmentRow => ({
        ...member,
        validTo: member.validTo ?? null,
        endedAt: null,
        id: newId(context.profile.tier),
        office: target.office,
        roundId: target.roundId,
        targetId: id,
      }),
    );
    const invalid = appointments.find(({ validFrom, validTo }) => validTo && validTo < validFrom);
    if (invalid) return refuse("PERIOD_INVALID", invalid.person);
    const recused = await findRecused(
      db,
      target,
      input.members.map((member) => member.person),
    );
    if (recused) return refuse("PERSON_RECUSED", recused);
    await db.manager.insert(AppointmentRow, appointments);
    const entry = (appointment: AppointmentRow): JournalEntry => ({
      office: target.office,
      event: "TeamMemberAppointed",
      objectKind: "Appointment",
      objectId: appointment.id,
      objectVersion: 1,
      details: appointment,
    });
    return { ids: [id], entries: appointments.map(entry) };
  });
}

/** Of people of the own office; those of other tiers are kept out at every read by their own standing. */
async function findRecused(db: Db, target: TargetRow, people: string[]): Promise<string | undefined> {
  const [found] = await db.rows<{ accountId: string }>(
    `select account_id from recusal where account_id = any ($1)
       and since <= office_today() and (until is null or until >= office_today())
       and (scope = 'UNIT' and subject = $2 or scope = 'ROUND' and subject = $3
            or scope = 'REGION' and subject = any (array[left($4, 2), left($4, 4), left($4, 6), left($4, 9), $4]))
     limit 1`,
    [people, target.unitId, target.roundId, target.region],
  );
  return found?.accountId;
}
