import type { RegionCode } from "../../../schema/contract/regionCode";
import { type Refused, refuse } from "../../domain/refusals";
import type { Db } from "../../storage/db";
import { findWithoutOffice } from "../../storage/exchange/peerOffices.repository";

/** Asks whether what goes to these offices of other tiers could arrive at all, by what their tiers have said of themselves. Whether they
 * take part on that day, the carrier brings back.
 * @returns Refused NO_OFFICE_IN_REGION */
export async function refuseWithoutOffice(db: Db, addressees: readonly RegionCode[]): Promise<Refused | undefined> {
  const absent = await findWithoutOffice(db, addressees);
  return absent ? refuse("NO_OFFICE_IN_REGION", absent) : undefined;
}
