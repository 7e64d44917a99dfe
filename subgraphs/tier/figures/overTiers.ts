import { type DefinitionNode, parse } from "graphql";
import { TIERS } from "../../../schema/contract/tier";
import { coverInStead, type VisitRow } from "../../storage/figures/inStead.repository";
import type { TierContext } from "../context";
import { nameIn, type ResolverMap, titleOf } from "../graph/rename";
import type { TierProfile } from "../profile";
import { betraysRegion, counts } from "./figures.service";

const VISITS = "tierVisitsInStead";
const OVER_TIERS = "tierCoverageOverTiers";

const tiersAbove = ({ tier }: TierProfile) => TIERS.slice(0, TIERS.indexOf(tier));

/** 全覆盖 A unit that the county and the city have both inspected is one covered unit, and no tier can see the other's book. So
 * the tiers above say which units of a region they entered in their office's stead, the gateway brings that along with the
 * region, and the tier whose register it is counts each unit once. */
export function overTiersSdl(profile: TierProfile): readonly DefinitionNode[] {
  const above = tiersAbove(profile).map((tier) => nameIn(tier, VISITS));
  if (above.length === 0) return [];
  const external = above.map((field) => `${field}: [VisitInStead!] @external`).join(" ");
  const requires = above.map((field) => `${field} { unitId enteredOn }`).join(" ");
  const description =
    "本级对象库的各级合计覆盖：本级或上级（提级）进驻过的单位，同一单位只计一次，限您可知的；有一级答不上则为空，不作零计。" +
    "Coverage of this tier's registers by all tiers: units entered by this tier or in its stead by one above, each once, as " +
    "far as you may know; null where one of the tiers does not answer, never as if it had come to none.";
  return parse(`extend type Region { ${external}
    """${description}""" ${nameIn(profile.tier, OVER_TIERS)}: ${titleOf(profile.tier)}CoverageOverTiers
      @requires(fields: "${requires}") }`).definitions;
}

type RegionWithVisits = { code: string } & Record<string, VisitRow[] | string | null>;

export function overTiersResolvers(profile: TierProfile): ResolverMap {
  const above = tiersAbove(profile).map((tier) => nameIn(tier, VISITS));
  if (above.length === 0) return {};
  const cover = async (region: RegionWithVisits, _: unknown, context: TierContext) => {
    const { code } = region;
    if (!counts(context, code) || (await betraysRegion(context, code))) return null;
    const visits = above.map((field) => region[field] as VisitRow[] | null);
    if (visits.some((each) => !each)) return null;
    const own = await context.loaders.coverage.load(code);
    if (!own) return null;
    const inStead = await context.session.read((db) =>
      coverInStead(db, code, context.today(), visits.flat() as VisitRow[]),
    );
    const inspected = own.inspected + inStead;
    return { due: own.due, inspected, inStead, rate: own.due ? inspected / own.due : null };
  };
  return { Region: { [nameIn(profile.tier, OVER_TIERS)]: cover } };
}
