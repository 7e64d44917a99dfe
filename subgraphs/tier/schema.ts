import "reflect-metadata";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { getDocumentNodeFromSchema } from "@graphql-tools/utils";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { parse, print } from "graphql";
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from "type-graphql";
import type { TierContext } from "./context";
import { TierDisclosureResolver } from "./disclosure/disclosure.resolver";
import { TierDisclosure } from "./disclosure/disclosure.type";
import { TierFiguresResolver } from "./figures/figures.resolver";
import { TierFindingResolver } from "./finding/finding.resolver";
import { TierFinding } from "./finding/finding.type";
import { foreignResolvers, foreignSdl } from "./graph/foreign";
import { documentIn, type ResolverMap, resolversIn } from "./graph/rename";
import { validateArgument } from "./graph/validation";
import { TierOfficeResolver, TierRegionResolver } from "./office/office.resolver";
import { TierOffice } from "./office/office.type";
import type { TierProfile } from "./profile";
import { TierPublicationResolver } from "./publication/publication.resolver";
import { TierPublication } from "./publication/publication.type";
import { TierRecusalResolver } from "./recusal/recusal.resolver";
import { TierRoundResolver } from "./round/round.resolver";
import { TierRound } from "./round/round.type";
import { TierRoundTargetResolver } from "./target/target.resolver";
import { TierRoundTarget } from "./target/target.type";
import { TierUnitResolver } from "./unit/unit.resolver";
import { TierUnit } from "./unit/unit.type";

const KIT = [
  TierDisclosureResolver,
  TierFiguresResolver,
  TierFindingResolver,
  TierOfficeResolver,
  TierPublicationResolver,
  TierRecusalResolver,
  TierRegionResolver,
  TierRoundResolver,
  TierRoundTargetResolver,
  TierUnitResolver,
];

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])';

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
  TierRound: ({ id }, { loaders }) => loaders.round.load(id),
  TierRoundTarget: ({ id }, { loaders }) => loaders.target.load(id),
  TierUnit: ({ id }, { loaders }) => loaders.unit.load(id),
  Region: ({ code }) => ({ code }),
};

function reference(load: Load) {
  return async (key: Key, context: TierContext) => {
    const found = await load(key, context);
    return found ? { ...found, __typename: key.__typename } : null;
  };
}

interface Kit {
  document: DocumentNode;
  resolvers: ResolverMap;
}

/** The kit's schema in one tier's names.
 * @param skipCheck a process that starts trusts the check of the build, which costs a quarter of its schema's time */
function kitIn(profile: TierProfile, skipCheck: boolean): Kit {
  const schema = buildSchemaSync({
    resolvers: KIT as unknown as NonEmptyArray<new () => object>,
    orphanedTypes: [TierDisclosure, TierFinding, TierOffice, TierPublication, TierRound, TierRoundTarget, TierUnit],
    skipCheck,
    validateFn: validateArgument,
  });
  const resolvers = createResolversMap(schema) as Kit["resolvers"];
  for (const [type, load] of Object.entries(REFERENCES)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: reference(load) };
  }
  const own = documentIn(profile.tier, getDocumentNodeFromSchema(schema));
  const named = resolversIn(profile.tier, resolvers);
  for (const [type, fields] of Object.entries(foreignResolvers(profile))) named[type] = { ...named[type], ...fields };
  const definitions = [...parse(LINK).definitions, ...own.definitions, ...foreignSdl(profile)];
  return { document: { ...own, definitions }, resolvers: named };
}

/** The subgraph's SDL, as it is committed and composed. */
export function tierSdl(profile: TierProfile): string {
  return `${print(kitIn(profile, false).document)}\n`;
}

export function tierSchema(profile: TierProfile): GraphQLSchema {
  const { document, resolvers } = kitIn(profile, true);
  return buildSubgraphSchema({ typeDefs: document, resolvers: resolvers as never });
}
