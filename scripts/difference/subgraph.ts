import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  parse,
} from "graphql";
import { Random, seedOf } from "../random";
import { COLOURS, type Type } from "./model";

/** An object of a subgraph. An entity's id begins with its type. */
interface Found {
  __typename: string;
  id?: string;
  number?: number;
  [field: string]: unknown;
}

const ENTITIES_OF_A_TYPE = 4;
const NULLS = 0.06;
const ERRORS = 0.02;
const CODES = ["WRONG_1", "WRONG_2", "WRONG_3"];
/** Each is made of the entity's number, so that it is found by any of them. */
const NEEDS = "needs_";
const KEYS = ["id", "code", "kind", "place"];

/** A subgraph that answers out of nothing but its questions: the same question, the same answer, in each subgraph that knows the
 * field. Some answers are null, and some are errors.
 * @param entities names of the types, without `Node` */
export function subgraphSchema(sdl: string, entities: readonly string[]): GraphQLSchema {
  const asReference = (name: string) => (key: Found) =>
    isInterface(schema, name) ? entityOf(typeOfId(key), key) : { ...key, ...entityOf(name, key) };
  const known = [...entities, "Node"].filter((name) => new RegExp(`^(type|interface) ${name}\\b`, "m").test(sdl));
  const resolvers = Object.fromEntries(known.map((name) => [name, { __resolveReference: asReference(name) }]));
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  return answerFromMemory(schema, entities);
}

/** @returns the same schema, whose fields have got their answers */
export function answerFromMemory(schema: GraphQLSchema, entities: readonly string[]): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && !type.name.startsWith("_")) type.resolveType = (found: Found) => found.__typename;
    if (!isObjectType(type) || type.name.startsWith("_")) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith("_")) field.resolve = resolverFor(entities);
    }
  }
  return schema;
}

function isInterface(schema: GraphQLSchema, name: string): boolean {
  return isInterfaceType(schema.getType(name));
}

function typeOfId({ id = "" }: Found): string {
  return id.split(":")[0] as string;
}

function entityOf(name: string, { id, code, place }: Partial<Record<string, unknown>>): Found {
  const number = id ?? code ?? (place as { number?: number } | undefined)?.number ?? 0;
  return name === "Node"
    ? { __typename: name, id: String(id) }
    : entity(name, Number(String(number).split(/[:-]/).at(-1)));
}

function entity(name: string, number: number): Found {
  return {
    __typename: name,
    id: `${name}:${number}`,
    code: `code-${number}`,
    kind: number,
    place: { __typename: "Place", number },
  };
}

function resolverFor(entities: readonly string[]): GraphQLFieldResolver<Found | undefined, unknown> {
  const answer = (found: Found | undefined, name: string, type: string, given: unknown) => {
    const random = new Random(seedOf(found?.id ?? found?.number ?? "", name, JSON.stringify(given)));
    if (random.chance(ERRORS)) throw new GraphQLError("it went wrong", { extensions: { code: random.one(CODES) } });
    return drawValue(typeFrom(type), entities, random);
  };
  return (found, args, _context, { fieldName, returnType, parentType }) => {
    if (found && (KEYS.includes(fieldName) || fieldName === "number")) return found[fieldName];
    if (!fieldName.startsWith(NEEDS)) return answer(found, fieldName, String(returnType), args);
    const name = fieldName.slice(NEEDS.length);
    const { type, args: takes = [] } = parentType.getFields()[name] ?? {};
    const asked = takes.length > 0 ? { first: 2 } : {};
    const needed = found && name in found ? found[name] : orNull(() => answer(found, name, String(type), asked));
    return answer(found, fieldName, String(returnType), [args, needed]);
  };
}

/** As a subgraph is given what another one could not tell. */
function orNull(answer: () => unknown): unknown {
  try {
    return answer();
  } catch {
    return null;
  }
}

function typeFrom(text: string): Type {
  if (text.endsWith("!")) return wrapped(typeFrom(text.slice(0, -1)), "!");
  return text.startsWith("[") ? wrapped(typeFrom(text.slice(1, -1)), "[]") : { of: text, wraps: [] };
}

function wrapped({ of, wraps }: Type, wrap: Type["wraps"][number]): Type {
  return { of, wraps: [...wraps, wrap] };
}

function drawValue({ of, wraps }: Type, entities: readonly string[], random: Random): unknown {
  const inner = { of, wraps: wraps.slice(0, -1) };
  const outer = wraps.at(-1);
  if (outer === "!") return drawPresent(inner, entities, random);
  return random.chance(NULLS) ? null : drawPresent({ of, wraps }, entities, random);
}

function drawPresent({ of, wraps }: Type, entities: readonly string[], random: Random): unknown {
  if (wraps.length === 0) return drawObject(of, entities, random) ?? drawScalar(of, random);
  const element = { of, wraps: wraps.slice(0, -1) };
  return Array.from({ length: random.int(0, 3) }, () => drawValue(element, entities, random));
}

function drawObject(of: string, entities: readonly string[], random: Random): Found | undefined {
  if (of === "Place" || (of === "Thing" && random.chance(0.3)))
    return { __typename: "Place", number: random.int(0, 9) };
  if (of === "Spot") return { __typename: "Spot", number: random.int(0, 9) };
  const concrete = of === "Thing" ? entities : entities.filter((name) => name !== "Link");
  const name = of === "Thing" || of === "Node" ? random.one(concrete) : of;
  return entities.includes(name) ? entity(name, random.int(1, ENTITIES_OF_A_TYPE)) : undefined;
}

const TEXTS = ["", "plain", "汉字", 'a "quoted" \\ text\n', "\u2028 \ud83d\ude00", "\ud800", "x".repeat(70)];

function drawScalar(of: string, random: Random): unknown {
  switch (of) {
    case "Int":
      return random.one([0, random.int(-1_000, 1_000), 2 ** 31 - 1]);
    case "Float":
      return random.one([0, random.int(-1_000, 1_000) / 8, 1e21]);
    case "Boolean":
      return random.chance(0.5);
    case "Colour":
      return random.one(COLOURS);
    case "Anything":
      return random.one([1, "text", true, [1, null], { a: { b: 'quo"te' } }, { __typename: "Book" }]);
    default:
      return random.one(TEXTS);
  }
}
