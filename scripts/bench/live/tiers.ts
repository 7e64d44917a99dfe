import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, parse } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { LIVE_PATH, type LiveAnswer, type LiveQuestion, STANDINGS_PATH } from "../../../schema/contract/live";
import type { Standing } from "../../../schema/contract/standing";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";
import { LIVE_SDL, TEXT } from "./graph";

// A process of its own: the tiers of the measurement, out of memory. POST /tick lets something happen in each channel; GET /counts says
// how many questions and streams wait for it. Says in one line of JSON where they listen, in the order of the tiers.

interface Tick {
  kind: string;
  cursor: string;
  at: number | null;
  seq: number;
  item: { id: string };
  text: string;
}

class Channels {
  seq = 0;
  at = 0;
  channels = 1;
  waiting = 0;
  streams = 0;
  readonly wake = new Set<() => void>();

  tick(): void {
    this.seq++;
    this.at = performance.timeOrigin + performance.now();
    for (const wake of [...this.wake]) wake();
  }

  told(kind: string, seq: number): Tick {
    return { kind, cursor: `c${seq}`, at: kind === "TICK" ? this.at : null, seq, item: { id: `i${seq}` }, text: TEXT };
  }

  next(gone: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.wake.delete(wake);
        resolve();
      };
      this.wake.add(wake);
      void gone.then(wake);
    });
  }
}

const channels = new Channels();
const documents = new Map<string, DocumentNode>();

function documentOf(query: string): DocumentNode {
  const document = documents.get(query) ?? parse(query, { noLocation: true });
  documents.set(query, document);
  return document;
}

async function answerLive(question: LiveQuestion, schema: GraphQLSchema, gone: Promise<unknown>): Promise<LiveAnswer> {
  const { query, variables: variableValues, after, opening, upTo, waitMs } = question;
  const from = after === null ? channels.seq : Number(after.slice(1));
  const tell = async (kind: string, seq: number) => {
    const rootValue = { countyTicks: channels.told(kind, seq) };
    const body = (await execute({ schema, document: documentOf(query), variableValues, rootValue })) as ExecutionResult;
    return { number: seq, body: body as LiveAnswer["events"][number]["body"] };
  };
  if (after === null || opening) {
    return { events: [await tell("STARTED", from)], cursor: `c${from}`, number: from, more: false };
  }
  const asked = performance.now();
  if (!upTo && channels.seq <= from) {
    channels.waiting++;
    const late = new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    await channels.next(Promise.race([gone, late]));
    channels.waiting--;
  }
  const waitedMs = Math.floor(performance.now() - asked);
  const end = upTo ? Number(upTo.slice(1)) : channels.seq;
  const numbers = Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i + 1);
  return {
    events: await Promise.all(numbers.map((seq) => tell("TICK", seq))),
    cursor: `c${end}`,
    number: end,
    more: false,
    waitedMs,
  };
}

/** For a gateway that subscribes by a stream: it ends at once when the gateway is gone, whether or not anything happens any more. */
function stream(): AsyncIterableIterator<{ countyTicks: Tick }> {
  let end = () => {};
  const gone = new Promise<void>((resolve) => {
    end = resolve;
  });
  let isOver = false;
  let seen = channels.seq;
  channels.streams++;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (channels.seq <= seen) await channels.next(gone);
      if (isOver) return { done: true, value: undefined };
      seen = channels.seq;
      return { done: false, value: { countyTicks: channels.told("TICK", seen) } };
    },
    async return() {
      if (!isOver) channels.streams--;
      isOver = true;
      end();
      return { done: true, value: undefined };
    },
  };
}

function schemaOf(tier: TierName): GraphQLSchema {
  return buildSubgraphSchema({
    typeDefs: parse(LIVE_SDL[tier]),
    resolvers:
      tier === "city"
        ? {
            Item: {
              __resolveReference: ({ id }: { id: string }) => ({ id, title: `题目 ${id}`, place: `shelf ${id}` }),
            },
          }
        : tier === "county"
          ? { Subscription: { countyTicks: { subscribe: () => stream() } } }
          : {},
  });
}

function standingOf(person: string): Standing {
  return { person, tier: "COUNTY", office: "990101", roles: ["CLERK"], recusals: [], rightsEpoch: 1 };
}

async function serve(tier: TierName): Promise<string> {
  const schema = schemaOf(tier);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const body = JSON.parse((await text(request)) || "{}");
    const gone = new Promise((resolve) => response.once("close", resolve));
    switch (request.url) {
      case "/tick":
        return channels.tick();
      case "/counts":
        return { waiting: channels.waiting, streams: channels.streams };
      case "/standing":
        return standingOf(String(body.person));
      case STANDINGS_PATH:
        return { standings: (body.people as string[]).map(standingOf) };
      case LIVE_PATH:
        return answerLive(body as LiveQuestion, schema, gone);
      case "/graphql":
        return execute({ schema, document: documentOf(body.query), variableValues: body.variables });
      default:
        return {};
    }
  };
  const server = createServer((request, response) => {
    void answer(request, response).then((said) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(said ?? {})),
    );
  });
  if (tier === "county") serveStreams(server, schema);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveStreams(server: Server, schema: GraphQLSchema): void {
  useServer({ schema }, new WebSocketServer({ server, path: "/graphql" }));
}

void Promise.all(TIER_NAMES.map(serve)).then((urls) => {
  process.stdout.write(`${JSON.stringify({ url: urls.join(" ") })}\n`);
});
