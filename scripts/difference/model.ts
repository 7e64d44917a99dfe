import type { Random } from "../random";

/** A federated graph, drawn at random: which types there are, and which subgraph knows what of them. Each entity is also reached as
 * the interface `Node` and in the union `Thing`; `Link` is an entity that not each subgraph finds by the same key. */
export interface Model {
  subgraphs: readonly string[];
  entities: readonly Entity[];
  roots: readonly RootField[];
  /** the subgraph that knows the interface `Node` only as an object type of its own */
  nodeAsObject: string | undefined;
}

export interface Entity {
  name: string;
  /** by which the subgraphs find it; one that is not named does not know it */
  keys: Readonly<Record<string, readonly Key[]>>;
  isNode: boolean;
  fields: readonly Field[];
}

export type Key = "id" | "code" | "id kind" | "place { number }";

export interface Field {
  name: string;
  type: Type;
  hasArgument: boolean;
  /** who answers it; more than one: it is shareable */
  subgraphs: readonly string[];
  /** a field of the same object, of another subgraph, that this one needs first */
  requires?: Field;
  /** a field of the object, of another subgraph, that this one brings along */
  provides?: string;
}

export interface RootField {
  name: string;
  kind: "Query" | "Mutation";
  type: Type;
  subgraph: string;
  hasArgument: boolean;
}

/** `[[Book!]]!` as { of: "Book", wraps: ["!", "[]", "[]", "!"] }, from the inside out. */
export interface Type {
  of: string;
  wraps: readonly ("!" | "[]")[];
}

const SCALARS: readonly string[] = ["Int", "Float", "String", "Boolean", "ID", "Colour", "Anything"];
export const COLOURS = ["RED", "GREEN", "BLUE"] as const;

/** How the name of a field begins that no operation names. */
export const UNASKED = "unasked_";

const WRAPS: readonly Type["wraps"][] = [[], [], [], ["!"], ["[]"], ["!", "[]"], ["!", "[]", "!"], ["[]", "[]"]];
/** An object may be missing: else most answers would be null as a whole. */
const WRAPS_OF_OBJECTS = WRAPS.filter(([inner]) => inner !== "!");
const SECOND_KEYS: readonly Key[] = ["code", "id kind", "place { number }"];

export function drawModel(random: Random): Model {
  const all = ["alpha", "beta", "gamma", "delta"].slice(0, random.int(2, 4));
  const nodeAsObject = all.length > 2 && random.chance(0.5) ? all.at(-1) : undefined;
  const whole = all.filter((subgraph) => subgraph !== nodeAsObject);
  const nodes = ["Book", "Person", "Shop"].slice(0, random.int(2, 3));
  const names = [...nodes, "Link"];
  const drawn = names.map((name) => drawEntity(name, names, whole, random));
  const entities = drawn.map((entity) => ({
    ...entity,
    fields: entity.fields.map((field) => ({ ...field, provides: drawProvided(field, drawn, random) })),
  }));
  const roots = all.flatMap((subgraph) =>
    drawRoots(subgraph, subgraph === nodeAsObject ? ["Node"] : [...names, "Node", "Thing"], random),
  );
  return { subgraphs: all, entities, roots, nodeAsObject };
}

function drawEntity(name: string, names: readonly string[], subgraphs: readonly string[], random: Random): Entity {
  const prefix = name.toLowerCase();
  const plain = Array.from({ length: random.int(3, 6) }, (_, index) =>
    drawField(`${prefix}${index}`, names, subgraphs, random),
  );
  const alone = plain.filter(({ type, subgraphs: known }) => isScalar(type.of) && known.length === 1);
  const needed = new Set(
    random.some(alone, 0.5).filter((field) => subgraphs.some((other) => !field.subgraphs.includes(other))),
  );
  const fields = plain.map((field) => (needed.has(field) && field.hasArgument ? unasked(field) : field));
  const needing = fields.flatMap((field, index) =>
    needed.has(plain[index] as Field) ? [drawNeeding(field, subgraphs, random)] : [],
  );
  return { name, isNode: name !== "Link", keys: drawKeys(name, subgraphs, random), fields: [...fields, ...needing] };
}

/** Nobody asks for it by himself: with other arguments than another field needs, the planner gives that field the wrong ones. */
function unasked(field: Field): Field {
  return { ...field, name: `${UNASKED}${field.name}` };
}

function drawNeeding(needed: Field, subgraphs: readonly string[], random: Random): Field {
  const others = subgraphs.filter((subgraph) => !needed.subgraphs.includes(subgraph));
  const type: Type = { of: "String", wraps: random.one([[], ["!"]] as const) };
  const hasArgument = random.chance(0.3);
  return { name: `needs_${needed.name}`, type, hasArgument, subgraphs: [random.one(others)], requires: needed };
}

/** The first subgraph finds an entity by each of its keys; what is a `Node` is found by its id everywhere. */
function drawKeys(name: string, subgraphs: readonly string[], random: Random): Entity["keys"] {
  const keys: Key[] = ["id", ...random.some(SECOND_KEYS, 0.4)];
  const [first, ...others] = subgraphs as [string, ...string[]];
  const ofOthers = others.map((subgraph) => {
    const some = name === "Link" ? [random.one(keys)] : (["id"] as const);
    return [subgraph, [...new Set([...some, ...random.some(keys, 0.3)])]] as const;
  });
  return Object.fromEntries([[first, keys], ...ofOthers]);
}

function drawField(name: string, names: readonly string[], subgraphs: readonly string[], random: Random): Field {
  const isObject = random.chance(0.4);
  const of = random.one(isObject ? [...names, "Place", "Node", "Thing"] : SCALARS);
  const wraps = random.one(isObject ? WRAPS_OF_OBJECTS : WRAPS);
  const sharing = isObject ? [] : random.some(subgraphs, 0.2);
  return {
    name,
    type: { of, wraps },
    hasArgument: random.chance(0.25),
    subgraphs: [...new Set([random.one(subgraphs), ...sharing])],
  };
}

function drawProvided({ type, subgraphs }: Field, entities: readonly Entity[], random: Random): string | undefined {
  const target = entities.find(({ name }) => name === type.of);
  if (!target || random.chance(0.5)) return undefined;
  const others = target.fields.filter(
    (field) =>
      isScalar(field.type.of) &&
      !field.hasArgument &&
      !field.requires &&
      !field.subgraphs.includes(subgraphs[0] as string),
  );
  return others.length > 0 ? random.one(others).name : undefined;
}

function drawRoots(subgraph: string, targets: readonly string[], random: Random): RootField[] {
  const draw = (kind: RootField["kind"], index: number): RootField => ({
    name: `${subgraph}${kind}${index}`,
    kind,
    type: { of: random.one(targets), wraps: random.one(WRAPS_OF_OBJECTS) },
    subgraph,
    hasArgument: random.chance(0.4),
  });
  const queries = Array.from({ length: random.int(1, 3) }, (_, index) => draw("Query", index));
  const mutations = Array.from({ length: random.int(0, 2) }, (_, index) => draw("Mutation", index));
  return [...queries, ...mutations];
}

function isScalar(name: string): boolean {
  return SCALARS.includes(name);
}

export function printType({ of, wraps }: Type): string {
  return wraps.reduce((text, wrap) => (wrap === "!" ? `${text}!` : `[${text}]`), of);
}
