import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createClient as createStreamClient } from "graphql-sse";
import { CLERK, GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";
import { until } from "../support/until";
import { aPerson, CONDITION, county, following, platform, TICKS, tick } from "./liveGateway";

describe("server-sent events", () => {
  const stream = (body: object, headers: Record<string, string> = {}, signal?: AbortSignal) =>
    fetch(`${platform.gateway.url}/graphql/stream`, {
      method: "POST",
      signal,
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${platform.token}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });

  test("a stock graphql-sse client follows, and has a query answered", async () => {
    const client = createStreamClient({
      url: `${platform.gateway.url}/graphql/stream`,
      headers: { authorization: `Bearer ${platform.token}` },
      retryAttempts: 0,
    });
    const events = client.iterate({ query: TICKS });
    expect((await events.next()).value).toMatchObject({ data: { countyTicks: { kind: "STARTED" } } });
    tick("streamed");
    expect((await events.next()).value).toMatchObject({ data: { countyTicks: { word: "streamed" } } });
    await events.return?.();
    const asked = client.iterate({ query: "{ countyPerson }" });
    expect((await asked.next()).value).toEqual({ data: { countyPerson: CLERK }, extensions: expect.anything() });
    expect((await asked.next()).done).toBe(true);
    client.dispose();
    await until("the tier is left alone", () => county().ticks.waiting === 0);
  });

  test("whoever goes on at a cursor has a stream at once, also where nothing has happened since", async () => {
    const first = await following();
    const { cursor: after } = (await first.next()).payload.data.countyTicks;
    await first.close();
    const gone = new AbortController();
    const { status, body } = await stream({ query: TICKS, variables: { after } }, {}, gone.signal);
    tick("since");
    const { value } = await (body as ReadableStream<Uint8Array>).getReader().read();
    expect([status, Buffer.from(value as Uint8Array).toString()]).toEqual([
      200,
      expect.stringMatching(/^event: next\ndata: .*"word":"since"/),
    ]);
    gone.abort();
  });

  test("nobody's body is read before it is known who sends it", async () => {
    const headers = { "content-type": "application/json", accept: "text/event-stream", "content-length": "1000" };
    const sending = request(`${platform.gateway.url}/graphql/stream`, { method: "POST", headers });
    sending.flushHeaders();
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([401, "no-store"]);
    sending.destroy();
  });

  test("bodies of one person that are on their way are bounded, and nobody else's with them", async () => {
    const { token } = await aPerson("990101.dribbles");
    const headers = { "content-type": "application/json", accept: "text/event-stream", "content-length": "1000" };
    const options = { method: "POST", headers: { ...headers, authorization: `Bearer ${token}` }, agent: false };
    const statuses: (number | undefined)[] = [];
    const sending = Array.from({ length: 130 }, () => {
      const one = request(`${platform.gateway.url}/graphql/stream`, options);
      one.on("response", ({ statusCode }) => statuses.push(statusCode)).on("error", () => undefined); // it was destroyed
      one.flushHeaders();
      return one;
    });
    // 64 are carried out and 64 wait, as by POST
    await until("two are refused", () => statuses.length === 2);
    expect(statuses).toEqual([503, 503]);
    expect((await stream({ query: "{ countyPerson }" })).status).toBe(200);
    for (const one of sending) one.destroy();
    await until("there is room again", async () => {
      const again = await stream({ query: "{ countyPerson }" }, { authorization: `Bearer ${token}` });
      return again.status === 200;
    });
  });

  test("a token that ends while several missed events are on their way ends its stream, and nothing else", async () => {
    const first = await following();
    const { cursor: after } = (await first.next()).payload.data.countyTicks;
    await first.close();
    tick("missed 1", "missed 2");
    const held: ServerResponse[] = [];
    county().answerWith = (response) => void held.push(response);
    const exp = Math.floor(Date.now() / 1000) + 4;
    const authorization = `Bearer ${await platform.issuer.tokenOf(CLERK, { exp })}`;
    const streamed = stream({ query: TICKS, variables: { after } }, { authorization });
    await until("the tier is asked", () => held.length > 0);
    await until("the token ends", () => Date.now() > exp * 1000);
    county().answerWith = undefined;
    for (const response of held) response.destroy();
    expect(await (await streamed).text()).toBe("event: complete\ndata:\n\n");
    expect((await stream({ query: "{ countyPerson }" })).status).toBe(200);
  });

  test("what is refused is answered like a request: no token, no operation, another media type, a wrong cursor", async () => {
    expect((await stream({ query: TICKS }, { authorization: "" })).status).toBe(401);
    expect((await stream({ query: "subscription { countyTacks { kind } }" })).status).toBe(400);
    expect((await stream({ query: "{ countyPersons }" })).status).toBe(400);
    expect((await stream({ query: TICKS }, { accept: "application/json" })).status).toBe(406);
    for (const asked of [
      { query: TICKS, variables: { after: "x" } },
      { query: TICKS.replace("String", 'String = "x"') },
      { query: CONDITION, variables: { b: null } },
    ]) {
      const refused = await stream(asked);
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { errors: [{ extensions: { code: "BAD_USER_INPUT" } }] },
      ]);
    }
  });
});

test("beyond its sockets a person hears 1013, and everybody 503; so it is with streams; when the gateway stops, all hear of it", async () => {
  const live = { sockets: 2, socketsPerPerson: 1, groups: 10, signInsPerSecond: 1_000 };
  const own = await new GatewayUnderTest().start({ live });
  const socket = await RawSocket.signedIn(own.gateway.url, own.token);
  socket.subscribe("s", TICKS);
  await socket.next();
  const second = await RawSocket.open(own.gateway.url);
  second.say({ type: "connection_init", payload: { authorization: `Bearer ${own.token}` } });
  expect(await second.ended()).toEqual({ code: 1013, reason: "Too many sockets, try again later" });
  const person = "county:990101.other";
  own.tiers.county.standings.set(person, { ...STANDING, person });
  const others = await RawSocket.signedIn(own.gateway.url, await own.issuer.tokenOf(person));
  await expect(RawSocket.open(own.gateway.url)).rejects.toThrow("503");
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const stream = (token: string) =>
    fetch(`${own.gateway.url}/graphql/stream`, {
      ...{ method: "POST", headers: { ...headers, authorization: `Bearer ${token}` } },
      body: JSON.stringify({ query: TICKS }),
    });
  const first = await stream(own.token);
  const beyond = await stream(own.token);
  expect([first.status, beyond.status, (await beyond.json()).errors[0].extensions.code]).toEqual([
    ...[200, 503, "OVERLOADED"],
  ]);
  await own.stop();
  for (const one of [socket, others]) expect(await one.ended()).toEqual({ code: 1001, reason: "The gateway stops" });
  expect(await first.text()).toMatch(/"STARTED".*event: complete\ndata:\n\n$/s);
});
