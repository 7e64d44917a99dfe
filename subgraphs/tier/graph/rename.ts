import type { DocumentNode } from "graphql";
// not of the whole library: whoever only wants a name here need not load it
import { visit } from "graphql/language/visitor";
import type { Tier } from "../../../schema/contract/tier";

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

/** The kit's types in the names of one tier. */
export function documentIn(tier: Tier, kit: DocumentNode): DocumentNode {
  return visit(kit, { Name: (node) => ({ ...node, value: nameIn(tier, node.value) }) }) as DocumentNode;
}

export type ResolverMap = Record<string, Record<string, unknown>>;
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
    renamed.__resolveType = (...call: unknown[]) => {
      const name: unknown = resolveType(...call);
      // the library's own are promises; in a list of a hundred each would be waited for
      return name instanceof Promise ? name.then((came) => nameIn(tier, String(came))) : nameIn(tier, String(name));
    };
  }
  return renamed;
}
