import { newId } from "../../../schema/contract/ids";
import { CLUE_CLOCKS, POLICY_SETTERS, refuseDays } from "../../domain/deadline/deadline";
import { type Refused, refuse } from "../../domain/refusals";
import {
  findGeneralPolicies,
  hasStartedSince,
  hidesTargetsOfOffice,
  makeRoom,
} from "../../storage/deadline/policy.repository";
import { DeadlinePolicyRow } from "../../storage/deadline/policy.row";
import { changeBook, officeNamed, refuseNamed } from "../change";
import type { TierContext } from "../context";
import type { SetDeadlinePolicyInput } from "./policy.type";

/** Sets a deadline of an office from a day on: of the caller's, or of one on paper. What has started keeps its days: a policy never reaches back. */
export async function setDeadlinePolicy(
  context: TierContext,
  input: SetDeadlinePolicyInput,
  key: string,
): Promise<string[] | Refused> {
  const office = officeNamed(context, input.office);
  return changeBook(
    context,
    async () => office,
    "setDeadlinePolicy",
    key,
    input,
    async (db, context) => {
      const barred = await refuseNamed(context, db, office, POLICY_SETTERS);
      if (barred) return barred;
      const { clock, validFrom } = input;
      const shortened = refuseDays(clock, input, await findGeneralPolicies(db, clock, validFrom));
      if (shortened) return shortened;
      if (validFrom <= context.today()) {
        // whether one of a clue has started is nobody's business here: its days change from tomorrow on
        const ofClues = (CLUE_CLOCKS as readonly string[]).includes(clock);
        if (ofClues || (await hasStartedSince(db, office, clock, validFrom))) return refuse("CLOCK_ALREADY_STARTED");
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
    },
  );
}
