import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { errors, Pool } from "undici";
import { AnswerLate, AnswerUnwanted, Exchange } from "../../gateway/execution/exchange";
import { Replica } from "../../gateway/execution/replica";
import { connectTier } from "../../gateway/execution/tierConnection";
import { createCarrier, isBroken } from "../../gateway/files/carrier";
import { Leaving } from "../../gateway/gone";
import type { FileMove } from "../../schema/contract/fileTicket";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import { send } from "../support/fakeTiers";
import { STANDING } from "../support/gatewayUnderTest";
import { until } from "../support/until";

describe("a question to a tier", () => {
  const held: ServerResponse[] = [];
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? "");
    held.push(response);
  });
  let [connections, pool]: [number, Pool] = [0, undefined as unknown as Pool];
  server.on("connection", () => connections++);
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    pool = new Pool(urlOf(server).origin, { connections: 1 });
  });
  afterAll(async () => {
    await pool.destroy();
    server.close();
  });

  const ask = (path: string, deadlineMs: number, gone?: Leaving) => {
    const exchange = new Exchange(deadlineMs, gone);
    pool.dispatch({ method: "POST", path, body: "{}" }, exchange);
    return exchange.answer;
  };

  test("whose time is over or whose caller goes before it has a connection ends at once, and is never sent", async () => {
    const first = ask("/first", 60_000);
    await until("the only connection is taken", () => held.length === 1);
    const leaver = new Leaving();
    const [late, unwanted] = [ask("/late", 10), ask("/unwanted", 60_000, leaver)];
    await expect(late).rejects.toBeInstanceOf(AnswerLate);
    leaver.leave();
    await expect(unwanted).rejects.toBeInstanceOf(AnswerUnwanted);
    await expect(ask("/nobody", 60_000, leaver)).rejects.toBeInstanceOf(AnswerUnwanted);
    const last = ask("/last", 60_000);
    send(held[0] as ServerResponse, 200, { 汉: "字".repeat(100_000) });
    expect(JSON.parse((await first).text)).toEqual({ 汉: "字".repeat(100_000) });
    await until("the next is asked", () => held.length === 2);
    send(held[1] as ServerResponse, 418, {});
    expect(await last).toMatchObject({ status: 418, text: "{}" });
    // on the same connection: nothing of those that were over was on it
    expect([received, connections]).toEqual([["/first", "/last"], 1]);
  });

  test("that was sent is broken off, so that the tier hears of it, and the next gets another connection", async () => {
    const gone = new Leaving();
    const asked = ask("/broken", 60_000, gone);
    await until("it has arrived", () => received.at(-1) === "/broken");
    const closed = once(held.at(-1) as ServerResponse, "close");
    const next = ask("/after", 60_000);
    gone.leave();
    gone.leave();
    await expect(asked).rejects.toBeInstanceOf(AnswerUnwanted);
    await closed;
    await until("the next has arrived", () => received.at(-1) === "/after");
    send(held.at(-1) as ServerResponse, 200, {});
    expect((await next).status).toBe(200);
  });
});

describe("a process of a tier that does not answer as HTTP says", () => {
  const OK = "HTTP/1.1 200 OK\r\n";

  test.each([
    ["ends the connection in the middle", `${OK}content-length: 10\r\n\r\nhel`, "UNREACHABLE"],
    ["ends it without a word", "", "UNREACHABLE"],
    ["does not speak HTTP", "220 ready\r\n\r\n", "NO_GRAPHQL"],
    ["says two lengths", `${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, "UNREACHABLE"],
    ["says too much", `${OK}content-length: 20000000\r\n\r\n${"x".repeat(17_000_000)}`, "TOO_LARGE"],
  ])("is said to: it %s", async (_, text, reason) => {
    const other = createPlainServer((socket: Socket) =>
      socket.on("error", () => undefined).once("data", () => socket.end(text)),
    );
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const replica = new Replica("county", urlOf(other), "a key");
    const asked = replica.post("/graphql", "{}", { requestId: "r" }, 60_000, { repeatable: false });
    const [ended] = await Promise.allSettled([asked]);
    await replica.close();
    other.close();
    expect(ended).toMatchObject({ status: "rejected", reason: { reason } });
  });

  test("is nobody where nothing listens, and well again once it answers", async () => {
    const nobody = createPlainServer();
    nobody.listen(0, "127.0.0.1");
    await once(nobody, "listening");
    const replica = new Replica("county", urlOf(nobody), "a key");
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    await once(nobody, "close");
    const ask = () => replica.post("/graphql", "{}", { requestId: "r" }, 60_000, { repeatable: false });
    await expect(ask()).rejects.toMatchObject({ reason: "NOT_SENT", cause: { code: "ECONNREFUSED" } });
    expect(replica.isWell).toBe(false);
    const back = createServer((_, response) => send(response, 200, {}));
    back.listen(port, "127.0.0.1");
    await once(back, "listening");
    expect((await ask()).text).toBe("{}");
    expect(replica.isWell).toBe(true);
    await replica.close();
    back.close();
  });

  test("was sent nothing where no connection came about, in whatever way", async () => {
    const replica = new Replica("county", new URL("http://127.0.0.1:1"), "a key");
    const failed = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });
    const unknown = failed("ENOTFOUND", "getaddrinfo");
    const refused = failed("ECONNREFUSED", "connect");
    const late = new errors.ConnectTimeoutError();
    for (const cause of [unknown, refused, late, new AggregateError([refused, failed("EHOSTUNREACH", "connect")])]) {
      expect([replica.lost(cause).reason, isBroken(cause)]).toEqual(["NOT_SENT", true]);
    }
    for (const cause of [failed("ECONNRESET", "read"), failed("EPIPE", "write"), new errors.SocketError()]) {
      expect(replica.lost(cause).reason).toBe("UNREACHABLE");
    }
    expect(replica.isWell).toBe(false);
    await replica.close();
  });

  test("is looked at once for all who want to know, however slowly it says that it is ready", async () => {
    let looks = 0;
    const server = createServer((_, response) => void setTimeout(() => send(response, 200, {}), 400, ++looks));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const replica = new Replica("county", urlOf(server), "a key");
    expect(await Promise.all([1, 2, 3, 4].map(() => replica.isReady()))).toEqual([true, true, true, true]);
    expect(looks).toBe(1);
    expect([await replica.isReady(), looks]).toEqual([true, 2]);
    await replica.close();
    server.close();
  });

  test("that has stood still is asked anew what happens, once it answers: the connection may be forgotten", async () => {
    let standsStill = false;
    const server = createServer((request, response) => {
      if (request.url !== "/health/ready") return; // it is never heard of again
      if (standsStill) response.destroy();
      else send(response, 200, {});
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const replica = new Replica("county", urlOf(server), "a key");
    const told: unknown[] = [];
    for (const path of ["/live", "/graphql"]) {
      const asked = replica.post(path, "{}", { requestId: "r" }, 60_000, { repeatable: true });
      void asked.catch(({ reason }) => told.push(`${path} ${reason}`));
    }
    const looks = async (count: number, still: boolean) => {
      standsStill = still;
      for (let i = 0; i < count; i++) expect(await replica.isReady()).toBe(!still);
    };
    await looks(2, false);
    await looks(1, true); // a busy second
    await looks(1, false);
    expect(told).toEqual([]);
    await looks(2, true);
    await looks(1, false);
    await until("it is asked anew", () => told.length > 0);
    expect(told).toEqual(["/live ABANDONED"]);
    await replica.close();
    server.closeAllConnections();
    server.close();
  });

  test("stands still where it gives no answer for some looks, and not where it says that it is not ready", async () => {
    let says: number | undefined = 503;
    const server = createServer((request, response) => {
      if (request.url !== "/health/ready") return; // what it has in hand
      if (says === undefined) response.destroy();
      else send(response, says, {});
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const replica = new Replica("county", urlOf(server), "a key");
    const looks = async (count: number) => {
      for (let i = 0; i < count; i++) expect(await replica.isReady()).toBe(false);
      replica.abandon();
    };
    const [standing, question] = ["/standing", "/graphql"].map((path) => {
      const told: unknown[] = [];
      void replica
        .post(path, "{}", { requestId: "r" }, 60_000, { repeatable: true })
        .catch(({ reason }) => told.push(reason));
      return told;
    }) as [unknown[], unknown[]];
    await looks(4);
    expect([standing, question]).toEqual([[], []]);
    says = undefined;
    await looks(1);
    await until("who somebody is, is asked elsewhere", () => standing.length > 0);
    expect([standing, question]).toEqual([["ABANDONED"], []]);
    await looks(1);
    await until("so is the rest", () => question.length > 0);
    expect(question).toEqual(["ABANDONED"]);
    await replica.close();
    server.closeAllConnections();
    server.close();
  });
});

test("a file is fetched where another process of the tier has no database, and is brought once", async () => {
  const asked: string[] = [];
  const answers = [
    (response: ServerResponse) => send(response, NO_DATABASE, {}),
    (response: ServerResponse) => response.writeHead(200, { "content-disposition": "attachment" }).end("a file"),
  ];
  const servers = answers.map((answer) =>
    createServer((request, response) => {
      asked.push(request.method as string);
      request.resume().once("end", () => answer(response));
    }).listen(0, "127.0.0.1"),
  );
  await Promise.all(servers.map((server) => once(server, "listening")));
  const county = connectTier("county", { urls: servers.map(urlOf), key: "a key" });
  const tiers = { province: county, city: county, county };
  const carrier = createCarrier(tiers, { province: "a key", city: "a key", county: "a key" });
  const carry = async (move: FileMove, body?: Readable) => {
    const ticket = { tier: "county", move, id: "t", person: STANDING.person, maxBytes: 10, expiresAt: 0 } as const;
    const { signal } = new AbortController();
    const answer = await carrier.carry(ticket, "text", { requestId: "r", standing: STANDING }, body, signal);
    return `${answer.status} ${await text(answer.body)}`;
  };
  expect(await Promise.all([carry("GET"), carry("GET"), carry("GET")])).toEqual(Array(3).fill("200 a file"));
  asked.length = 0;
  const brought = await Promise.allSettled([carry("PUT", Readable.from("a")), carry("PUT", Readable.from("b"))]);
  expect(brought.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(brought).toContainEqual({ status: "rejected", reason: expect.objectContaining({ reason: "NOBODY_THERE" }) });
  expect(asked).toEqual(["PUT", "PUT"]);
  await Promise.all([carrier.close(), county.close()]);
  for (const server of servers) server.close();
});

function urlOf(server: Server): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
