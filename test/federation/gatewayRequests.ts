import { CANARY } from "../support/fakeTierSchema";
import { type Answer, CLERK, GatewayUnderTest, sharedGateway } from "../support/gatewayUnderTest";

const VALUE = "canary-value-of-the-caller";

describe("a request that is wrong", () => {
  let platform: GatewayUnderTest;

  beforeAll(async () => {
    platform = await sharedGateway();
  });

  /** Sends any body as the clerk. */
  const send = (body: string, headers: Record<string, string> = {}, path?: string) =>
    platform.post(body, { authorization: `Bearer ${platform.token}`, ...headers }, path);

  function expectFault(answer: Answer, status: number, code = "BAD_USER_INPUT"): void {
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json/);
    expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    expect(answer.text).not.toMatch(/canary|stacktrace|node_modules|Did you mean/);
    expect(answer.data).toBeUndefined();
  }

  test("a syntax error is told with its place", async () => {
    const answer = await platform.ask(`{ countyFindings(filter: "${VALUE}" "${VALUE}") `);
    expectFault(answer, 400);
    expect(answer.text).toContain('"locations":[{"line":1');
  });

  test("an unknown field is told without a suggestion", async () => {
    const answer = await platform.ask("{ countyFinding { id } }");
    expectFault(answer, 400);
    expect(answer.errors[0]?.message).toContain('Cannot query field "countyFinding"');
    expect(answer.text).not.toContain("countyFindings");
  });

  test("a literal of the wrong type is told without the literal", async () => {
    expectFault(await platform.ask(`{ countyFindings(filter: { limit: "${VALUE}" }) { id } }`), 400);
    expectFault(await platform.ask(`{ countyFindings(filter: "${VALUE}") { id } }`), 400);
  });

  test.each([
    ["the wrong type", { filter: { limit: VALUE } }, "filter.limit"],
    ["the wrong type in a list", { filter: { statuses: ["NEW", { [VALUE]: VALUE }] } }, "filter.statuses.1"],
    ["a field that does not exist", { filter: { [VALUE]: 1 } }, "filter"],
    ["a value that poses as a path", { filter: `${VALUE}" at "filter.limit"; ` }, "filter"],
    ["nothing where something is required", {}, "filter"],
  ])("a variable with %s is told with its path and without its value", async (_, variables, path) => {
    const answer = await platform.ask(
      "query ($filter: CountyFilter!) { countyFindings(filter: $filter) { id } }",
      variables,
    );
    expectFault(answer, 400);
    expect(answer.errors[0]?.extensions.fields).toEqual([{ path, reason: expect.any(String) }]);
  });

  test("an operation that is not named among several is told so, and an unknown name is not repeated", async () => {
    const query = "query A { countyPerson } query B { cityPerson }";
    expectFault(await send(JSON.stringify({ query })), 400);
    expectFault(await send(JSON.stringify({ query, operationName: VALUE })), 400);
  });

  test("an empty name is the name of no operation, also where there is only one, and the sentence says what to do", async () => {
    const query = "{ countyPerson }";
    const answer = await send(JSON.stringify({ query, operationName: "" }));
    expectFault(answer, 400);
    expect(answer.errors[0]?.message).toMatch(/leave it out where there is only one/);
    expect((await send(JSON.stringify({ query, operationName: null }))).status).toBe(200);
  });

  test("a field that answers under the name of the type is refused, with a sentence that says why", async () => {
    const answer = await platform.ask("{ countyFindings { __typename: id } }");
    expectFault(answer, 400);
    expect(answer.errors[0]?.message).toMatch(/`__typename` is no alias/);
  });

  test.each([
    ["bad JSON", `{"query": "${VALUE}`, {}, 400],
    ["an empty body", "", {}, 400],
    ["a body that is no object", `"${VALUE}"`, {}, 400],
    ["an object without a query", `{"x": "${VALUE}"}`, {}, 400],
    ["variables as text", `{"query": "{countyPerson}", "variables": "${VALUE}"}`, {}, 400],
    ["variables as a list", `{"query": "{countyPerson}", "variables": ["${VALUE}"]}`, {}, 400],
    ["extensions as text", `{"query": "{countyPerson}", "extensions": "${VALUE}"}`, {}, 400],
    ["the name of an operation that is no text", '{"query": "{countyPerson}", "operationName": 1}', {}, 400],
    ["a text that is none", `{"query": ["${VALUE}"]}`, {}, 400],
    ["a key that poisons prototypes", `{"query": "{countyPerson}", "__proto__": {"a": "${VALUE}"}}`, {}, 400],
    ["a number beyond all numbers", `{"query": "{countyPerson}", "variables": {"a": 1e999}}`, {}, 400],
    [
      "JSON in another encoding",
      `{"query": "{countyPerson}"}`,
      { "content-type": "application/json; charset=utf-16" },
      415,
    ],
    ["an answer in parts", `{"query": "{countyPerson}"}`, { accept: "multipart/mixed" }, 406],
    ["a batch", `[{"query": "{countyPerson}"}, {"query": "{countyPerson}"}]`, {}, 400],
    ["text", "{ countyPerson }", { "content-type": "text/plain" }, 415],
    [
      "a form, as a foreign page could send it",
      `query=${VALUE}`,
      { "content-type": "application/x-www-form-urlencoded" },
      415,
    ],
    ["GraphQL as the body", "{ countyPerson }", { "content-type": "application/graphql" }, 415],
    ["an answer in a form that the gateway has not", `{"query": "{countyPerson}"}`, { accept: "text/html" }, 406],
  ])("%s is refused", async (_, body, headers, status) => {
    expectFault(await send(body, headers), status);
  });

  test("a persisted query whose hash is none is refused", async () => {
    const persistedQuery = { version: 1, sha256Hash: VALUE };
    expectFault(await send(JSON.stringify({ extensions: { persistedQuery } })), 400);
  });

  test("a subscription is refused", async () => {
    expectFault(await platform.ask("subscription { x }"), 400);
  });

  test("a body of more than four mebibytes is refused", async () => {
    const answer = await send(
      JSON.stringify({ query: "{ countyPerson }", variables: { a: "x".repeat(4 * 1024 * 1024) } }),
    );
    expectFault(answer, 413, "LIMIT_EXCEEDED");
  });

  test("a query of very many words is refused before it is planned", async () => {
    expectFault(await platform.ask(`{ ${"countyPerson ".repeat(10_001)} }`), 400, "LIMIT_EXCEEDED");
  });

  test.each(["/", `/${VALUE}`, "/graphql/", "/%", "/graphql/%00"])("the path %s answers 404 or 400", async (path) => {
    const answer = await send("{}", {}, path);
    expectFault(answer, answer.status, path === "/%" ? "BAD_USER_INPUT" : "NOT_FOUND");
    expect([400, 404]).toContain(answer.status);
  });

  test("GET is refused, so that no query ends in a log of addresses", async () => {
    const headers = { authorization: `Bearer ${platform.token}`, accept: "text/html" };
    const response = await fetch(`${platform.gateway.url}/graphql?query={countyPerson}`, { headers });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await response.text()).not.toContain("<");
  });

  test("a header does not show the query plan", async () => {
    const answer = await send(JSON.stringify({ query: "{ countyPerson }" }), { "apollo-query-plan-experimental": "1" });
    const tiers = { county: { status: "OK", asOf: expect.any(String) } };
    expect(JSON.parse(answer.text)).toEqual({ data: { countyPerson: "county:990101.clerk" }, extensions: { tiers } });
  });

  test("answers are kept by no cache", async () => {
    const answer = await platform.ask("{ countyPerson }");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("a defect of the gateway itself is masked with the request id as reference", async () => {
    const { county } = platform.tiers;
    const sound = county.standings.get("county:990101.clerk");
    platform.tiers.county.answerWith = (response) => response.end(JSON.stringify({ data: { _entities: CANARY } }));
    const answer = await platform.ask('{ finding(id: "county:AAAAAAAAAAAAAAAAAAAAAA") { id title } }');
    county.answerWith = undefined;
    expect(sound).toBeDefined();
    expect(answer.text).not.toContain("canary");
    expect(answer.errors[0]?.extensions).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      reference: answer.headers.get("x-request-id"),
    });
  });
});

describe("a site", () => {
  test("shows neither its schema nor GraphiQL; where each request asks who somebody is, a closed account is refused at once", async () => {
    const site = await new GatewayUnderTest().start({ mode: "site", developers: [], standingMs: 0 });
    const answer = await site.ask("{ __schema { types { name } } }");
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
    expect((await fetch(`${site.gateway.url}/graphiql`)).status).toBe(404);
    expect((await site.ask("{ countyPerson }")).data).toEqual({ countyPerson: CLERK });
    site.tiers.county.standings.delete(CLERK);
    expect((await site.ask("{ countyPerson }")).status).toBe(401);
    await site.stop();
  });
});
