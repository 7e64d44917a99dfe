import type { Logger } from "pino";
import type { AttestedPeople, AttestedPerson } from "../../schema/contract/attestation";
import { PlatformError } from "../errors";
import type { StandingClient } from "../identity/standing";
import type { CallContext } from "./callContext";

/** Asks the home tiers who people are, for a change of another tier that appoints them. Each is asked as for a standing; one
 * whose home tier gives no answer is named as silent. */
export type PersonAttester = (people: readonly string[], context: CallContext) => Promise<AttestedPeople>;

export function createPersonAttester(findStanding: StandingClient, log: Logger): PersonAttester {
  return async (people, { requestId }) => {
    const silent: string[] = [];
    const known = await Promise.all(
      people.map(async (person): Promise<AttestedPerson[]> => {
        try {
          const { office, unit, roles, recusals } = await findStanding(person, requestId);
          return [{ id: person, office, roles, ofUnit: unit !== undefined, recusals }];
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          if (error.code === "UNAUTHENTICATED") return []; // no active account
          log.warn({ requestId, code: error.code }, "a home tier attests nobody");
          silent.push(person);
          return [];
        }
      }),
    );
    return { asked: [...people], known: known.flat(), silent };
  };
}
