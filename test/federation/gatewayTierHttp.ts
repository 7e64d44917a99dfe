import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from "node:net";
import { Pool } from "undici";
import { AnswerLate, AnswerUnwanted, Exchange } from "../../gateway/execution/exchange";
import { Replica } from "../../gateway/execution/replica";
import { Leaving } from "../../gateway/gone";
import { send } from "../support/fakeTiers";
import { until } from "../support/until";

describe("a question to a tier", () => {
  const held: ServerResponse[] = [];
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? "");
    held.push(response);
  });
  let pool: Pool;
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
    expect(received).toEqual(["/first", "/last"]);
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
    await expect(ask()).rejects.toMatchObject({ reason: "UNREACHABLE", cause: { code: "ECONNREFUSED" } });
    expect(replica.isWell).toBe(false);
    const back = createServer((_, response) => send(response, 200, {}));
    back.listen(port, "127.0.0.1");
    await once(back, "listening");
    expect((await ask()).text).toBe("{}");
    expect(replica.isWell).toBe(true);
    await replica.close();
    back.close();
  });
});

function urlOf(server: Server): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
