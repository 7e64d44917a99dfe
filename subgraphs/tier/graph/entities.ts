import { type DefinitionNode, type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from "graphql";
import type { Tier } from "../../../schema/contract/tier";
import type { TierContext } from "../context";
import { foreignUnits } from "./foreign";
import { nameIn, type ResolverMap } from "./rename";

interface Key {
  __typename: string;
  id: string;
  code: string;
}
type Load = (key: Key, context: TierContext) => Promise<object | undefined> | object;

/** How another subgraph's reference to one of our objects finds it: by its id, through the caller's own eyes. What may not
 * be seen is null, like what does not exist. */
const REFERENCES: Record<string, Load> = {
  TierDisclosure: ({ id }, { loaders }) => loaders.disclosure.load(id),
  TierFinding: ({ id }, { loaders }) => loaders.finding.load(id),
  TierOffice: ({ id }, { loaders }) => loaders.office.load(id),
  TierPublication: ({ id }, { loaders }) => loaders.publication.load(id),
  TierRectification: ({ id }, { loaders }) => loaders.rectification.load(id),
  TierRound: ({ id }, { loaders }) => loaders.round.load(id),
  TierRoundTarget: ({ id }, { loaders }) => loaders.target.load(id),
  TierUnit: ({ id }, { loaders }) => loaders.unit.load(id),
  // with what the gateway has asked of other tiers for one of our fields (@requires)
  Region: (region) => region,
};

/** The entrances that the federation's subgraph specification adds to a document: to its objects by their keys, and to its
 * SDL. A guard compares them with what @apollo/subgraph adds, whose own way costs each process a quarter of a second. */
export function entitySdl({ definitions }: DocumentNode): DocumentNode {
  const entities = definitions.filter(isEntity).map(({ name }) => name.value);
  return parse(`
    scalar _Any
    union _Entity = ${entities.sort().join(" | ")}
    type _Service { sdl: String }
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }`);
}

function isEntity(node: DefinitionNode): node is ObjectTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION && !!node.directives?.some(({ name }) => name.value === "key");
}

/** @param sdl what the subgraph says of itself */
export function entityResolvers(tier: Tier, sdl: () => string): ResolverMap {
  const loads = new Map<string, Load>(Object.entries(REFERENCES).map(([type, load]) => [nameIn(tier, type), load]));
  for (const type of foreignUnits(tier)) loads.set(type, ({ id }) => ({ id }));
  const find = (key: Key, context: TierContext) => {
    const { __typename } = key;
    const load = loads.get(__typename);
    // an error in its own place: those beside it are found
    if (!load) return new Error(`a reference to ${__typename}, which is not an entity of this subgraph`);
    const named = (found: object | undefined) => (found ? { ...found, __typename } : null);
    const found = load(key, context);
    return found instanceof Promise ? found.then(named) : named(found);
  };
  return {
    Query: {
      _entities: (_: unknown, { representations }: { representations: Key[] }, context: TierContext) =>
        representations.map((key) => find(key, context)),
      _service: () => ({ sdl: sdl() }),
    },
    _Entity: { __resolveType: ({ __typename }: Key) => __typename },
  };
}
