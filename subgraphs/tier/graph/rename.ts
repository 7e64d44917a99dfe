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

/** Concepts that a tier refers to in other tiers: each gets a stub there, so that a reference can cross the tiers. */
const REFERRED = ["InspectedUnit"] as const;

/** The kit's SDL in the names of one tier, with the stubs of the other tiers' concepts. */
export function sdlIn(tier: Tier, kitSdl: string): DocumentNode {
  const others = TIERS.filter((other) => other !== tier).map(titleOf);
  const stubs = REFERRED.flatMap((concept) => [
    ...others.map((other) => `"""${concept}: see its own tier"""
      type ${other}${concept} @key(fields: "id", resolvable: false) { id: ID! }`),
    `extend union Any${concept} = ${others.map((other) => other + concept).join(" | ")}`,
  ]);
  const renamed = visit(parse(kitSdl), { Name: (node) => ({ ...node, value: nameIn(tier, node.value) }) }) as DocumentNode;
  return { ...renamed, definitions: [...renamed.definitions, ...parse(stubs.join("\n")).definitions] };
}

type ResolverMap = Record<string, Record<string, unknown>>;
const ROOTS = new Set(["Query", "Mutation", "Subscription"]);

/** The kit's resolver map in the names of one tier. Enum maps keep their keys. */
export function resolversIn(tier: Tier, kit: ResolverMap): ResolverMap {
  return Object.fromEntries(
    Object.entries(kit).map(([type, fields]) => [nameIn(tier, type), fieldsIn(tier, type, fields)]),
  );
}

function fieldsIn(tier: Tier, type: string, fields: Record<string, unknown>): Record<string, unknown> {
  if (Object.getPrototypeOf(fields) !== Object.prototype) return fields; // a scalar
  const renamesFields = ROOTS.has(type) || type === "Region";
  const renamed = Object.fromEntries(
    Object.entries(fields).map(([field, resolver]) => [renamesFields ? nameIn(tier, field) : field, resolver]),
  );
  const resolveType = renamed.__resolveType;
  if (typeof resolveType === "function") {
    renamed.__resolveType = async (...call: unknown[]) => nameIn(tier, String(await resolveType(...call)));
  }
  return renamed;
}
