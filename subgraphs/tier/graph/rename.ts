import { type DocumentNode, parse, visit } from "graphql";
import { TIERS, type Tier } from "../../../schema/contract/tier";

/** `CountyFinding` for `TierFinding`, `countyFindings` for `tierFindings`, `moveCountyFindings` for `moveTierFindings`. */
export function nameIn(tier: Tier, name: string): string {
  const title = titleOf(tier);
  if (name.startsWith("Tier")) return title + name.slice("Tier".length);
  if (name.startsWith("tier")) return title.toLowerCase() + name.slice("tier".length);
  return name.replace(/^([a-z]+)Tier(?=[A-Z])/, `$1${title}`);
}

/** `County` */
export function titleOf(tier: Tier): string {
  return tier.charAt(0) + tier.slice(1).toLowerCase();
}

/** Concepts that a tier refers to in other tiers, with the union that holds them: each gets a stub, so that a reference
 * can cross the tiers. A union, because a stub cannot bear the fields that an interface would ask of it. */
const REFERRED = [{ concept: "Unit", union: "AnyInspectedUnit", zh: "被巡察党组织" }] as const;

/** The kit's SDL in the names of one tier, with the stubs of the other tiers' concepts. */
export function sdlIn(tier: Tier, kitSdl: string): DocumentNode {
  const others = TIERS.filter((other) => other !== tier).map(titleOf);
  const stubs = REFERRED.flatMap(({ concept, union, zh }) => [
    ...others.map(
      (other) => `"""${zh}（他级）。A unit of another tier's register."""
      type ${other}${concept} @key(fields: "id", resolvable: false) { "标识。Id." id: ID! }`,
    ),
    `extend union ${union} = ${others.map((other) => other + concept).join(" | ")}`,
  ]);
  const renamed = visit(parse(kitSdl), {
    Name: (node) => ({ ...node, value: nameIn(tier, node.value) }),
  }) as DocumentNode;
  return { ...renamed, definitions: [...renamed.definitions, ...parse(stubs.join("\n")).definitions] };
}

type ResolverMap = Record<string, Record<string, unknown>>;
/** The kit's resolver map in the names of one tier. Enum maps keep their keys. */
export function resolversIn(tier: Tier, kit: ResolverMap): ResolverMap {
  return Object.fromEntries(Object.entries(kit).map(([type, fields]) => [nameIn(tier, type), fieldsIn(tier, fields)]));
}

function fieldsIn(tier: Tier, fields: Record<string, unknown>): Record<string, unknown> {
  if (Object.getPrototypeOf(fields) !== Object.prototype) return fields; // a scalar
  const renamed = Object.fromEntries(
    Object.entries(fields).map(([field, resolver]) => [nameIn(tier, field), resolver]),
  );
  const resolveType = renamed.__resolveType;
  if (typeof resolveType === "function") {
    renamed.__resolveType = async (...call: unknown[]) => nameIn(tier, String(await resolveType(...call)));
  }
  return renamed;
}
