import { COLOURS, type Entity, type Field, type Key, type Model, printType, type RootField } from "./model";

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject"])';
const ARGUMENTS = "(first: Int = 3, colour: Colour)";
const KEY_FIELDS: Readonly<Record<Key, readonly string[]>> = {
  id: ["id: ID!"],
  code: ["code: String!"],
  "id kind": ["id: ID!", "kind: Int!"],
  "place { number }": ["place: Place!"],
};

/** What one subgraph of the model publishes. */
export function sdlOf(model: Model, subgraph: string): string {
  const roots = model.roots.filter((root) => root.subgraph === subgraph);
  return [
    LINK,
    "scalar Anything",
    `enum Colour { ${COLOURS.join(" ")} }`,
    ...(model.nodeAsObject === subgraph ? [NODE_AS_OBJECT] : whole(model, subgraph)),
    rootSdl("Query", roots),
    rootSdl("Mutation", roots),
  ].join("\n");
}

/** A subgraph that knows the interface only as an object knows none of the types behind it. Its fields take no arguments: where two
 * types ask for one with different arguments, the planner asks for the last of them alone, and nobody can carry that out right. */
const NODE_AS_OBJECT = 'type Node @key(fields: "id") @interfaceObject { id: ID! weight: Int labels: [String!] }';

function whole({ entities }: Model, subgraph: string): string[] {
  const union = [...entities.map(({ name }) => name), "Place"].join(" | ");
  return [
    "type Place @shareable { number: Int label: String spots: [[Spot]] }",
    "type Spot @shareable { x: Int y: Int! }",
    'interface Node @key(fields: "id") { id: ID! }',
    `union Thing = ${union}`,
    ...entities.map((entity) => entitySdl(entity, entities, subgraph)),
  ];
}

function entitySdl({ name, isNode, keys, fields }: Entity, entities: readonly Entity[], subgraph: string): string {
  const own = fields.filter(({ subgraphs }) => subgraphs.includes(subgraph));
  const brought = entities.flatMap((entity) =>
    entity.fields
      .filter(({ type, subgraphs }) => type.of === name && subgraphs.includes(subgraph))
      .map(({ provides }) => provides),
  );
  const wanted = [...own.map(({ requires }) => requires?.name), ...brought];
  const external = fields.filter((field) => wanted.includes(field.name) && !own.includes(field));
  const found = keys[subgraph] as readonly Key[];
  const lines = [
    ...new Set(found.flatMap((key) => KEY_FIELDS[key])),
    ...own.map((field) => fieldSdl(field, isProvided(field, entities))),
    ...external.map(
      (field) => `${field.name}${field.hasArgument ? ARGUMENTS : ""}: ${printType(field.type)} @external`,
    ),
  ];
  const directives = found.map((key) => `@key(fields: "${key}")`).join(" ");
  return `type ${name}${isNode ? " implements Node" : ""} ${directives} {\n  ${lines.join("\n  ")}\n}`;
}

/** What another subgraph brings along, it answers as well. */
function isProvided({ name }: Field, entities: readonly Entity[]): boolean {
  return entities.some(({ fields }) => fields.some(({ provides }) => provides === name));
}

function fieldSdl({ name, type, hasArgument, subgraphs, requires, provides }: Field, isShared: boolean): string {
  const directives = [
    ...(isShared || subgraphs.length > 1 ? ["@shareable"] : []),
    ...(requires ? [`@requires(fields: "${requires.name}${requires.hasArgument ? "(first: 2)" : ""}")`] : []),
    ...(provides ? [`@provides(fields: "${provides}")`] : []),
  ];
  return [`${name}${hasArgument ? ARGUMENTS : ""}: ${printType(type)}`, ...directives].join(" ");
}

function rootSdl(kind: RootField["kind"], roots: readonly RootField[]): string {
  const fields = roots.filter((root) => root.kind === kind);
  if (fields.length === 0) return "";
  const lines = fields.map(
    ({ name, type, hasArgument }) => `${name}${hasArgument ? "(first: Int, ids: [ID!])" : ""}: ${printType(type)}`,
  );
  return `type ${kind} {\n  ${lines.join("\n  ")}\n}`;
}
