import type { Refused } from "../../domain/refusals";

/** A step that a status does not have is answered with what would be accepted in its place.
 * @param offered by the object's id */
export async function withOffered(
  refused: Refused,
  id: string,
  offered: () => Promise<ReadonlyMap<string, readonly string[]>>,
): Promise<Refused> {
  if (refused.refused !== "ILLEGAL_TRANSITION") return refused;
  return { ...refused, allowed: (await offered()).get(id) ?? [] };
}
