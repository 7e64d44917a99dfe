import { type DefinitionNode, parse } from "graphql";
import { derivedId } from "../../../schema/contract/ids";
import { TIERS } from "../../../schema/contract/tier";
import type { OfficeRow } from "../../storage/office/office.row";
import type { TierContext } from "../context";
import type { TierProfile } from "../profile";
import { type ResolverMap, titleOf } from "./rename";

/** What a tier's schema knows of the other tiers: stubs, so that a reference can cross. A unit of any tier's register may
 * be a target, so the union takes the others' units (a union, because a stub cannot bear an interface's fields); and an
 * office leads down to the offices of the tier below. */
export function foreignSdl(profile: TierProfile): readonly DefinitionNode[] {
  const others = TIERS.filter((tier) => tier !== profile.tier).map(titleOf);
  const sdl = others.map((other) => stub(`${other}Unit`, "他级对象库中的单位。A unit of another tier's register."));
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

export function foreignResolvers({ tier, lower }: TierProfile): ResolverMap {
  if (!lower) return {};
  const below = (office: OfficeRow, _: unknown, { services }: TierContext) =>
    services.regions.childrenOf(office.code).map(({ code }) => ({ id: derivedId(lower.tier, "office", code) }));
  return { [`${titleOf(tier)}Office`]: { [lower.field]: below } };
}
