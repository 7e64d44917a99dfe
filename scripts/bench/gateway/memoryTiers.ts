import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, type GraphQLSchema, isObjectType, parse } from "graphql";
import type { Standing } from "../../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { MEMORY_SDL } from "./graph";
import { quickAnswer } from "./quickAnswers";
import { ANSWERS, itemsFrom, type Thing } from "./things";

// A process of its own: the three subgraphs of the measurement. Says in one line of JSON where they listen, in the order of the tiers.

type Variables = Record<string, unknown>;

function schemaOf(tier: TierName): GraphQLSchema {
  const schema = buildSubgraphSchema(parse(MEMORY_SDL[tier]));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("_")) continue;
    for (const field of Object.values(type.getFields())) {
      const answer = ANSWERS[field.name];
      if (answer) field.resolve = (thing: Thing) => answer(thing);
      if (field.name === "items") field.resolve = (_, given) => itemsFrom(given as never);
    }
  }
  return schema;
}

/** @returns what answers a text: the first time by a GraphQL engine, with whose answer the quick one is compared */
async function answererOf(query: string, schema: GraphQLSchema, variables: Variables) {
  const document = parse(query, { noLocation: true });
  const slow = (given: Variables) => execute({ schema, document, variableValues: given });
  const quick = quickAnswer(document, schema);
  if (!quick) return slow;
  const [expected, found] = [await slow(variables), quick(variables)].map((answer) => JSON.stringify(answer));
  if (found !== expected) throw new Error(`${query} is answered with ${found} in the place of ${expected}`);
  return quick;
}

async function serve(tier: TierName): Promise<string> {
  const schema = schemaOf(tier);
  const answerers = new Map<string, (variables: Variables) => unknown>();
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = JSON.parse((await text(request)) || "{}") as { query: string; variables?: Variables; person?: string };
    if (request.url === "/standing") return standingOf(String(body.person));
    if (request.url !== "/graphql") return {};
    const { query, variables = {} } = body;
    const answerer = answerers.get(query) ?? (await answererOf(query, schema, variables));
    answerers.set(query, answerer);
    return answerer(variables);
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request).then((said) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(said)),
    );
  });
  // as the real ones: else whoever waits for its turn connects anew in each round
  server.keepAliveTimeout = 72_000;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function standingOf(person: string): Standing {
  return { person, tier: "COUNTY", office: "990101", roles: ["CLERK"], recusals: [], rightsEpoch: 1 };
}

void Promise.all(TIER_NAMES.map(serve)).then((urls) => {
  process.stdout.write(`${JSON.stringify({ url: urls.join(" ") })}\n`);
});
