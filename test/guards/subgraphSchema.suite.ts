import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type GraphQLObjectType,
  GraphQLSchema,
  lexicographicSortSchema,
  parse,
  printType,
  validateSchema,
} from "graphql";
import { PROFILES } from "../../scripts/subgraphs";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { tierSchema, tierSdl } from "../../subgraphs/tier/schema";

/** Every type by its text, without those that only the federation's directives use. */
function typesOf(schema: GraphQLSchema): string[] {
  return Object.values(lexicographicSortSchema(schema).getTypeMap())
    .filter(({ name }) => !/^(__|federation__|link__)/.test(name))
    .map(printType);
}

describe.each(Object.entries(PROFILES))("the %s subgraph executes", (_tier, profile) => {
  const executed = tierSchema(profile);

  test("what Apollo's own builder makes of its SDL, entrances for the gateway included", () => {
    const byApollo = typesOf(buildSubgraphSchema(parse(tierSdl(profile))));
    expect(byApollo.join("\n")).toContain("_entities(representations: [_Any!]!): [_Entity]!");
    expect(typesOf(executed)).toEqual(byApollo);
  });

  test("no resolver where a property is only read, so that nothing is called for it", () => {
    const title = nameIn(profile.tier, "TierFinding");
    const { office, ...read } = (executed.getType(title) as GraphQLObjectType).getFields();
    expect(office?.resolve).toBeDefined();
    for (const name of ["id", "title", "status", "openedAt", "liveStatus"])
      expect([name, read[name]?.resolve]).toEqual([name, undefined]);
  });

  test("a valid schema, although no process asks when it starts", () => {
    const { assumeValid: _, ...config } = executed.toConfig();
    expect(validateSchema(new GraphQLSchema(config))).toEqual([]);
  });
});
