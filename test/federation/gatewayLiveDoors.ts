import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import fastify from "fastify";
import { AccessTokenError } from "../../gateway/identity/accessToken";
import { createCallerIdentifier } from "../../gateway/identity/caller";
import { Door, type DoorParts } from "../../gateway/live/door";
import type { Reader } from "../../gateway/live/messages";
import { Sockets } from "../../gateway/live/sockets";
import { Streams } from "../../gateway/live/streams";
import type { Standing } from "../../schema/contract/standing";
import { CLERK } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";
import { until } from "../support/until";

// Sockets and streams without a gateway behind them: what they do by themselves.

test("queries of one person that nobody waits for any more are bounded on their way, and nobody else's with them", async () => {
  let answer = (_: { status: number; text: string }) => {};
  const answered = new Promise<{ status: number; text: string }>((resolve) => {
    answer = resolve;
  });
  const door = new Door({ mostPosts: 2, post: () => answered } as unknown as DoorParts);
  const ask = (person: string) => door.post({ person, authorization: "", expiresAt: 0 }, {});
  const asked = [ask("county:a"), ask("county:a"), ask("county:b")];
  await expect(ask("county:a")).rejects.toMatchObject({ code: "OVERLOADED" });
  answer({ status: 200, text: "{}" });
  await Promise.all(asked);
  await expect(ask("county:a")).resolves.toMatchObject({ status: 200 });
});

test("a token that ends while somebody signs in was good: it is checked once, and not again once the tier has answered", async () => {
  const endsAt = 1_772_327_100;
  let looked = 0;
  const verify = async () => {
    if (looked++ > 0) throw new AccessTokenError("EXPIRED");
    return { person: CLERK, tier: "COUNTY" as const, expiresAt: endsAt };
  };
  const findStanding = async (person: string) => ({ person }) as Standing;
  const identifyCaller = createCallerIdentifier(verify, findStanding, { info: () => undefined } as never);
  const door = new Door({ identifyCaller } as unknown as DoorParts);
  await expect(door.signIn("Bearer a.b.c")).resolves.toEqual({
    person: CLERK,
    authorization: "Bearer a.b.c",
    expiresAt: endsAt * 1000,
  });
  await expect(door.signIn("Bearer a.b.c")).rejects.toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
});

describe("streams before another door", () => {
  const told: { reader?: Reader; response?: ServerResponse; errors: unknown[] } = { errors: [] };
  let app = fastify();
  afterEach(() => app.close());
  /** @param body of the first event; nothing is known before it, and without it nothing at all
   * @param followed when it is known whether the operation holds
   * @returns what is asked, and its answer, of which nothing is read */
  async function streamOf(body?: Buffer, followed: Promise<void> = Promise.resolve()) {
    const door = {
      subscribes: () => true,
      signIn: async () => ({ person: CLERK, authorization: "", expiresAt: Date.now() + 60_000 }),
      follow: async (_caller: unknown, _body: unknown, reader: Reader) => {
        told.reader = reader;
        await followed;
        if (body) reader.next({ number: 1, body });
        return { leave: () => undefined };
      },
      present: (error: object) => error,
    };
    const admission = { arrive: () => () => undefined, claim: async () => () => undefined };
    app = fastify();
    told.errors = [];
    app.addHook("onRequest", async (_request, { raw }) => {
      told.response = raw;
      raw.on("error", (cause) => told.errors.push(cause));
    });
    new Streams({ door: door as unknown as Door, admission, most: 1, mostOfPerson: 1, heartbeatMs: 5 }).attach(app);
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const headers = { "content-type": "application/json", accept: "text/event-stream" };
    const asked = request({ port, host: "127.0.0.1", path: "/graphql/stream", method: "POST", headers, agent: false });
    asked.end("{}");
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    return { asked, answer };
  }

  test("they beat while nothing happens", async () => {
    const { asked, answer } = await streamOf(Buffer.from("{}"));
    let said = "";
    answer.on("data", (part: Buffer) => {
      said += part.toString();
    });
    await until("it beats", () => said.split(":\n\n").length > 3);
    expect(said).toMatch(/^event: next\ndata: \{\}\n\n(:\n\n)+$/);
    asked.destroy();
  });

  test("they beat while a tier is silent, and tell what is wrong once it speaks", async () => {
    const { answer } = await streamOf();
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"]);
    let said = "";
    answer.on("data", (part: Buffer) => {
      said += part.toString();
    });
    await until("it beats", () => said.split(":\n\n").length > 3);
    told.reader?.fail([{ message: "wrong" }]);
    await once(answer, "end");
    expect(said).toMatch(
      /^(:\n\n)+event: next\ndata: \{"errors":\[\{"message":"wrong"\}\]\}\n\nevent: complete\ndata:\n\n$/,
    );
  });

  test("they beat while nobody says whether the operation holds, and tell what is wrong with it", async () => {
    let refuse: (cause: Error) => void = () => {};
    const { answer } = await streamOf(
      undefined,
      new Promise((_, reject) => {
        refuse = reject;
      }),
    );
    let said = "";
    answer.on("data", (part: Buffer) => {
      said += part.toString();
    });
    await until("it beats", () => said.split(":\n\n").length > 3);
    refuse(Object.assign(new Error(), { toJSON: () => "wrong" }));
    await once(answer, "end");
    expect(said).toMatch(/^(:\n\n)+event: next\ndata: \{"errors":\["wrong"\]\}\n\nevent: complete\ndata:\n\n$/);
    expect(told.errors).toEqual([]);
  });

  test("nothing is written to a slow reader after its end, however long that takes to be read", async () => {
    const { asked, answer } = await streamOf(Buffer.alloc(30 * 1024 * 1024, "1")); // more than the line takes
    await until("it is behind", () => told.reader?.isBehind);
    told.reader?.revoke();
    const { response } = told;
    const [ended, sent] = [response?.writableEnded, response?.writableLength ?? 0];
    await pause(100);
    expect([ended, response?.writableFinished, told.errors]).toEqual([true, false, []]);
    expect(response?.writableLength).toBeLessThanOrEqual(sent);
    asked.destroy();
    answer.destroy();
  });
});

describe("sockets before another door", () => {
  const READER = { person: CLERK, authorization: "" };
  const letsIn = { signIn: async () => ({ ...READER, expiresAt: Date.now() + 60_000 }) };
  const bounds = { most: 10, mostOfPerson: 10, signInsPerSecond: 100, upgraded: () => undefined };
  let closing: () => void = () => {};
  afterEach(() => closing());
  /** @returns where they are reached */
  async function servedBy(door: object, more: Partial<ConstructorParameters<typeof Sockets>[0]> = {}): Promise<string> {
    const server = createServer();
    const sockets = new Sockets({ ...bounds, door: door as Door, ...more });
    sockets.attach(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    closing = () => {
      sockets.close();
      server.close();
    };
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("a defect ends the socket with 4500, and is in the log", async () => {
    const told: unknown[] = [];
    const door = {
      signIn: () => Promise.reject(new TypeError("planted")),
      present: (cause: unknown) => told.push(cause),
    };
    const socket = await RawSocket.open(await servedBy(door));
    socket.say({ type: "connection_init" });
    expect(await socket.ended()).toEqual({ code: 4500, reason: "Internal server error" });
    expect(told).toEqual([new TypeError("planted")]);
  });

  test("who does not answer a ping is gone by the next one; who answers stays", async () => {
    const url = await servedBy(letsIn, { lookEveryMs: 5 });
    const [silent, answers] = [await RawSocket.signedIn(url, ""), await RawSocket.signedIn(url, "")];
    const pinged: string[] = [];
    answers.ws.on("ping", () => pinged.push("answers"));
    silent.ws.on("ping", () => pinged.push("silent"));
    silent.ws.pong = () => undefined;
    // without a word: nobody is there to hear one
    expect(await silent.ended()).toEqual({ code: 1006, reason: "" });
    await until("it is pinged on and on", () => pinged.filter((who) => who === "answers").length > 3);
    expect(pinged.filter((who) => who === "silent")).toHaveLength(1);
    expect(answers.closed).toBeUndefined();
  });

  test("a herd is let in by turns, and who would wait too long comes back later: 1013", async () => {
    const url = await servedBy(letsIn, { signInsPerSecond: 1e-6 });
    await RawSocket.signedIn(url, "");
    const late = await RawSocket.open(url);
    late.say({ type: "connection_init" });
    expect(await late.ended()).toEqual({ code: 1013, reason: "Too many sockets, try again later" });
  });

  /** A door through which everybody follows.
   * @returns it, and who follows */
  function followedDoor() {
    const readers: Reader[] = [];
    const follow = async (_caller: unknown, _body: unknown, reader: Reader) => {
      readers.push(reader);
      return { leave: () => undefined };
    };
    return { readers, door: { ...letsIn, subscribes: () => true, follow } };
  }

  test("an event is one message to each, under the id of each, however long it is", async () => {
    const { door, readers } = followedDoor();
    const url = await servedBy(door, { limits: { mostUnsent: 1_000_000 } });
    const ids = ["s", "动态"];
    const sockets = await Promise.all(ids.map(() => RawSocket.signedIn(url, "")));
    for (const [i, socket] of sockets.entries()) socket.subscribe(ids[i] as string, "subscription { anything }");
    await until("both follow", () => readers.length === 2);
    for (const length of [0, 100, 70_000, 200_000]) {
      const payload = { data: "x".repeat(length) };
      const body = Buffer.from(JSON.stringify(payload));
      for (const reader of readers) reader.next({ number: 1, body });
      const heard = await Promise.all(sockets.map((socket) => socket.next()));
      expect(heard).toEqual(ids.map((id) => ({ id, type: "next", payload })));
    }
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  const LITTLE_BEFORE = { saidBefore: { most: 2, perSecond: 50 } };
  const named = { ...letsIn, signIn: async (person: string) => ({ ...(await letsIn.signIn()), person }) };
  const PING = { type: "ping" };
  const AFTER = { type: "ping", payload: { after: true } };
  const isAfter = ({ payload }: { payload?: { after?: boolean } }) => payload?.after;

  test("whoever says more than a person may is not read, over none of his sockets, nor over a new one; others are", async () => {
    const url = await servedBy(named, { limits: { ...LITTLE_BEFORE, said: { most: 10, perSecond: 1e-6 } } });
    const signedIn = (person: string) => RawSocket.signedIn(url, person);
    const [one, same, other] = await Promise.all(["a", "a", "b"].map(signedIn));
    for (let i = 0; i < 20; i++) one?.say(PING);
    await until("enough is heard", () => (one?.heard.length ?? 0) > 10);
    const again = await signedIn("a");
    // by the first word of each it is seen that nothing is left
    for (const socket of [same, again]) socket?.say(PING);
    await until("it is heard", () => [same, again].every((socket) => socket?.heard.length === 2));
    for (const socket of [one, same, again, other]) socket?.say(AFTER);
    await until("the other is heard", () => other?.heard.some(isAfter));
    await pause(50);
    for (const socket of [one, same, again]) expect(socket?.heard.some(isAfter)).toBe(false);
  });

  test("whoever was not read for a while is read again, and nothing is lost", async () => {
    const url = await servedBy(named, { limits: { ...LITTLE_BEFORE, said: { most: 2, perSecond: 50 } } });
    const socket = await RawSocket.signedIn(url, "a");
    for (let i = 0; i < 20; i++) {
      socket.say(PING);
      await pause(1);
    }
    socket.say(AFTER);
    await until("it is read", () => socket.heard.some(isAfter));
    expect(socket.heard).toHaveLength(22);
  });

  test("whoever has not said who he is may say little", async () => {
    const url = await servedBy(letsIn, { limits: { saidBefore: { most: 2, perSecond: 1 }, initTimeoutMs: 300 } });
    const socket = await RawSocket.open(url);
    for (let i = 0; i < 5; i++) {
      socket.say({ type: "ping" });
      await pause(20);
    }
    expect(await socket.ended()).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
    expect(socket.heard.length).toBeLessThan(5);
  });

  test("a connection is counted where it came in until somebody has signed in over it", async () => {
    let counted = 0;
    const url = await servedBy(letsIn, { upgraded: () => void counted++ });
    const nobodys = [await RawSocket.open(url), await RawSocket.open(url, [])];
    expect((await nobodys[1]?.ended())?.code).toBe(4406);
    expect(counted).toBe(0);
    await RawSocket.signedIn(url, "");
    expect(counted).toBe(1);
  });

  test("of an address no more wait for a sign-in than leave room for its requests", async () => {
    const url = await servedBy(letsIn, { mostUnknown: 1 });
    await RawSocket.signedIn(url, "");
    const waiting = await RawSocket.open(url);
    await expect(RawSocket.open(url)).rejects.toThrow("503");
    await waiting.close();
    const comes = () => RawSocket.open(url).catch(() => undefined);
    await (await until("whoever is gone waits no more", comes)).close();
  });

  test("a reader who does not take what there is for too long is let go", async () => {
    const { door, readers } = followedDoor();
    const url = await servedBy(door, { limits: { mostUnsent: 1_000, drainMs: 50 } });
    const socket = await RawSocket.signedIn(url, "");
    socket.subscribe("s", "subscription { anything }");
    const reader = await until("it follows", () => readers[0]);
    socket.ws.pause();
    reader.next({ number: 1, body: Buffer.alloc(30 * 1024 * 1024, "1") }); // more than the line takes
    expect(reader.isBehind).toBe(true);
    expect(await reader.whenDrained()).toBe(false);
    socket.ws.resume();
    expect((await socket.ended()).code).toBe(1006);
  });
});
