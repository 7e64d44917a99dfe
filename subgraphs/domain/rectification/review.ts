import { type Refused, refuse } from "../refusals";
import type { RectificationStatus, ReviewRole } from "./rectification";

/** The place of one party in a review. */
export interface SignaturePlace {
  role: ReviewRole;
  signedBy: string | null;
}

/** 联合审核: each party signs once, and nobody signs for two.
 * @returns the place that the person fills
 * @returns Refused ILLEGAL_TRANSITION, ROLE_REQUIRED, SIGNED_ALREADY or SIGNS_ONCE */
export function placeToSign<Place extends SignaturePlace>(
  rectification: { id: string; status: RectificationStatus },
  places: readonly Place[],
  signer: { person: string; roles: readonly string[] },
  role: ReviewRole,
): Place | Refused {
  const { id, status } = rectification;
  if (status !== "JOINT_REVIEW") return refuse("ILLEGAL_TRANSITION", id);
  if (!signer.roles.includes(role)) return refuse("ROLE_REQUIRED", id, [role]);
  const place = places.find((each) => each.role === role && each.signedBy === null);
  if (!place) return refuse("SIGNED_ALREADY", id);
  return places.some(({ signedBy }) => signedBy === signer.person) ? refuse("SIGNS_ONCE", id) : place;
}

/** Who signs a review of a unit: a party that the unit does not have has no place. */
export function partiesPresent<Party extends { role: ReviewRole }>(
  parties: readonly Party[],
  superiorUnit: string | null,
): Party[] {
  return parties.filter(({ role }) => role !== "SUPERIOR_BODY" || superiorUnit !== null);
}
