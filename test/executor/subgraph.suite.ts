import { createHash } from "node:crypto";
import { makeExecutableSchema } from "@graphql-tools/schema";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { drawOperation } from "../../scripts/difference/operation";
import { type Asked, Operations } from "../../subgraphs/tier/graph/execution/operations";

// What a subgraph carries out by its own plans is what GraphQL's library makes of the same operation over the same schema: data with the
// order of its fields, and errors by text, place and path.

const OPERATIONS = 600;
const SDL = `
  scalar Strict
  enum Colour { RED GREEN BLUE }
  interface Named { id: ID! name: String }
  union Either = Left | Right
  type Left implements Named {
    id: ID! name: String more: Left sure: Left! list: [Left!] lists: [[Int]!] colour(of: Colour! = GREEN): Colour!
    size(times: Int = 2, of: [ID!]): Int strict: Strict named: Named plain: String plainSure: String!
  }
  type Right implements Named {
    id: ID! name: String! either: Either eithers: [Either!]! amount(of: Int): Float late: Strict! plain: [Int!]
  }
  type Query { left(id: Int): Left right: Right! named: [Named] either(first: Int!): Either colours: [Colour!]! }
  type Mutation { one(as: Int): Left two: Right! three: Int! four: Either }`;

/** An object knows where it stands: what its fields come to follows from that and the seed, whoever carries them out. */
interface Source {
  at: string;
  type?: string;
  plain?: unknown;
}
const TYPES = ["Left", "Right"];

/** @param later all items of a list come later: the library leaves promises unattended where one that is there fails before them */
function schemaOf(seed: number, failing: number, later = false): GraphQLSchema {
  const dice = (text: string) => createHash("sha256").update(`${seed} ${text}`).digest().readUInt32BE() / 2 ** 32;
  const leaves: Record<string, (at: string) => unknown> = {
    Int: (at) => (dice(`${at}#`) < failing ? "seven" : 7),
    Float: () => 0.5,
    String: (at) => at,
    ID: (at) => at,
    Colour: (at) => (dice(`${at}#`) < failing ? "BLACK" : "RED"),
    Strict: (at) => (dice(`${at}#`) < failing ? undefined : at),
  };
  const objectAt = (named: string, at: string): Source => {
    const concrete = TYPES.includes(named) ? named : TYPES[Math.floor(dice(`${at}t`) * 2)];
    const type = dice(`${at}w`) < failing / 4 ? "Nobody" : concrete;
    return { at, type, plain: dice(`${at}x`) < 0.3 ? [1, null, 2] : undefined };
  };
  const valueAt = (type: string, at: string): unknown => {
    const named = type.replace(/!$/, "");
    if (!named.startsWith("[")) return leaves[named]?.(at) ?? objectAt(named, at);
    if (dice(`${at}l`) < failing / 4) return { length: 1 };
    const count = Math.floor(dice(`${at}n`) * 4);
    const come = (_: unknown, i: number) => comes(named.slice(1, -1), `${at}.${i}`);
    const items = Array.from({ length: count }, come).map((item) => (later ? Promise.resolve(item) : item));
    return dice(`${at}s`) < 0.2 ? new Set(items) : items;
  };
  const fateOf = (type: string, at: string): unknown => {
    const chance = dice(at);
    if (chance < failing / 3) throw new GraphQLError(`thrown at ${at}`, { extensions: { code: "FORBIDDEN" } });
    if (chance < failing / 2) return new Error(`an error at ${at}`);
    return chance < failing ? null : valueAt(type, at);
  };
  const comes = (type: string, at: string): unknown => {
    if (at.includes(".plain") || dice(`${at}p`) < 0.5) return quietly(() => fateOf(type, at));
    return dice(`${at}q`) < 0.5 ? Promise.resolve().then(() => fateOf(type, at)) : inAMoment(() => fateOf(type, at));
  };
  const schema = makeExecutableSchema({
    typeDefs: SDL,
    resolvers: {
      Strict: { serialize: (value: unknown) => value },
      Named: { __resolveType: ({ type }: Source) => type },
      Either: { __resolveType: async ({ type }: Source) => type },
    },
    resolverValidationOptions: { requireResolversToMatchSchema: "ignore" },
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields()).filter(({ name }) => !name.startsWith("plain")))
      field.resolve = (source: Source | undefined, values: object) => {
        const at = `${source?.at ?? type.name}.${field.name}${JSON.stringify(values)}`;
        // in a list an item that throws would be the list's own error
        return comes(String(field.type), at);
      };
  }
  return schema;
}

/** An error in the place of a value, as a list may hold it. */
function quietly(work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    return cause;
  }
}

function inAMoment(work: () => unknown): Promise<unknown> {
  return new Promise((resolve) => setImmediate(resolve)).then(work);
}

/** A text, so that the order of the fields counts. */
function dataOf({ data }: ExecutionResult): string {
  return JSON.stringify(data);
}

/** Where in the data something is missing for an error: its own place, or the one above that a null has taken away. */
function missingAt(data: unknown, { path = [] }: GraphQLError): string {
  let at = data;
  const there = path.findIndex((key) => {
    if (at === null) return true;
    at = (at as Record<string, unknown>)[key];
    return false;
  });
  return JSON.stringify(there < 0 ? path : path.slice(0, there));
}

/** Errors by text, where their place is there; where several took the same away, which of them is told is a matter of time. */
function errorsOf({ data, errors = [] }: ExecutionResult): string[] {
  const told = errors.map((error) => {
    const { message, path, locations } = error;
    const missing = missingAt(data, error);
    if (missing !== JSON.stringify(path)) return missing;
    // of what a scalar makes nothing of, our own text
    return JSON.stringify([/^Expected `Strict|was written as nothing$/.test(message) ? "" : message, path, locations]);
  });
  return [...new Set(told)].sort();
}

function askedIn(document: DocumentNode): Asked {
  return { document, operation: getOperationAST(document) as OperationDefinitionNode };
}

const SCHEMAS = [0, 0.02, 0.1, 0.3].map((failing, i) => [schemaOf(i, failing), schemaOf(i, failing, true)] as const);

test(`${OPERATIONS} drawn operations give what the library gives`, async () => {
  const kinds = { valid: 0, erred: 0, nulled: 0 };
  for (let seed = 0; seed < OPERATIONS; seed++) {
    const [own, schema] = SCHEMAS[seed % SCHEMAS.length] as (typeof SCHEMAS)[0];
    const { text, variables } = drawOperation(schema, seed);
    const document = parse(text);
    if (validate(schema, document).length > 0) continue;
    const [ours, expected] = await Promise.all([
      new Operations(own).carryOut({ ...askedIn(document), variables }, {}),
      execute({ schema, document, variableValues: variables }),
    ]);
    kinds.valid++;
    if (expected.errors) kinds.erred++;
    if (expected.data === null) kinds.nulled++;
    const about = `seed ${seed}\n${text}\n${JSON.stringify(variables)}`;
    expect(`${about}\n${dataOf(ours)}`).toBe(`${about}\n${dataOf(expected)}`);
    expect(errorsOf(ours)).toEqual(errorsOf(expected));
  }
  // the search finds what it looks for
  expect(kinds.valid).toBeGreaterThan(OPERATIONS / 4);
  expect(kinds.erred).toBeGreaterThan(OPERATIONS / 10);
  expect(kinds.nulled).toBeGreaterThan(OPERATIONS / 100);
});

describe("an operation of a subgraph", () => {
  const schema = schemaOf(0, 0);
  const operations = new Operations(schema);

  test("is planned for what its conditions come to, each time it is asked", async () => {
    const query = "query ($with: Boolean!) { either(first: 1) { __typename ... on Named @include(if: $with) { id } } }";
    const asked = askedIn(parse(query));
    for (const isWith of [true, false, true]) {
      const { data } = await operations.carryOut({ ...asked, variables: { with: isWith } }, {});
      expect(Object.keys(data?.either as object)).toEqual(isWith ? ["__typename", "id"] : ["__typename"]);
    }
  });

  test("is told which of its variables is wrong", async () => {
    const asked = askedIn(parse("query ($first: Int!) { either(first: $first) { __typename } }"));
    for (const variables of [{ first: "one" }, undefined]) {
      const { data, errors } = await operations.carryOut({ ...asked, variables }, {});
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([undefined, ["BAD_USER_INPUT"]]);
    }
  });

  test("makes its changes one after the other, and none after one whose failure is everything's", async () => {
    const made: string[] = [];
    const fields = schema.getMutationType()?.getFields() ?? {};
    const kept = Object.values(fields).map((field) => [field, field.resolve] as const);
    const make = (name: string, value: unknown) => async () => {
      made.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      made.push(`${name} ends`);
      return value;
    };
    Object.assign(fields.one as object, { resolve: make("one", null) });
    Object.assign(fields.three as object, { resolve: make("three", null) });
    Object.assign(fields.four as object, { resolve: make("four", null) });
    const { data } = await operations.carryOut(askedIn(parse("mutation { one { id } three four { __typename } }")), {});
    expect(data).toBeNull();
    expect(made).toEqual(["one begins", "one ends", "three begins", "three ends"]);
    for (const [field, resolve] of kept) field.resolve = resolve;
  });
});
