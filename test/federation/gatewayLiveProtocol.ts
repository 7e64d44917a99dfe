import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { CANARY } from "../support/fakeTierSchema";
import { CLERK } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";
import { CONDITION, following, platform, signedIn, TICKS, tick, wordOf } from "./liveGateway";

const open = () => RawSocket.open(platform.gateway.url);

/** With which code the gateway ends a socket that says this: frames that no library would send. */
async function codeFor(bytes: Buffer): Promise<number> {
  const headers = {
    ...{ connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" },
    ...{
      "sec-websocket-key": Buffer.alloc(16, 7).toString("base64"),
      "sec-websocket-protocol": "graphql-transport-ws",
    },
  };
  const asked = request(`${platform.gateway.url}/graphql`, { headers, agent: false });
  asked.end();
  const [, line, head] = (await once(asked, "upgrade")) as [IncomingMessage, Socket, Buffer];
  const said: Buffer[] = [head];
  line.on("data", (part: Buffer) => said.push(part)).on("error", () => undefined); // told by its closing
  line.write(bytes);
  await once(line, "close");
  const frame = Buffer.concat(said);
  expect(frame[0]).toBe(0x88);
  return frame.readUInt16BE(2);
}

describe("the protocol graphql-transport-ws", () => {
  test("connection_init is acknowledged, once; a second one ends the socket with 4429", async () => {
    const socket = await signedIn();
    socket.say({ type: "connection_init" });
    expect(await socket.ended()).toEqual({ code: 4429, reason: "Too many initialisation requests" });
  });

  test("without a token, or with one that is not valid, the socket ends with 4403", async () => {
    for (const payload of [undefined, {}, { authorization: "Bearer a.b.c" }, { authorization: 7 }]) {
      const socket = await open();
      socket.say({ type: "connection_init", ...(payload && { payload }) });
      expect(await socket.ended()).toEqual({ code: 4403, reason: "Forbidden" });
    }
  });

  test("while nobody can say who somebody is, the socket ends with 4503, and the client comes back", async () => {
    const socket = await open();
    const token = await platform.issuer.tokenOf("city:9901.clerk");
    await platform.tiers.city.down();
    socket.say({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
    expect((await socket.ended()).code).toBe(4503);
    await platform.tiers.city.up();
  });

  test("subscribe before the acknowledgement ends the socket with 4401", async () => {
    const socket = await open();
    socket.subscribe("s", TICKS);
    expect(await socket.ended()).toEqual({ code: 4401, reason: "Unauthorized" });
  });

  test("ping is answered by pong with its payload, before and after the acknowledgement; pong is taken", async () => {
    const socket = await open();
    socket.say({ type: "ping", payload: { at: 1 } });
    expect(await socket.next()).toEqual({ type: "pong", payload: { at: 1 } });
    socket.say({ type: "pong", payload: {} });
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    await socket.close();
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no type", { id: "1" }],
    ["an unknown type", { type: "start", id: "1" }],
    ["a message of the server", { type: "connection_ack" }],
    ["a subscribe without id", { type: "subscribe", payload: { query: TICKS } }],
    ["a subscribe with an empty id", { type: "subscribe", id: "", payload: { query: TICKS } }],
    ["a subscribe without payload", { type: "subscribe", id: "1" }],
    ["a complete without id", { type: "complete" }],
    ["a payload of init that is no object", { type: "connection_init", payload: "token" }],
    ["a payload of ping that is no object", { type: "ping", payload: [] }],
    ["bytes", Buffer.from([1, 2, 3])],
  ])("%s ends the socket with 4400", async (_, message) => {
    const socket = await open();
    socket.say(message as object);
    expect(await socket.ended()).toEqual({ code: 4400, reason: "Invalid message" });
  });

  test("a message of more than 256 KiB ends the socket with 1009", async () => {
    const socket = await open();
    socket.say(`{"type":"ping","payload":{"x":"${"x".repeat(300_000)}"}}`);
    expect((await socket.ended()).code).toBe(1009);
  });

  test.each([
    [1002, "a frame with bits that mean nothing", [0xf1, 0x80, 0, 0, 0, 0]],
    [1002, "a frame of no known kind", [0x83, 0x80, 0, 0, 0, 0]],
    [1002, "a frame that is not masked", [0x81, 0x01, 0x7b]],
    [1002, "a continuation of nothing", [0x80, 0x80, 0, 0, 0, 0]],
    [1007, "a text that is no UTF-8", [0x81, 0x81, 0, 0, 0, 0, 0xff]],
    [1009, "a frame that says that it is giant", [0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
  ] as [number, string, number[]][])("%i ends the socket for %s, and no other one", async (code, _, bytes) => {
    const other = await following();
    await other.next();
    expect(await codeFor(Buffer.from(bytes))).toBe(code);
    tick("goes on");
    expect(wordOf(await other.next())).toBe("goes on");
    await other.close();
  });

  test("another subprotocol, or none, ends the socket with 4406", async () => {
    // the library of the client refuses a server that chooses none of its own: it must not be asked to
    const socket = await RawSocket.open(platform.gateway.url, []);
    expect((await socket.ended()).code).toBe(4406);
  });

  test("who does not sign in within the time is closed with 4408", async () => {
    const socket = await open();
    expect(await socket.ended()).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
  });

  test("two operations with one id at a time end the socket with 4409; an id that is over may come again", async () => {
    const socket = await following();
    expect(wordOf(await socket.next())).toBe("STARTED");
    // of what is over on this side already the other may not know yet
    for (const id of ["nobody's", "s", "s"]) socket.say({ type: "complete", id });
    socket.subscribe("s", TICKS);
    expect(wordOf(await socket.next())).toBe("STARTED");
    socket.subscribe("s", TICKS);
    expect(await socket.ended()).toEqual({ code: 4409, reason: "Subscriber for s already exists" });
  });

  test("a query and a mutation go over the same socket: next, then complete", async () => {
    const socket = await signedIn();
    socket.subscribe("q", "{ countyPerson countyFindings { title region { code } } }");
    expect(await socket.next()).toMatchObject({
      ...{ id: "q", type: "next" },
      payload: { data: { countyPerson: CLERK, countyFindings: [{ region: { code: "990101" } }, {}] } },
    });
    expect(await socket.next()).toEqual({ id: "q", type: "complete" });
    socket.subscribe("m", `mutation { countyClose(id: "county:${"A".repeat(22)}") { title } }`);
    expect(await socket.next()).toMatchObject({ payload: { data: { countyClose: { title: "county A" } } } });
    expect(await socket.next()).toEqual({ id: "m", type: "complete" });
    socket.subscribe("d", "{ countyDefect countyPerson }");
    const partly = await socket.next();
    expect(partly).toMatchObject({ type: "next", payload: { data: { countyDefect: null, countyPerson: CLERK } } });
    expect(JSON.stringify(partly)).not.toContain(CANARY);
    await socket.close();
  });

  test.each([
    ["a syntax error", "subscription {", "BAD_USER_INPUT"],
    ["a field that there is not", "subscription { countyTacks { kind } }", "BAD_USER_INPUT"],
    ["two root fields", "subscription { countyTicks { kind } countyTocks { kind } }", "BAD_USER_INPUT"],
    ["@skip on the root field", "subscription { countyTicks @skip(if: false) { kind } }", "BAD_USER_INPUT"],
    [
      "@include on the root field",
      "subscription ($i: Boolean = true) { countyTicks @include(if: $i) { kind } }",
      "BAD_USER_INPUT",
    ],
    [
      "a fragment at the root",
      "subscription { ...F } fragment F on Subscription { countyTicks { kind } }",
      "BAD_USER_INPUT",
    ],
    ["the schema", "subscription { __schema { types { name } } }", "BAD_USER_INPUT"],
    ["a forged cursor", 'subscription { countyTicks(after: "x") { kind } }', "BAD_USER_INPUT"],
    ["a value of the wrong type", "subscription { countyTicks(after: 7) { kind } }", "BAD_USER_INPUT"],
    ["a cursor of the wrong type", TICKS, "BAD_USER_INPUT", { after: 7 }],
    ["null for a condition that has a default", CONDITION, "BAD_USER_INPUT", { b: null }],
    ["a query that is wrong", "{ countyPersons }", "BAD_USER_INPUT"],
    ["too much", `{ ${"a: countyPerson ".repeat(40)} }`, "LIMIT_EXCEEDED"],
  ] as [string, string, string, object?][])(
    "%s is an error of that operation, and the socket goes on",
    async (_, query, code, ...[variables]) => {
      const socket = await following();
      expect(wordOf(await socket.next())).toBe("STARTED");
      socket.subscribe("wrong", query, variables);
      const answer = await socket.next();
      expect(answer).toMatchObject({ id: "wrong", type: "error" });
      const codes = answer.payload.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
      expect(codes[0]).toBe(code);
      expect(JSON.stringify(answer)).not.toMatch(/canary|Did you mean|node_modules/);
      tick("goes on");
      expect(wordOf(await socket.next())).toBe("goes on");
      await socket.close();
    },
  );
});
