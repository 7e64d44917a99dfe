import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])';

/** Three subgraphs that answer from memory, so that what is measured is the gateway. */
export const MEMORY_SDL: Readonly<Record<TierName, string>> = {
  province: `${LINK}
    interface Item { id: ID! title: String size: Int }
    type Book implements Item @key(fields: "id") { id: ID! title: String size: Int owner: Person }
    type Disc implements Item @key(fields: "id") { id: ID! title: String size: Int owner: Person }
    type Person @key(fields: "id") { id: ID! }
    type Query { items(first: Int!, from: Int!): [Item] }`,
  city: `${LINK}
    type Book @key(fields: "id") { id: ID! stock: Int place: String }
    type Disc @key(fields: "id") { id: ID! stock: Int place: String }`,
  county: `${LINK}
    type Person @key(fields: "id") { id: ID! name: String age: Int }`,
};

/** What is asked, each time from another place on: nobody can answer out of what was asked before. */
export interface Operation {
  name: string;
  query: string;
  variables(turn: number): Record<string, unknown>;
}

const DETAILS = "stock place owner { name age }";

export const OPERATIONS: readonly Operation[] = [
  {
    name: "trivial",
    query: "query Trivial($from: Int!) { items(first: 1, from: $from) { id } }",
    variables: (turn) => ({ from: turn }),
  },
  {
    name: "join of 100",
    query: `query Join($from: Int!) { items(first: 100, from: $from) { __typename id title size ... on Book { ${DETAILS} } ... on Disc { ${DETAILS} } } }`,
    variables: (turn) => ({ from: turn * 100 }),
  },
];

/** @param urls of the subgraphs, which gateways other than ours take from here */
export function composeMemoryGraph(urls: Readonly<Record<TierName, string>>): string {
  const composed = composeServices(
    TIER_NAMES.map((name) => ({ name, url: `${urls[name]}/graphql`, typeDefs: parse(MEMORY_SDL[name]) })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.join("\n"));
  return composed.supergraphSdl;
}
