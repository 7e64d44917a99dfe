import { type DefinitionNode, parse } from "graphql";
import { derivedId } from "../../../schema/contract/ids";
import { TIERS, type Tier } from "../../../schema/contract/tier";
import type { OfficeRow } from "../../storage/office/office.row";
import type { TierContext } from "../context";
import type { TierProfile } from "../profile";
import { nameIn, type ResolverMap, titleOf } from "./rename";

/** What a tier's schema knows of the other tiers: stubs, so that a reference can cross. A unit of any tier's register may
 * be a target, so the union takes the others' units (a union, because a stub cannot bear an interface's fields); and an
 * office leads down to the offices of the tier below. */
export function foreignSdl(profile: TierProfile): readonly DefinitionNode[] {
  const others = TIERS.filter((tier) => tier !== profile.tier).map(titleOf);
  const own = titleOf(profile.tier);
  const history = `"""本级巡察该单位的记录，近者在前。When this tier inspected the unit, the latest first."""
    ${nameIn(profile.tier, INSPECTIONS)}: [${own}Inspection!]`;
  const sdl = others.map(
    (other) => `"""他级对象库中的单位。A unit of another tier's register."""
      type ${other}Unit @key(fields: "id") { """标识。Id.""" id: ID! ${history} }`,
  );
  sdl.push(`extend union AnyInspectedUnit = ${others.map((other) => `${other}Unit`).join(" | ")}`);
  const { lower } = profile;
  if (lower) {
    const office = `${titleOf(lower.tier)}Office`;
    sdl.push(stub(office, "下一级巡察办。An office of the tier below."));
    sdl.push(`extend type ${titleOf(profile.tier)}Office { """${lower.description}""" ${lower.field}: [${office}] }`);
  }
  return parse(sdl.join("\n")).definitions;
}

function stub(type: string, description: string): string {
  return `"""${description}""" type ${type} @key(fields: "id", resolvable: false) { """标识。Id.""" id: ID! }`;
}

/** Each tier adds the unit's history in a field of its own, whoever's register the unit is in. */
const INSPECTIONS = "tierInspections";

export function foreignResolvers({ tier, lower }: TierProfile): ResolverMap {
  const history = (unit: { id: string }, _: unknown, { loaders }: TierContext) =>
    loaders.inspectionsOfUnit.load(unit.id);
  const resolvers: ResolverMap = Object.fromEntries(
    foreignUnits(tier).map((type) => [type, { [nameIn(tier, INSPECTIONS)]: history }]),
  );
  if (!lower) return resolvers;
  const below = (office: OfficeRow, _: unknown, { services }: TierContext) =>
    services.regions.childrenOf(office.code).map(({ code }) => ({ id: derivedId(lower.tier, "office", code) }));
  return { ...resolvers, [`${titleOf(tier)}Office`]: { [lower.field]: below } };
}

/** The types of the units in other tiers' registers: of these a tier knows the id, and what it did there itself. */
export function foreignUnits(tier: Tier): string[] {
  return TIERS.filter((other) => other !== tier).map((other) => `${titleOf(other)}Unit`);
}
