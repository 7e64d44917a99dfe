import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, execute, type GraphQLSchema, isObjectType, parse } from "graphql";
import type { Standing } from "../../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { MEMORY_SDL } from "./graph";

// A process of its own: the three subgraphs of the measurement. Says in one line of JSON where they listen, in the order of the tiers.

interface Thing {
  __typename: string;
  id: string;
}

const numberIn = ({ id }: Thing) => Number(id.slice(1));

function schemaOf(tier: TierName): GraphQLSchema {
  const schema = buildSubgraphSchema(parse(MEMORY_SDL[tier]));
  const answers: Record<string, (thing: Thing, given: { first: number; from: number }) => unknown> = {
    items: (_, { first, from }) => Array.from({ length: first }, (_each, index) => itemOf(from + index)),
    title: (thing) => `题目 ${thing.id}`,
    size: numberIn,
    owner: (thing) => ({ __typename: "Person", id: `p${thing.id.slice(1)}` }),
    stock: (thing) => numberIn(thing) % 7,
    place: (thing) => `shelf ${thing.id}`,
    name: (thing) => `name ${thing.id}`,
    age: (thing) => numberIn(thing) % 90,
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("_")) continue;
    for (const field of Object.values(type.getFields())) field.resolve = answers[field.name] ?? field.resolve;
  }
  return schema;
}

function itemOf(number: number): Thing {
  return { __typename: number % 2 === 0 ? "Book" : "Disc", id: `i${number}` };
}

async function serve(tier: TierName): Promise<string> {
  const schema = schemaOf(tier);
  const documents = new Map<string, DocumentNode>();
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = JSON.parse((await text(request)) || "{}") as {
      query: string;
      variables?: Record<string, unknown>;
      person?: string;
    };
    if (request.url === "/standing") return standingOf(String(body.person));
    if (request.url !== "/graphql") return {};
    const document = documents.get(body.query) ?? parse(body.query, { noLocation: true });
    documents.set(body.query, document);
    return execute({ schema, document, variableValues: body.variables });
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request).then((said) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(said)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function standingOf(person: string): Standing {
  return { person, tier: "COUNTY", office: "990101", roles: ["CLERK"], recusals: [], rightsEpoch: 1 };
}

void Promise.all(TIER_NAMES.map(serve)).then((urls) => {
  process.stdout.write(`${JSON.stringify({ url: urls.join(" ") })}\n`);
});
