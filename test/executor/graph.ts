import { composeGraph } from "../../scripts/difference/graph";

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@interfaceObject"])';

/** A small federated graph with an interface that one subgraph knows only as an object. */
export const GRAPH = composeGraph(
  1,
  {
    alpha: `${LINK}
      enum Colour { RED GREEN }
      interface Node @key(fields: "id") { id: ID! }
      type Book implements Node @key(fields: "id") { id: ID! title: String colour: Colour author: Person sizes: [Int!] }
      type Person implements Node @key(fields: "id") { id: ID! }
      type Query { book: Book nodes: [Node] people: [Person!] }
      type Mutation { first: Int second: Int }`,
    beta: `${LINK}
      type Node @key(fields: "id") @interfaceObject { id: ID! weight: Int }
      type Mutation { other: Int }`,
    gamma: `${LINK}
      type Book @key(fields: "id") { id: ID! pages: Int }
      type Person @key(fields: "id") { id: ID! age: Int faults: Int! }`,
  },
  ["Book", "Person"],
);
