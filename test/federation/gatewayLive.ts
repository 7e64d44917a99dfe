import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createClient as createStreamClient } from "graphql-sse";
import { type Standing } from "../../schema/contract/standing";
import { CANARY } from "../support/fakeTierSchema";
import { CLERK, GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";
import { until } from "../support/until";

const TICKS = "subscription ($after: String) { countyTicks(region: 990101, after: $after) { cursor kind word } }";

/** What the text says where the variable is left out. */
const CONDITION = "subscription ($b: Boolean = true) { countyTicks { kind word @include(if: $b) } }";

let platform: GatewayUnderTest;
beforeAll(async () => {
  platform = await new GatewayUnderTest().start({
    live: { sockets: 600, socketsPerPerson: 500, groups: 20, signInsPerSecond: 2_000 },
  });
});
afterAll(() => platform.stop());

const county = () => platform.tiers.county;
const tick = (...words: string[]) => county().ticks.tick(...words);
const signedIn = (token = platform.token) => RawSocket.signedIn(platform.gateway.url, token);
const open = () => RawSocket.open(platform.gateway.url);

/** One more person of the county, with an own token. */
async function aPerson(name: string, changes: Partial<Standing> = {}): Promise<{ person: string; token: string }> {
  const person = `county:${name}`;
  county().standings.set(person, { ...STANDING, person, ...changes });
  return { person, token: await platform.issuer.tokenOf(person) };
}

/** A socket that follows the ticks, and has begun. */
async function following(token?: string, variables?: object): Promise<RawSocket> {
  const socket = await signedIn(token);
  socket.subscribe("s", TICKS, variables);
  return socket;
}

const wordOf = ({ payload }: { payload?: { data?: Record<string, { word?: string; kind: string }> } }) => {
  const told = Object.values(payload?.data ?? {})[0];
  return told?.word ?? told?.kind;
};

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

describe("a subscription", () => {
  test("begins where it is, and tells what happens in its order, with fields of other subgraphs", async () => {
    const socket = await signedIn();
    const text = "subscription { countyTicks { word finding { title region { code name cityOpen } } } }";
    socket.subscribe("s", text);
    expect(await socket.next()).toMatchObject({ payload: { data: { countyTicks: { word: null } } } });
    tick("one", "two", "three");
    for (const word of ["one", "two", "three"]) {
      expect(await socket.next()).toEqual({
        ...{ id: "s", type: "next" },
        payload: {
          data: {
            countyTicks: {
              ...{
                word,
                finding: { title: "county A", region: { code: "990101", name: expect.any(String), cityOpen: 3 } },
              },
            },
          },
        },
      });
    }
    socket.say({ type: "complete", id: "s" });
    await until("the tier is left alone", () => county().ticks.waiting === 0);
    tick("nobody hears it");
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    await socket.close();
  });

  test("an error of one field is told with its path, masked, and what follows comes all the same", async () => {
    const socket = await signedIn();
    socket.subscribe("s", "subscription { countyTicks { word broken } }");
    const first = await socket.next();
    expect(first.payload.errors).toMatchObject([
      { path: ["countyTicks", "broken"], extensions: { code: "INTERNAL_SERVER_ERROR" } },
    ]);
    expect(first.payload.data).toEqual({ countyTicks: { word: null, broken: null } });
    expect(JSON.stringify(first)).not.toContain(CANARY);
    tick("next");
    expect((await socket.next()).payload.data.countyTicks.word).toBe("next");
    await socket.close();
  });

  test("tells what happens while another tier that knows more of it is away, with what is missing, and all of it afterwards", async () => {
    const socket = await signedIn();
    socket.subscribe("s", "subscription { countyTicks { word finding { title region { cityOpen } } } }");
    await socket.next();
    await platform.tiers.city.down();
    tick("without the city");
    const part = (await socket.next()).payload;
    const finding = { title: "county A", region: { cityOpen: null } };
    expect(part.data).toEqual({ countyTicks: { word: "without the city", finding } });
    const path = ["countyTicks", "finding", "region", "cityOpen"];
    expect(part.errors).toMatchObject([{ path, extensions: { code: "TIER_UNAVAILABLE", tier: "city" } }]);
    await platform.tiers.city.up();
    await until("the city is asked again", async () => {
      tick("again");
      return (await socket.next()).payload.errors === undefined;
    });
    await socket.close();
  });

  test("goes on exactly at a cursor: what happened since, then what happens, nothing twice", async () => {
    const first = await following();
    const started = (await first.next()).payload.data.countyTicks.cursor as string;
    await first.close();
    tick("missed 1", "missed 2");
    const again = await following(undefined, { after: started });
    expect([wordOf(await again.next()), wordOf(await again.next())]).toEqual(["missed 1", "missed 2"]);
    tick("live");
    const live = await again.next();
    expect(wordOf(live)).toBe("live");
    await again.close();
    const later = await following(undefined, { after: live.payload.data.countyTicks.cursor });
    tick("the next");
    expect(wordOf(await later.next())).toBe("the next");
    await later.close();
  });

  test("goes on at the cursor that is the default of its variable, unless another one is given; null is from now on", async () => {
    const first = await following();
    const started = (await first.next()).payload.data.countyTicks.cursor as string;
    tick("since");
    const since = (await first.next()).payload.data.countyTicks.cursor as string;
    await first.close();
    tick("then");
    const text = TICKS.replace("$after: String", `$after: String = "${started}"`);
    const begins = async (variables?: object) => {
      const socket = await signedIn();
      socket.subscribe("s", text, variables);
      const word = wordOf(await socket.next());
      await socket.close();
      return word;
    };
    expect([await begins(), await begins({ after: since }), await begins({ after: null })]).toEqual([
      ...["since", "then", "STARTED"],
    ]);
  });

  test("a condition is decided by its variable, and by the default where that is left out", async () => {
    for (const [variables, asks] of [
      [undefined, true],
      [{ b: false }, false],
      [{ b: true }, true],
    ] as const) {
      const socket = await signedIn();
      socket.subscribe("s", CONDITION, variables);
      expect("word" in (await socket.next()).payload.data.countyTicks).toBe(asks);
      await socket.close();
    }
  });

  test("goes on without a gap where the tier was down, or hangs up; the log says so once", async () => {
    const socket = await following();
    await socket.next();
    const since = platform.log.length;
    await county().down();
    tick("while it was down");
    await pause(300);
    await county().up();
    expect(wordOf(await socket.next())).toBe("while it was down");
    await socket.close();
    const said = platform.log.slice(since).map((line) => JSON.parse(line));
    const silent = said.filter(({ msg }) => /^a tier does not say what happened/.test(msg));
    expect(silent).toMatchObject([{ level: 40, tier: "county", reason: "county: UNREACHABLE" }]);
    expect(JSON.stringify(silent)).not.toContain("stack");
    expect(said.filter(({ msg }) => msg === "a tier says again what happened")).toHaveLength(1);
  });
});

describe("sharing", () => {
  test("equal subscriptions of equal rights are one question, in nobody's name; others are others' own", async () => {
    const [a, b] = [await aPerson("990101.a"), await aPerson("990101.b")];
    const c = await aPerson("990101.c", { recusals: [{ scope: "REGION", subject: "990101001" }] });
    const since = county().to("/live").length;
    const sockets = await Promise.all([a, a, b, b, b, c].map(({ token }) => following(token)));
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("STARTED");
    await until("two groups wait", () => county().ticks.waiting === 2);
    tick("for all");
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("for all");
    const askers = county()
      .to("/live")
      .slice(since)
      .map(({ claims }) => claims.standing);
    expect(new Set(askers.map((standing) => standing?.person))).toEqual(new Set(["county:~"]));
    expect(askers.some((standing) => standing?.recusals.length === 1)).toBe(true);
    await until("two groups wait again", () => county().ticks.waiting === 2);
    await Promise.all(sockets.map((socket) => socket.close()));
    await until("nobody waits", () => county().ticks.waiting === 0);
  });

  test("a variable that the text does not declare makes no difference", async () => {
    const since = county().to("/live").length;
    const sockets = await Promise.all(
      [{ x: 1 }, { x: 2 }, { after: null }].map((given) => following(undefined, given)),
    );
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("STARTED");
    const begun = county()
      .to("/live")
      .slice(since)
      .filter(({ body }) => JSON.parse(body).after === null);
    expect(begun).toHaveLength(1);
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  test("what depends on the person, and what only a person may see, is asked in the own name", async () => {
    const [a, b] = [await aPerson("990101.d"), await aPerson("990101.e", { roles: ["CUSTODIAN"] })];
    const socket = await signedIn(a.token);
    socket.subscribe("s", "subscription { countyTicks { kind commands } }");
    expect((await socket.next()).payload.data.countyTicks.commands).toEqual([a.person]);
    const other = await following(b.token);
    await other.next();
    expect(county().to("/live").at(-1)?.claims.standing?.person).toBe(b.person);
    await Promise.all([socket.close(), other.close()]);
  });
});

describe("rights", () => {
  test("an account that is closed hears nothing more: the socket ends with 4403 in the place of the event", async () => {
    const { person, token } = await aPerson("990101.leaves");
    const [leaves, stays] = [await following(token), await following()];
    await Promise.all([leaves.next(), stays.next()]);
    county().standings.delete(person);
    tick("after it");
    expect(await leaves.ended()).toEqual({ code: 4403, reason: "Forbidden" });
    expect(leaves.heard.map(wordOf)).not.toContain("after it");
    expect(wordOf(await stays.next())).toBe("after it");
    await stays.close();
  });

  test("other rights are another subscription, from the same place on, after a RESYNC", async () => {
    const { person, token } = await aPerson("990101.changes");
    const socket = await following(token);
    await socket.next();
    county().standings.set(person, { ...STANDING, person, roles: ["DIRECTOR"] });
    tick("not with the old rights");
    expect(wordOf(await socket.next())).toBe("RIGHTS_CHANGED");
    tick("with the new rights");
    // the one that told of the change was read with the old rights, and is asked for again by whoever needs it
    let word: string | undefined;
    while (word !== "with the new rights") word = wordOf(await socket.next());
    expect(county().to("/live").at(-1)?.claims.standing?.roles).toEqual(["DIRECTOR"]);
    await socket.close();
  });

  test("while the home tier confirms nobody, events wait, and nothing is lost", async () => {
    const socket = await following();
    await socket.next();
    let go: () => void = () => {};
    county().standingsAfter = new Promise((resolve) => {
      go = resolve;
    });
    tick("waits");
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    expect(socket.heard.map(wordOf)).not.toContain("waits");
    county().standingsAfter = undefined;
    go();
    expect(wordOf(await socket.next())).toBe("waits");
    await socket.close();
  });

  test("what was read long before people are confirmed is read again: it may have been taken back meanwhile", async () => {
    const socket = await following();
    await socket.next();
    let go: () => void = () => {};
    county().standingsAfter = new Promise((resolve) => {
      go = resolve;
    });
    const asked = county().to("/standings").length;
    tick("as it was");
    await until("it is held back", () => county().to("/standings").length > asked);
    const { words } = county().ticks;
    words[words.length - 1] = "as it is";
    await pause(1_100);
    county().standingsAfter = undefined;
    go();
    expect(wordOf(await socket.next())).toBe("as it is");
    expect(socket.heard.map(wordOf)).not.toContain("as it was");
    await socket.close();
  });

  test("who joins while the tier is silent is asked for again once it speaks: the account may be closed by then", async () => {
    const { person, token } = await aPerson("990101.joins");
    const socket = await signedIn(token);
    await county().down();
    socket.subscribe("late", TICKS);
    await pause(1_200);
    county().standings.delete(person);
    await county().up();
    expect(await socket.ended()).toEqual({ code: 4403, reason: "Forbidden" });
    expect(socket.heard.map(wordOf)).not.toContain("STARTED");
  });

  test("a token that expires ends its socket with 4403", async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const socket = await following(await platform.issuer.tokenOf(CLERK, { exp: seconds + 2 }));
    await socket.next();
    expect(await socket.ended()).toEqual({ code: 4403, reason: "Forbidden" });
  });
});

describe("bounds", () => {
  test("readers that do not read hear RESYNC once they do, with the rights that they have then, and hurt nobody", async () => {
    const [gone, other] = [await aPerson("990101.gone"), await aPerson("990101.other")];
    const quick = await following();
    const [slow, revoked, changed] = [await following(), await following(gone.token), await following(other.token)];
    for (const socket of [quick, slow, revoked, changed]) await socket.next();
    for (const { ws } of [slow, revoked, changed]) ws.pause();
    const large = "x".repeat(200_000);
    for (let i = 0; i < 40; i++) {
      tick(`${i} ${large}`);
      expect(wordOf(await quick.next())).toBe(`${i} ${large}`);
    }
    // nothing happens after it that would have anybody asked for
    county().standings.delete(gone.person);
    county().standings.set(other.person, { ...STANDING, person: other.person, roles: ["DIRECTOR"] });
    for (const { ws } of [slow, revoked, changed]) ws.resume();
    const until = async (socket: RawSocket, last: string) => {
      const words: (string | undefined)[] = [];
      while (words.at(-1) !== last) words.push(wordOf(await socket.next()));
      return words;
    };
    expect((await until(slow, "SLOW_READER")).length).toBeLessThan(40);
    expect(await until(changed, "RIGHTS_CHANGED")).not.toContain("SLOW_READER");
    expect((await revoked.ended()).code).toBe(4403);
    expect(revoked.heard.map(wordOf)).not.toContain("SLOW_READER");
    tick("all");
    for (const socket of [slow, quick, changed]) expect(wordOf(await socket.next())).toBe("all");
    await Promise.all([slow, quick, changed].map((socket) => socket.close()));
  });

  test("more operations than a socket may have, and more different subscriptions than the gateway, are refused one by one", async () => {
    const socket = await signedIn();
    for (let i = 0; i < 51; i++) socket.subscribe(`${i}`, TICKS);
    const refused = await until("one is refused", () => socket.heard.find(({ type }) => type === "error"));
    expect(refused.payload).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
    await socket.close();
    const many = await signedIn();
    for (let i = 0; i < 21; i++) many.subscribe(`${i}`, `subscription { countyTicks(region: ${i}) { kind } }`);
    const busy = await until("one is refused", () => many.heard.find(({ type }) => type === "error"));
    expect(busy.payload).toMatchObject([{ extensions: { code: "OVERLOADED" } }]);
    expect(many.closed).toBeUndefined();
    // what one person began leaves room for everybody else
    const other = await signedIn((await aPerson("other")).token);
    other.subscribe("s", "subscription { countyTicks(region: 77) { kind } }");
    expect(wordOf(await other.next())).toBe("STARTED");
    await other.close();
    await many.close();
  });

  test("hundreds of sockets that come and go leave nothing behind; a herd waits for one plan", async () => {
    await until("nobody waits", () => county().ticks.waiting === 0);
    const herd = await Promise.all(Array.from({ length: 200 }, () => signedIn()));
    for (const socket of herd) socket.subscribe("s", "subscription Herd { countyTicks { kind } }");
    for (const socket of herd) expect(wordOf(await socket.next())).toBe("STARTED");
    await Promise.all(herd.map((socket) => socket.close()));
    for (let round = 0; round < 3; round++) {
      const sockets = await Promise.all(Array.from({ length: 150 }, () => following()));
      await Promise.all(sockets.map((socket) => socket.next()));
      expect(county().ticks.waiting).toBeLessThanOrEqual(1);
      for (const [i, socket] of sockets.entries()) {
        if (i % 2) socket.ws.terminate();
        else socket.ws.close();
      }
      await Promise.all(sockets.map((socket) => socket.ended()));
    }
    await until("nobody waits", () => county().ticks.waiting === 0);
  });
});

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
    const exp = Math.floor(Date.now() / 1000) + 2;
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
