import {
  Client,
  cacheExchange,
  fetchExchange,
  type GraphQLRequest,
  getOperationName,
  makeOperation,
  mapExchange,
} from "@urql/core";
import { OUT_OF_DATE } from "../rules/patience";
import { UnderWay } from "../rules/underWay";
import { withoutUnseen } from "../rules/unseen";
import { tokens } from "../session/tokens";
import { textOf } from "./textOf";

const hashes = new Map<string, string>();

/** What urql's document does not say. */
export function rememberHash({ name, hash }: { name: string; hash: string }): void {
  hashes.set(name, hash);
}

/** Puts the hash of the saved operation in the place of its text. */
const asSaved = mapExchange({
  onOperation(operation) {
    const sha256Hash = hashes.get(getOperationName(operation.query) ?? "") ?? "";
    const extensions = { ...operation.extensions, persistedQuery: { version: 1 as const, sha256Hash } };
    return makeOperation(operation.kind, { ...operation, extensions }, operation.context);
  },
});

const underWay = new UnderWay();

const whatIsUnderWay = mapExchange({
  onOperation({ kind, key }) {
    if (kind === "query") underWay.sent(key);
    if (kind === "teardown") underWay.over(key);
  },
  onResult({ operation }) {
    underWay.over(operation.key);
  },
});

const DOOR = { url: "/graphql", preferGetMethod: false, fetch: askGateway };

/** The one door to the gateway. Answers stay in memory while the page is open, so that going back shows at once what was there,
 * and are asked for anew all the same. */
export const client = new Client({
  ...DOOR,
  requestPolicy: "cache-and-network",
  exchanges: [asSaved, cacheExchange, whatIsUnderWay, fetchExchange],
});

/** The same door for what is sealed: its answers are gone with what showed them, so that it is seen again only where the platform
 * opens it again, and records it. */
export const forgetting = new Client({
  ...DOOR,
  requestPolicy: "network-only",
  exchanges: [asSaved, fetchExchange],
});

/** Asks a question of the page again, so that its answer is of now.
 * @returns until the answer has come */
export function askAnew(request: GraphQLRequest, isWanted: () => boolean): Promise<void> {
  const ask = () => client.executeQuery(request, { requestPolicy: "network-only" }).toPromise();
  return underWay.askAnew(request.key, ask, isWanted);
}

interface Body {
  operationName?: string;
  extensions?: { persistedQuery?: { sha256Hash: string } };
}

interface Answer {
  errors?: { extensions?: { code?: string } }[];
}

async function askGateway(url: RequestInfo | URL, asked: RequestInit = {}): Promise<Response> {
  const init = { ...asked, body: withoutUnseen(String(asked.body)) };
  const first = await send(url, init, await tokens.current());
  const known = codeOf(first) === "UNAUTHENTICATED" ? await send(url, init, await tokens.renewed()) : first;
  if (codeOf(known) !== OUT_OF_DATE) return known.response;
  const body = JSON.parse(init.body) as Body;
  const query = await textOf(body.extensions?.persistedQuery?.sha256Hash ?? "");
  if (!query) return known.response;
  return (await send(url, { ...init, body: JSON.stringify({ ...body, query }) }, await tokens.current())).response;
}

interface Sent {
  response: Response;
  answer: Answer;
}

/** Refusals arrive with a status of their own, and are read from the body like everything else. */
async function send(url: RequestInfo | URL, init: RequestInit | undefined, token: string): Promise<Sent> {
  const headers = new Headers(init?.headers);
  headers.set("authorization", `Bearer ${token}`);
  headers.set("accept", "application/graphql-response+json, application/json");
  const response = await fetch(url, { ...init, headers, credentials: "omit" });
  const text = await response.text();
  const answer = JSON.parse(text) as Answer;
  return { response: new Response(text, { status: 200, headers: { "content-type": "application/json" } }), answer };
}

function codeOf({ answer }: Sent): string | undefined {
  return answer.errors?.[0]?.extensions?.code;
}
