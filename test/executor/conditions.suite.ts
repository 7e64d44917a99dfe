import { operationFromDocument } from "@apollo/federation-internals";
import { parse, print } from "graphql";
import { Executor } from "../../gateway/executor";
import { conditionsMet, conditionsMetAhead, withoutConditions } from "../../gateway/planning/conditions";
import { planFor, stock } from "../../scripts/difference/both";
import { compare } from "../../scripts/difference/compare";
import { composeGraph } from "../../scripts/difference/graph";
import { GRAPH } from "./graph";

const planned = (text: string, met: string[]) => print(withoutConditions(parse(text), met)).replace(/\s+/g, " ");

test.each<[string, string, string, string[]?]>([
  ["what is left out", "{ book { id title @skip(if: true) pages @include(if: false) } }", "{ book { id } }"],
  [
    "what is always there",
    "{ book { id @skip(if: false) ... @include(if: true) { title } } }",
    "{ book { id ... { title } } }",
  ],
  ["all of a field", "{ book { id @skip(if: true) } nodes { id } }", "{ book { __typename } nodes { id } }"],
  [
    "parts in parts",
    "{ book { ... @skip(if: true) { title } ... on Book { pages @skip(if: true) } } }",
    "{ book { __typename } }",
  ],
  ["all of an operation", "{ book @skip(if: true) { id } }", "{ __typename }"],
  [
    "a fragment and what is in it",
    "{ book { ...A ...B @skip(if: true) } } fragment A on Book { id @include(if: false) } fragment B on Book { id }",
    "{ book { ...A } } fragment A on Book { __typename } fragment B on Book { id }",
  ],
  [
    "what variables decide",
    "query ($a: Boolean!, $b: Boolean!) { book { id @skip(if: $a) title @include(if: $b) pages @skip(if: $b) @include(if: $a) } }",
    "query ($a: Boolean!, $b: Boolean!) { book { title } }",
    ["a", "b"],
  ],
  [
    "a condition beside one that a variable decides",
    "query ($a: Boolean!) { book { id @skip(if: $a) @include(if: true) title @skip(if: $a) @skip(if: true) } }",
    "query ($a: Boolean!) { book { id } }",
  ],
])("%s is decided before it is planned", (_, text, expected, met = []) => {
  expect(planned(text, met)).toBe(expected);
});

describe("the conditions of an operation", () => {
  const document =
    parse(`query A($b: Boolean!, $c: Boolean = true, $plain: Boolean) { book { ...F sizes @skip(if: $c) } }
    query B { book { id } }
    query C($b: Boolean!) { book { ...F } }
    fragment F on Book { title @include(if: $b) }`);

  test.each([
    ["are what is sent", "A", { b: true, c: false, plain: true }, ["b"]],
    ["are their defaults where nothing is sent", "A", { b: false }, ["c"]],
    ["are false where what is sent is none, which the executor refuses", "A", { b: "true", c: null }, []],
    ["are those of the operation", "C", { b: true, c: true }, ["b"]],
    ["are none where it has none, or there is none of the name", "B", { b: true }, []],
    ["are none where the document has no such operation", "D", { b: true }, []],
  ])("%s", (_, name, sent, met) => {
    expect(conditionsMet(document, name, sent)).toEqual(met);
  });

  test("are planned ahead for all that they can come to, and not for more than a few", () => {
    expect(conditionsMetAhead(document, "A").map((met) => met.join())).toEqual(["", "c", "b", "b,c"]);
    expect(conditionsMetAhead(document, "B")).toEqual([[]]);
    const names = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const many = `query M(${names.map((name) => `$${name}: Boolean!`)}) { book { ${names.map((name) => `${name}: id @skip(if: $${name})`)} } }`;
    expect(conditionsMetAhead(parse(many), "M")).toHaveLength(16);
  });
});

describe("a part that needs a second subgraph for what a third one knows, and is not asked for", () => {
  const LINK =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires"])';
  const graph = composeGraph(
    1,
    {
      alpha: `${LINK}
        type Shop @key(fields: "id") { id: ID! colour: String! }
        type Query { shop: Shop }`,
      gamma: `${LINK}
        type Shop @key(fields: "id") { id: ID! name: String! needs_colour: String! @requires(fields: "colour") colour: String! @external }`,
    },
    ["Shop"],
  );
  const text = "query Drawn($c: Boolean!) { shop { name needs_colour @include(if: $c) } }";

  test.each([
    ["variable", text, { c: false }],
    ["default", text.replace("!", "! = false"), {}],
    ["written out", "query Drawn { shop { name needs_colour @include(if: false) } }", {}],
    ["variable, and is asked for", text, { c: true }],
  ])("takes nothing with it that stands beside it (%s)", async (_, query, variables) => {
    const { verdict, answers } = await compare(graph, { text: query, variables });
    expect([verdict, answers?.ours]).toEqual(["EQUAL", answers?.undivided]);
    expect(answers?.ours.data).toMatchObject({ shop: { name: expect.any(String) } });
  });

  test("took it with it where the planner was left to decide", async () => {
    const document = parse(text);
    const plan = graph.planner.buildQueryPlan(operationFromDocument(graph.supergraph.apiSchema(), document));
    const { data } = await stock(graph, plan, document, { text, variables: { c: false } });
    expect(data).toEqual({ shop: null });
  });
});

test("a plan for other values of the conditions is a defect, and nobody is asked", async () => {
  const { apiSchema: schema, supergraphSchema: supergraph } = GRAPH;
  const asked: unknown[] = [];
  const alpha = { ask: async (question: unknown) => ({ data: { book: { title: `${asked.push(question)}` } } }) };
  const executor = new Executor<undefined>({ schema, supergraph, subgraphs: { alpha } });
  const document = parse("query Drawn($t: Boolean!) { book { title @include(if: $t) id } }");
  const plan = planFor(GRAPH, document, { t: true });
  const carryOut = (t: boolean) => executor.carryOut(plan, { document, variables: { t }, context: undefined });
  await carryOut(true);
  await expect(carryOut(false)).rejects.toThrow("other values");
  expect(asked).toHaveLength(1);
});
