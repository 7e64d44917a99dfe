import { newId } from "../../../schema/contract/ids";
import { POLICY_SETTERS } from "../../domain/deadline/deadline";
import { type Refused, refuse } from "../../domain/refusals";
import { hasStartedSince, hidesTargetsOfOffice, makeRoom } from "../../storage/deadline/policy.repository";
import { DeadlinePolicyRow } from "../../storage/deadline/policy.row";
import { change } from "../change";
import type { TierContext } from "../context";
import type { SetDeadlinePolicyInput } from "./policy.type";

/** Sets a deadline of the caller's office from a day on. What has started keeps its days: a policy never reaches back. */
export async function setDeadlinePolicy(
  context: TierContext,
  input: SetDeadlinePolicyInput,
  key: string,
): Promise<string[] | Refused> {
  context.requireOfficeRole(POLICY_SETTERS);
  const { office } = context.standing;
  return change(context, "setDeadlinePolicy", key, input, async (db) => {
    const { clock, validFrom } = input;
    if (validFrom <= context.today()) {
      if (await hasStartedSince(db, office, clock, validFrom)) return refuse("CLOCK_ALREADY_STARTED");
      // who may not see a part does not decide about the whole
      if (await hidesTargetsOfOffice(db, office)) return refuse("PERSON_RECUSED");
    }
    const validTo = await makeRoom(db, office, clock, validFrom);
    const policy: DeadlinePolicyRow = { ...input, id: newId(context.profile.tier), office, validTo };
    await db.manager.insert(DeadlinePolicyRow, policy);
    const entry = {
      office,
      event: "DeadlinePolicySet",
      objectKind: "DeadlinePolicy",
      objectId: policy.id,
      objectVersion: 1,
    } as const;
    return { ids: [policy.id], entries: [{ ...entry, details: policy }] };
  });
}
