import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { PROJECT } from "../../scripts/supervisor/configuration";

// Nothing of a finding leads to a clue: rule 5 of the visibility, asked of the whole graph and not of one query.

const ROOTS = ["Query", "Mutation", "Subscription"];
const isOfClues = (name: string) => /Clue/.test(name);
/** The one thing that is told beside clues: a number of a whole round, declared once. */
const isDeclaration = (name: string) => /^(Province|City|County)ClueDeclaration$/.test(name);

/** Every type that a query can come to from some types, field by field. */
function reachedFrom(schema: GraphQLSchema, names: readonly string[]): string[] {
  const reached = new Set<string>();
  const next = [...names];
  for (let name = next.pop(); name; name = next.pop()) {
    const type = schema.getType(name);
    if (!type || reached.has(name) || ROOTS.includes(name)) continue;
    reached.add(name);
    if (isAbstractType(type)) next.push(...schema.getPossibleTypes(type).map((each) => each.name));
    if (isObjectType(type) || isInterfaceType(type)) {
      next.push(...Object.values(type.getFields()).map((field) => getNamedType(field.type).name));
    }
  }
  return [...reached].sort();
}

const text = readFileSync(join(PROJECT, "schema", "supergraph.graphql"), "utf8");
const graph = buildSchema(text, { assumeValidSDL: true });

test("no way leads from a finding to a clue: to what was declared of a round alone", () => {
  const reached = reachedFrom(graph, ["Finding"]);
  expect(reached).toEqual(expect.arrayContaining(["CountyFinding", "CityRound", "ProvincePublication", "Region"]));
  expect(reached.filter(isOfClues).filter((name) => !isDeclaration(name))).toEqual([]);
});

test("nor from anything else that has an id of its own in the graph, and a clue has none", () => {
  const keyed = [...text.matchAll(/^(?:type|interface) (\w+)[^{]*@join__type\([^)]*key:/gm)].map(([, name]) =>
    String(name),
  );
  expect(keyed.length).toBeGreaterThan(10);
  expect(keyed.filter(isOfClues)).toEqual([]);
  const reached = reachedFrom(graph, keyed).filter(isOfClues);
  expect(reached.filter((name) => !isDeclaration(name))).toEqual([]);
});

test("nothing is filtered, counted or sorted by clues", () => {
  const inputs = Object.values(graph.getTypeMap()).filter(isInputObjectType);
  const asked = inputs.filter(({ name }) => !isOfClues(name)).flatMap((input) => Object.keys(input.getFields()));
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((name) => /clue/i.test(name))).toEqual([]);
});

test("a way that is planted is found, over a list, an interface and a round", () => {
  const planted = buildSchema(`
    interface Finding { id: ID! }
    type CountyFinding implements Finding { id: ID! round: CountyRound }
    type CountyRound { clues: [CountyClue!]! }
    type CountyClue { id: ID! }
    type Query { finding: Finding }`);
  expect(reachedFrom(planted, ["Finding"]).filter(isOfClues)).toEqual(["CountyClue"]);
});
