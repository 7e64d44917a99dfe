import { createHash } from "node:crypto";
import { nobodyOf } from "../../schema/contract/live";
import type { Role, Standing } from "../../schema/contract/standing";
import { nameOfTier } from "../../schema/contract/tier";

/** Roles that read the book of their office, or what is submitted to it: what they see is the office's. Whoever has none of them sees
 * what is given to the person alone. */
const OFFICE_READERS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "DISPLAY"];

/** In whose name a subscription is asked, and what is equal for all that share the question. */
export interface EffectiveRights {
  key: string;
  standing: Standing;
}

/** @param personal whether the selection depends on the person */
export function effectiveRights(standing: Standing, personal: boolean): EffectiveRights {
  const { tier, office, unit, roles, recusals, person } = standing;
  const isShared = !personal && unit === undefined && roles.some((role) => OFFICE_READERS.includes(role));
  const asked: Standing = {
    ...{ person: isShared ? nobodyOf(nameOfTier(tier)) : person, tier, office, ...(unit !== undefined && { unit }) },
    roles: [...roles].sort(),
    recusals: [...recusals].sort((a, b) => compare(`${a.scope} ${a.subject}`, `${b.scope} ${b.subject}`)),
    rightsEpoch: 0,
  };
  return { key: createHash("sha256").update(JSON.stringify(asked)).digest("base64"), standing: asked };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
