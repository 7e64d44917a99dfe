import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, CLERK, GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";

const SAVED = "# Who asks.\nquery Person {\n  countyPerson\n}\n";
const DEVELOPER = "county:990101.developer";
const JSON_ANSWER = "application/json; charset=utf-8";
const GRAPHQL_ANSWER = "application/graphql-response+json; charset=utf-8";

async function startWithSaved(settings: Parameters<GatewayUnderTest["start"]>[0]): Promise<GatewayUnderTest> {
  const platform = new GatewayUnderTest();
  mkdirSync(join(platform.dir, "operations"));
  writeFileSync(join(platform.dir, "operations", "person.graphql"), SAVED);
  return platform.start(settings);
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const codesOf = ({ status, errors }: Answer) => [status, errors[0]?.extensions.code];

/** Sends a body as somebody: as the clerk unless another is named. */
async function send(
  platform: GatewayUnderTest,
  body: object | string | Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
) {
  const text = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return platform.post(text, { authorization: `Bearer ${platform.token}`, ...more });
}

async function as(platform: GatewayUnderTest, person: string) {
  platform.tiers.county.standings.set(person, { ...STANDING, person });
  return { authorization: `Bearer ${await platform.issuer.tokenOf(person)}` };
}

describe("a gateway's limits", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await startWithSaved({ mode: "site", developers: [DEVELOPER] });
  });
  afterAll(() => platform.stop());

  test.each([
    ["application/json", JSON_ANSWER],
    ["application/graphql-response+json, application/json;q=0.9", GRAPHQL_ANSWER],
    ["*/*", JSON_ANSWER],
    ["multipart/mixed, application/graphql-response+json", GRAPHQL_ANSWER],
  ])("refuse as %s wants it, with a code, and before any tier is asked", async (accept, type) => {
    const asked = platform.tiers.county.to("/graphql").length;
    const aliases = Array.from({ length: 31 }, (_, i) => `a${i}: countyPerson`).join(" ");
    const answer = await send(platform, { query: `{ ${aliases} }` }, { accept });
    expect(codesOf(answer)).toEqual([400, "LIMIT_EXCEEDED"]);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.errors[0]?.extensions).toMatchObject({ limit: { name: "aliases", most: 30 } });
    expect(platform.tiers.county.to("/graphql")).toHaveLength(asked);
  });

  test("weigh what is executed, where a key stands twice", async () => {
    const bomb = `"query": "{ ${"countyPerson ".repeat(100)} }"`;
    const harmless = `"query": "{ countyPerson }"`;
    expect(codesOf(await send(platform, `{ ${harmless}, ${bomb} }`))).toEqual([400, "LIMIT_EXCEEDED"]);
    expect((await send(platform, `{ ${bomb}, ${harmless} }`)).data).toEqual({ countyPerson: CLERK });
  });

  test("refuse a body that is not UTF-8, instead of keeping another text", async () => {
    const [before, after] = ['{"query":"{ countyPerson }","variables":{"a":"', '"}}'].map((text) => Buffer.from(text));
    const body = new Uint8Array([...(before as Buffer), 0xc3, 0x28, ...(after as Buffer)]);
    expect(codesOf(await send(platform, body))).toEqual([400, "BAD_USER_INPUT"]);
  });

  test("let nobody but the named developers read the schema, however it is asked for", async () => {
    const questions = [
      "{ __schema { types { name } } }",
      '{ t: __type(name: "Query") { name } }',
      "{ countyPerson ...F } fragment F on Query { ... on Query { __schema { queryType { name } } } }",
    ];
    const developer = await as(platform, DEVELOPER);
    for (const query of questions) {
      expect(codesOf(await send(platform, { query }))).toEqual([403, "FORBIDDEN"]);
      expect((await send(platform, { query }, developer)).errors).toEqual([]);
    }
    expect((await send(platform, { query: "{ __typename }" })).data).toEqual({ __typename: "Query" });
  });
});

describe("a persisted query", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await startWithSaved({});
  });
  afterAll(() => platform.stop());
  const extensions = (text: string, hash = hashOf(text)) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

  test("is asked for once with its text, and from then on by its hash", async () => {
    const query = "query Mine { countyPerson cityPerson }";
    const unknown = await send(platform, { extensions: extensions(query) });
    expect(codesOf(unknown)).toEqual([200, "PERSISTED_QUERY_NOT_FOUND"]);
    expect(unknown.errors[0]?.message).toBe("PersistedQueryNotFound");
    const whole = await send(platform, { query, extensions: extensions(query) });
    expect(await send(platform, { extensions: extensions(query) })).toMatchObject({ data: whole.data, errors: [] });
  });

  test("is known from the start where it is a saved operation", async () => {
    expect((await send(platform, { extensions: extensions(SAVED) })).data).toEqual({ countyPerson: CLERK });
  });

  test("is kept under its own hash only", async () => {
    const query = "{ cityPerson }";
    const stolen = extensions(query, hashOf("{ countyPerson }"));
    expect(codesOf(await send(platform, { query, extensions: stolen }))).toEqual([400, "BAD_USER_INPUT"]);
    expect(codesOf(await send(platform, { extensions: stolen }))).toEqual([200, "PERSISTED_QUERY_NOT_FOUND"]);
  });

  test("that is refused is not kept", async () => {
    const query = `{ ${"countyPerson ".repeat(100)} }`;
    expect(codesOf(await send(platform, { query, extensions: extensions(query) }))).toEqual([400, "LIMIT_EXCEEDED"]);
    expect(codesOf(await send(platform, { extensions: extensions(query) }))).toEqual([
      200,
      "PERSISTED_QUERY_NOT_FOUND",
    ]);
  });
});

describe("a gateway that carries out saved operations only, few of them at a time", () => {
  let platform: GatewayUnderTest;
  beforeAll(async () => {
    platform = await startWithSaved({ operations: "saved", rates: { requests: 2, newTexts: 2, cost: 10_000 } });
  });
  afterAll(() => platform.stop());

  test("takes them by text, with other spaces, and by hash, and nothing else", async () => {
    const person = await as(platform, "county:990101.reader");
    const persistedQuery = { version: 1, sha256Hash: hashOf(SAVED) };
    for (const body of [
      { query: SAVED },
      { query: "query Person { countyPerson }" },
      { extensions: { persistedQuery } },
    ]) {
      expect((await send(platform, body, person)).data).toEqual({ countyPerson: "county:990101.reader" });
    }
    for (const query of ["{ countyPerson }", "query Person { cityPerson }", "{ __typename }", "{"]) {
      expect(codesOf(await send(platform, { query }, person))).toEqual([400, "BAD_USER_INPUT"]);
    }
  });

  test("tells whoever asks too often when to ask again, and serves the others", async () => {
    const hasty = await as(platform, "county:990101.hasty");
    const answers: Answer[] = [];
    while (answers.at(-1)?.status !== 429 && answers.length < 50)
      answers.push(await send(platform, { query: SAVED }, hasty));
    expect(answers.length).toBe(21);
    expect(codesOf(answers.at(-1) as Answer)).toEqual([429, "LIMIT_EXCEEDED"]);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await send(platform, { query: SAVED })).status).toBe(200);
  });
});
