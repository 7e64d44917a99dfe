import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLSchema, lexicographicSortSchema, parse, printType, validateSchema } from "graphql";
import { PROFILES } from "../../scripts/subgraphs";
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

  test("a valid schema, although no process asks when it starts", () => {
    const { assumeValid: _, ...config } = executed.toConfig();
    expect(validateSchema(new GraphQLSchema(config))).toEqual([]);
  });
});
