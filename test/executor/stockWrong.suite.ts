import { applyRewrites } from "@apollo/gateway/dist/dataRewrites";
import { GraphQLError } from "graphql";
import { compileRewrites } from "../../gateway/executor/rewrites";
import { Types } from "../../gateway/executor/types";
import { compare } from "../../scripts/difference/compare";
import { GRAPH } from "./graph";

// Where the library's executor is wrong by the specification, which is why the comparison has an undivided schema as its judge.

async function answersTo(text: string, ask = GRAPH.ask) {
  const { answers } = await compare({ ...GRAPH, ask }, { text, variables: {} });
  return { ours: answers?.ours, stock: answers?.stock };
}

test("a subgraph that knows only the interface does not take back what type an object has", async () => {
  const { ours, stock } = await answersTo("query Drawn { nodes { __typename weight } }", async (subgraph) => {
    if (subgraph === "alpha") return { data: { nodes: [{ __typename: "Book", id: "Book:1" }] } };
    return { data: { _entities: [{ __typename: "Node", weight: 5 }] } };
  });
  expect(ours?.data).toEqual({ nodes: [{ __typename: "Book", weight: 5 }] });
  expect(stock?.data).toEqual({ nodes: [null] });
});

test("a fragment on an interface holds fragments on the object's own type", async () => {
  const text = "query Drawn { book { ... on Node { ... on Book { title } } } }";
  const { ours, stock } = await answersTo(text, async () => ({ data: { book: { title: "T" } } }));
  expect(ours?.data).toEqual({ book: { title: "T" } });
  expect(stock?.data).toEqual({ book: {} });
});

test("fields come in the order of the operation", async () => {
  const { ours } = await answersTo("query Drawn { ...F book { id } } fragment F on Query { nodes { id } }");
  expect(Object.keys(ours?.data as object)).toEqual(["nodes", "book"]);
});

test("an error is told at the entity that it is about, where others were not asked for", async () => {
  const nodes = [
    { __typename: "Book", id: "Book:1" },
    { __typename: "Person", id: "Person:1" },
  ];
  const { ours, stock } = await answersTo("query Drawn { nodes { ... on Person { age } } }", async (subgraph) =>
    subgraph === "alpha"
      ? { data: { nodes: structuredClone(nodes) } }
      : { data: { _entities: [{ age: null }] }, errors: [new GraphQLError("no", { path: ["_entities", 0, "age"] })] },
  );
  expect(ours?.errors.map((error) => JSON.parse(error)[0])).toEqual([["nodes", 1, "age"]]);
  expect(stock?.errors.map((error) => JSON.parse(error)[0])).toEqual([["nodes", 0, "age"]]);
});

test("a value that does not fit the schema is told as an error, and not as an extension", async () => {
  const { ours, stock } = await answersTo("query Drawn { book { title } }", async () => ({
    data: { book: { title: 7 } },
  }));
  expect(ours).toEqual({ data: { book: { title: null } }, errors: ['[["book","title"],"VALUE"]'] });
  expect(stock).toEqual(ours);
});

test.each([0, "", false])("a field that the plan renames keeps the value %j", (value) => {
  const rewrites = [{ kind: "KeyRenamer" as const, path: ["x__alias_0"], renameKeyTo: "x" }];
  const [mine, library] = [{ x__alias_0: value }, { x__alias_0: value }];
  compileRewrites(rewrites, new Types(GRAPH.supergraphSchema))?.(mine);
  applyRewrites(GRAPH.supergraphSchema, rewrites, library);
  expect(mine).toEqual({ x: value });
  expect(library).toEqual({ x__alias_0: value });
});
