import { GraphQLError, parse } from "graphql";
import { Executor } from "../../gateway/executor";
import type { Found, Question } from "../../gateway/executor/run";
import { writeAnswer } from "../../gateway/executor/written";
import { planFor } from "../../scripts/difference/both";
import { GRAPH } from "./graph";

type Answers = Partial<Record<"alpha" | "beta" | "gamma", (question: Question) => Found | Promise<Found>>>;

const silent = () => {
  throw new Error("nobody should ask it");
};

/** Carries `query Drawn …` out over subgraphs that answer as the test says. */
async function carryOut(text: string, answers: Answers, variables = {}) {
  const document = parse(text);
  const subgraphs = Object.fromEntries(
    ["alpha", "beta", "gamma"].map((name) => [
      name,
      { ask: async (question: Question) => (answers[name as keyof Answers] ?? silent)(question) },
    ]),
  );
  const { apiSchema: schema, supergraphSchema: supergraph } = GRAPH;
  const executor = new Executor<undefined>({ schema, supergraph, subgraphs });
  const asked = { document, operationName: "Drawn", variables, context: undefined };
  const { data, errors = [] } = await executor.carryOut(planFor(GRAPH, document, variables), asked);
  return { data: data?.toJSON(), errors: errors as GraphQLError[], json: data?.json };
}

const pathsOf = (errors: readonly GraphQLError[]) => errors.map(({ path }) => path?.join("."));
const PEOPLE = ["Person:1", "Person:2", "Person:1"].map((id) => ({ __typename: "Person", id }));
const people = () => ({ data: { people: structuredClone(PEOPLE) } });

test("an object of which nothing is left is still asked for, though all of it would need a second subgraph", async () => {
  const text = "query Drawn ($on: Boolean = true) { book @include(if: $on) { ... @skip(if: true) { title pages } } }";
  const book = { __typename: "Book" };
  expect((await carryOut(text, { alpha: () => ({ data: { book } }) })).data).toEqual({ book: {} });
  expect((await carryOut(text, { alpha: () => ({ data: { book: null } }) })).data).toEqual({ book: null });
});

describe("entities", () => {
  test("are asked for once, however often they stand in the answer, and each place gets what was found", async () => {
    const asked: unknown[] = [];
    const { data } = await carryOut("query Drawn { people { id age } }", {
      alpha: people,
      gamma: ({ variables }) => {
        asked.push(variables.representations);
        return { data: { _entities: [{ age: 1 }, { age: 2 }] } };
      },
    });
    expect(asked).toEqual([PEOPLE.slice(0, 2)]);
    expect(data).toEqual({
      people: [
        { id: "Person:1", age: 1 },
        { id: "Person:2", age: 2 },
        { id: "Person:1", age: 1 },
      ],
    });
  });

  test("that cannot be told are told at each of their places", async () => {
    const { errors } = await carryOut("query Drawn { people { age } }", {
      alpha: people,
      gamma: () => ({
        data: { _entities: [{ age: null }, { age: 2 }] },
        errors: [new GraphQLError("no", { path: ["_entities", 0, "age"] })],
      }),
    });
    expect(pathsOf(errors)).toEqual(["people.0.age", "people.2.age"]);
  });

  test.each<[string, Found]>([
    ["too few", { data: { _entities: [{ age: 1 }] } }],
    ["no list", { data: { _entities: { age: 1 } } }],
    ["nothing of them", { data: {} }],
  ])("that come as %s are an error at their place, and the rest stays", async (_, found) => {
    const { data, errors } = await carryOut("query Drawn { people { id age } }", { alpha: people, gamma: () => found });
    expect(data).toEqual({ people: PEOPLE.map(({ id }) => ({ id, age: null })) });
    expect(pathsOf(errors)).toEqual(["people.@"]);
  });

  test("of which one is no object are an error at their place, and the others arrive, those behind it too", async () => {
    const { data, errors } = await carryOut("query Drawn { people { age } }", {
      alpha: people,
      gamma: () => ({ data: { _entities: [5, { age: 2 }] } }) as unknown as Found,
    });
    expect(data).toEqual({ people: [{ age: null }, { age: 2 }, { age: null }] });
    expect(pathsOf(errors)).toEqual(["people.@"]);
  });

  test("that are not there are null as far up as the schema says, and no error", async () => {
    const { data, errors } = await carryOut("query Drawn { nodes { ... on Person { id faults } } }", {
      alpha: () => ({ data: { nodes: structuredClone(PEOPLE) } }),
      gamma: () => ({ data: { _entities: [{ faults: 1 }, null] } }),
    });
    expect(data).toEqual({ nodes: [{ id: "Person:1", faults: 1 }, null, { id: "Person:1", faults: 1 }] });
    expect(errors).toEqual([]);
  });

  test("that are missing are null as far up as the schema says, and told once", async () => {
    const { data, errors } = await carryOut("query Drawn { people { faults } }", {
      alpha: people,
      gamma: () => ({ data: null, errors: [new GraphQLError("down", { path: ["_entities", 0, "faults"] })] }),
    });
    expect(data).toEqual({ people: null });
    expect(pathsOf(errors)).toEqual(["people.0.faults", "people.2.faults"]);
  });
});

describe("what does not fit the schema", () => {
  test.each<[string, string, unknown, unknown]>([
    ["a number for a text", "title", 7, null],
    ["an object for a text", "title", {}, null],
    ["a value that the enumeration has not", "colour", "BLUE", null],
    ["no list", "sizes", 3, null],
    ["a list with a null that may not be", "sizes", [1, null], null],
    ["a list with a fraction", "sizes", [1, 2.5], null],
    ["a number that is too large", "sizes", [2 ** 31], null],
    ["a text for an object", "author { id }", "Person:1", null],
    ["a list for an object", "author { id }", [], null],
    ["a null for what must be", "author { id }", { id: null }, null],
  ])("%s is null and an error with its place", async (_, field, value, expected) => {
    const name = field.split(" ")[0] as string;
    const { data, errors } = await carryOut(`query Drawn { book { ${field} } }`, {
      alpha: () => ({ data: { book: { [name]: value } } }),
    });
    expect(data).toEqual({ book: { [name]: expected } });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.path?.slice(0, 2)).toEqual(["book", name]);
    expect(errors[0]?.message).not.toContain("Person:1");
  });

  test("an object that does not say which type it is, or says one that is none, is null", async () => {
    const nodes = [{ id: "Book:1" }, { __typename: "Nothing", id: "Book:1" }, { __typename: "Book", id: "Book:1" }];
    const { data, errors } = await carryOut("query Drawn { nodes { __typename id } }", {
      alpha: () => ({ data: { nodes } }),
    });
    expect(data).toEqual({ nodes: [null, null, { __typename: "Book", id: "Book:1" }] });
    expect(errors).toHaveLength(2);
  });

  test("a thousand wrong values are told by the first hundred", async () => {
    const nodes = Array.from({ length: 1_000 }, () => ({ __typename: "Book", id: null }));
    const { errors } = await carryOut("query Drawn { nodes { id } }", { alpha: () => ({ data: { nodes } }) });
    expect(errors).toHaveLength(100);
  });
});

describe("an operation", () => {
  const book = () => ({ data: { book: { title: "T", colour: "RED" } } });

  test("has the fields that its conditions say, each time anew", async () => {
    const text = "query Drawn($t: Boolean! = true) { book { title @include(if: $t) colour @skip(if: $t) } }";
    expect((await carryOut(text, { alpha: book })).data).toEqual({ book: { title: "T" } });
    expect((await carryOut(text, { alpha: book }, { t: false })).data).toEqual({ book: { colour: "RED" } });
  });

  test("that asks for nothing is answered with nothing, and nobody is asked", async () => {
    expect((await carryOut("query Drawn { book @skip(if: true) { title } }", {})).data).toEqual({});
  });

  test("whose plan is empty although something is asked for is a defect", async () => {
    const { apiSchema: schema, supergraphSchema: supergraph } = GRAPH;
    const executor = new Executor<undefined>({ schema, supergraph, subgraphs: {} });
    const document = parse("query Drawn { book { title } }");
    const asked = { document, variables: {}, context: undefined };
    await expect(executor.carryOut({ kind: "QueryPlan" }, asked)).rejects.toThrow("empty");
  });

  test("with variables that are none is refused before anybody is asked", async () => {
    const { data, errors } = await carryOut("query Drawn($t: Boolean!) { book { title @include(if: $t) } }", {});
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  test("with very many wrong values hears of some of them, and costs no more", async () => {
    const ids = Array(100_000).fill({ no: "id" });
    const { errors } = await carryOut("query Drawn($ids: [ID!]!) { book { title } }", {}, { ids });
    expect(errors).toHaveLength(20);
    expect(errors.at(-1)?.message).toMatch(/^Variable "\$ids" got invalid value/);
  });

  test("whose condition is null in the place of its default is refused, also where a fragment has the condition", async () => {
    const fragment = "fragment F on Book { title @skip(if: $t) }";
    for (const text of ["book { title @include(if: $t) }", "book { ...F }"]) {
      const document = `query Drawn($t: Boolean = true) { ${text} } ${text.includes("...F") ? fragment : ""}`;
      const { data, errors } = await carryOut(document, {}, { t: null });
      expect([data, errors.map(({ message }) => message)]).toEqual([
        undefined,
        [expect.stringMatching(/^Variable "\$t" of non-null/)],
      ]);
      expect((await carryOut(document, { alpha: book })).errors).toEqual([]);
    }
  });

  test("is told what the schema says of itself, beside data, with fragments, aliases and variables", async () => {
    const text = `query Drawn($name: String!) { t: __type(name: $name) { ...T } __schema { queryType { name } } __typename book { title } }
      fragment T on __Type { name kind }`;
    const { data } = await carryOut(text, { alpha: book }, { name: "Colour" });
    const told = {
      t: { name: "Colour", kind: "ENUM" },
      __schema: { queryType: { name: "Query" } },
      __typename: "Query",
    };
    expect(data).toEqual({ ...told, book: { title: "T" } });
  });

  test("may name a field as every object has one, and gets no such thing from anywhere else", async () => {
    const text = "query Drawn { book { __proto__: title constructor: colour toString: title } }";
    const sent = JSON.parse('{"book":{"__proto__":"T"}}') as Record<string, unknown>;
    const { json } = await carryOut(text, { alpha: () => ({ data: sent }) });
    expect(String(json)).toBe('{"book":{"__proto__":"T","constructor":null,"toString":null}}');
    expect(({} as { title?: unknown }).title).toBeUndefined();
  });

  test.each(["__proto__", "constructor"])("looks for entities at %s in the answer alone", async (name) => {
    const text = `query Drawn { nodes { ... on Book { ${name}: author { age } } ... on Person { id } } }`;
    const { data, errors } = await carryOut(text, { alpha: () => ({ data: { nodes: structuredClone(PEOPLE) } }) });
    expect([data, errors]).toEqual([{ nodes: PEOPLE.map(({ id }) => ({ id })) }, []]);
  });

  test("that changes something does so in its own order, and goes on where a change was refused", async () => {
    const order: string[] = [];
    const change =
      (subgraph: string) =>
      ({ fetch }: Question) => {
        order.push(subgraph);
        const refused = [new GraphQLError("no", { path: ["first"] })];
        return fetch.operation.includes("first")
          ? { data: { first: null }, errors: refused }
          : { data: { second: 2, other: 3 } };
      };
    const { data, errors } = await carryOut("mutation Drawn { first other second }", {
      alpha: change("alpha"),
      beta: change("beta"),
    });
    expect(order).toEqual(["alpha", "beta", "alpha"]);
    expect(data).toEqual({ first: null, other: 3, second: 2 });
    expect(pathsOf(errors)).toEqual(["first"]);
  });

  test("is written once, errors first", async () => {
    const { json } = await carryOut("query Drawn { book { title } }", {
      alpha: () => ({ data: { book: { title: '"\u2028\ud800' } } }),
    });
    expect(JSON.parse(String(json))).toEqual({ book: { title: '"\u2028\ud800' } });
    expect(String(writeAnswer({ data: null, errors: [{ message: "no" }], extensions: { a: 1 } }))).toBe(
      '{"errors":[{"message":"no"}],"data":null,"extensions":{"a":1}}',
    );
    expect(String(writeAnswer({ errors: [] }))).toBe('{"errors":[]}');
  });
});
