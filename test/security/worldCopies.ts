import fc from "fast-check";
import { derivedId } from "../../schema/contract/ids";
import type { RegionCode } from "../../schema/contract/regionCode";
import { CUSTODY_BODIES, type Custody } from "../../subgraphs/domain/clue/custody";
import { tierOfOffice } from "./oracleReader";
import type { World, WorldClue, WorldCopy, WorldPublication } from "./oracleWorld";

// What of a random world an inbox has made, and the clues in it. References are positions, as in `world.ts`.

const index = fc.nat({ max: 59 });
// most of them where the custodians of an office sit
const custody = fc.record({ office: index, body: fc.constantFrom("INSPECTION", ...CUSTODY_BODIES) });
export const clue = fc.record({
  owner: custody,
  referred: fc.option(fc.record({ to: custody, givenBack: fc.boolean() }), { freq: 3 }),
  concerns: fc.constantFrom("PERSON", "PERSON", "UNIT", "WORKPLACE"),
  which: custody,
  place: index,
});
type DrawnClue = typeof clue extends fc.Arbitrary<infer T> ? T : never;

export function clueOf(
  { owner, referred, concerns, which, place }: DrawnClue,
  i: number,
  { regions, offices, accounts, units }: Pick<World, "regions" | "offices" | "accounts" | "units">,
): WorldClue {
  const custodyAt = ({ office, body }: DrawnClue["owner"]): Custody => `${pick(offices, office).code}:${body}`;
  const own = custodyAt(owner);
  const subjects = {
    PERSON: { person: pick(accounts, which.office).id },
    UNIT: { unitId: pick(units, which.office).id },
    WORKPLACE: { workplace: custodyAt(which) },
  };
  return {
    id: derivedId(tierOfOffice(pick(offices, owner.office).code), "clue", `${i}`),
    owner: own,
    region: pick(regions, place).code,
    referred:
      referred && custodyAt(referred.to) !== own ? { to: custodyAt(referred.to), givenBack: referred.givenBack } : null,
    concerns: subjects[concerns],
  };
}

interface Heard {
  /** whether it has reached each office above, the nearest first */
  arrived: boolean[];
  isHeardOf: boolean;
  isSealed: boolean;
}

export function copiesOf(
  { id, status, findingIds }: WorldPublication,
  superiors: readonly RegionCode[],
  { arrived, isHeardOf, isSealed }: Heard,
): WorldCopy[] {
  const recalled = status === "RECALLED" && isHeardOf;
  const sealedIds = isSealed ? findingIds.slice(0, 1) : [];
  return superiors
    .filter((_, n) => arrived[n])
    .map((holder) => ({ publicationId: id, holder, recalled, isCurrent: !recalled, sealedIds }));
}

export function holds(copies: readonly WorldCopy[], publicationId: string, holder: RegionCode): boolean {
  return copies.some((each) => each.publicationId === publicationId && each.holder === holder);
}

function pick<T>(items: readonly T[], position: number): T {
  return items[position % items.length] as T;
}
