import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from "node:net";
import { AnswerLate, AnswerUnwanted, Exchange } from "../../gateway/execution/http/exchange";
import { NoHttp } from "../../gateway/execution/http/head";
import { LineEnded } from "../../gateway/execution/http/line";
import { Lines } from "../../gateway/execution/http/lines";
import { AnswerTooLarge, Response } from "../../gateway/execution/http/response";
import { Leaving } from "../../gateway/gone";
import { send } from "../support/fakeTiers";
import { until } from "../support/until";

const OK = "HTTP/1.1 200 OK\r\n";
const ANSWERS: readonly (readonly [what: string, text: string, body: string])[] = [
  ["of a length", `${OK}Content-Length: 5\r\n\r\nhello`, "hello"],
  ["of no bytes", `${OK}content-length:0\r\n\r\n`, ""],
  ["in pieces", `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n`, "hello"],
  [
    "in pieces, with a trailer",
    `${OK}transfer-encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nx: y\r\n\r\n`,
    "0123456789",
  ],
  ["after a hint", `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${OK}content-length: 2\r\n\r\n{}`, "{}"],
  ["without a body", "HTTP/1.1 204 No Content\r\n\r\n", ""],
];

const NOT_HTTP: readonly (readonly [what: string, text: string])[] = [
  ["another protocol", "SSH-2.0-x\r\n\r\n"],
  ["an upgrade", "HTTP/1.1 101 Switching\r\n\r\n"],
  ["a length that is none", `${OK}content-length: -1\r\n\r\n`],
  ["two lengths", `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n`],
  ["a length and pieces", `${OK}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`],
  ["a coding that nobody asked for", `${OK}transfer-encoding: gzip\r\n\r\n`],
  ["a header over two lines", `${OK}x: y\r\n z\r\n\r\n`],
  ["a header without a name", `${OK}: y\r\n\r\n`],
  ["a blank in front of the colon", `${OK}content-length : 1\r\n\r\n`],
  ["a piece without a length", `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`],
  ["a piece that is longer than it says", `${OK}transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n`],
  ["a head without an end", `${OK}x: ${"y".repeat(20_000)}`],
  ["a line of a piece without an end", `${OK}transfer-encoding: chunked\r\n\r\n1;${"y".repeat(20_000)}`],
];

describe("an answer over HTTP", () => {
  test.each(ANSWERS)("%s is read, wherever it is cut", (_, text, body) => {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const response = new Response(100);
      const first = response.take(bytes.subarray(0, cut));
      const answer = first ?? response.take(bytes.subarray(cut));
      expect([answer?.text, response.head?.stays, response.hasRest]).toEqual([body, true, false]);
    }
    const slowly = new Response(100);
    const answers = [...bytes].map((_byte, at) => slowly.take(bytes.subarray(at, at + 1)));
    expect(answers.map((answer) => answer?.text).filter((found) => found !== undefined)).toEqual([body]);
  });

  test("that ends with its connection is whole then", () => {
    const response = new Response(100);
    expect(response.take(Buffer.from(`${OK}\r\nhel`))).toBeUndefined();
    expect(response.take(Buffer.from("lo"))).toBeUndefined();
    expect([response.end()?.text, response.head?.stays]).toEqual(["hello", false]);
    const broken = new Response(100);
    broken.take(Buffer.from(`${OK}content-length: 10\r\n\r\nhel`));
    expect(broken.end()).toBeUndefined();
  });

  test.each([
    [`${OK}connection: close\r\ncontent-length: 0\r\n\r\n`, false, undefined],
    ["HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", false, undefined],
    [`${OK}connection: keep-alive\r\nkeep-alive: timeout=72\r\ncontent-length: 0\r\n\r\n`, true, 72_000],
  ])("says whether its connection stays: %j", (text, stays, staysForMs) => {
    const response = new Response(100);
    response.take(Buffer.from(text));
    expect(response.head).toMatchObject({ stays, staysForMs });
  });

  test("that is followed by something is told apart from it", () => {
    const response = new Response(100);
    expect(response.take(Buffer.from(`${OK}content-length: 2\r\n\r\n{}HTTP`))?.text).toBe("{}");
    expect(response.hasRest).toBe(true);
  });

  test.each([
    `${OK}content-length: 101\r\n\r\n`,
    `${OK}\r\n${"x".repeat(101)}`,
    `${OK}transfer-encoding: chunked\r\n\r\n65\r\n${"x".repeat(101)}\r\n`,
  ])("is not read beyond what is allowed", (text) => {
    expect(() => new Response(100).take(Buffer.from(text))).toThrow(AnswerTooLarge);
  });

  test.each(NOT_HTTP)("is refused where it is %s", (_, text) => {
    expect(() => new Response(100).take(Buffer.from(text))).toThrow(NoHttp);
  });
});

describe("a question to a tier", () => {
  const held: ServerResponse[] = [];
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? "");
    held.push(response);
  });
  const lines = () => new Lines(urlOf(server), { most: 1, mostBytes: 1_000_000 });
  let shared: Lines;
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    shared = lines();
  });
  afterAll(() => {
    shared.close();
    server.close();
  });

  test("whose time is over or whose caller goes before it has a connection ends at once, and is never sent", async () => {
    const first = ask(shared, "/first", 60_000);
    await until("the only connection is taken", () => held.length === 1);
    const leaver = new Leaving();
    const [late, unwanted] = [ask(shared, "/late", 10), ask(shared, "/unwanted", 60_000, leaver)];
    await expect(late).rejects.toBeInstanceOf(AnswerLate);
    leaver.leave();
    await expect(unwanted).rejects.toBeInstanceOf(AnswerUnwanted);
    await expect(ask(shared, "/nobody", 60_000, leaver)).rejects.toBeInstanceOf(AnswerUnwanted);
    const last = ask(shared, "/last", 60_000);
    send(held[0] as ServerResponse, 200, { 汉: "字".repeat(100_000) });
    expect(JSON.parse((await first).text)).toEqual({ 汉: "字".repeat(100_000) });
    await until("the next is asked", () => held.length === 2);
    send(held[1] as ServerResponse, 418, {});
    expect(await last).toMatchObject({ status: 418, text: "{}" });
    expect(received).toEqual(["/first", "/last"]);
  });

  test("that was sent is broken off, so that the tier hears of it, and the next gets another connection", async () => {
    const gone = new Leaving();
    const asked = ask(shared, "/broken", 60_000, gone);
    await until("it has arrived", () => received.at(-1) === "/broken");
    const closed = once(held.at(-1) as ServerResponse, "close");
    const next = ask(shared, "/after", 60_000);
    gone.leave();
    gone.leave();
    await expect(asked).rejects.toBeInstanceOf(AnswerUnwanted);
    await closed;
    await until("the next has arrived", () => received.at(-1) === "/after");
    send(held.at(-1) as ServerResponse, 200, {});
    expect((await next).status).toBe(200);
  });

  test("has its answer over the connection that the one before it had", async () => {
    const ports: (number | undefined)[] = [];
    for (const path of ["/one", "/two"]) {
      const asked = ask(shared, path, 60_000);
      await until("it has arrived", () => received.at(-1) === path);
      const response = held.at(-1) as ServerResponse;
      ports.push(response.req.socket.remotePort);
      response.write('{"a":'); // in pieces
      response.end("1}");
      expect((await asked).text).toBe('{"a":1}');
    }
    expect(ports[0]).toBe(ports[1]);
  });

  test("that nobody can answer any more ends with those that wait", async () => {
    const own = lines();
    const [sent, waiting] = [ask(own, "/closing", 60_000), ask(own, "/waiting", 60_000)];
    await until("it has arrived", () => received.at(-1) === "/closing");
    own.close();
    const ends = await Promise.allSettled([sent, waiting]);
    expect(ends).toMatchObject([{ reason: expect.any(LineEnded) }, { reason: expect.any(LineEnded) }]);
    await expect(ask(own, "/closed", 60_000)).rejects.toBeInstanceOf(LineEnded);
  });

  test("to nobody fails with what the connection broke with", async () => {
    const nobody = createPlainServer();
    nobody.listen(0, "127.0.0.1");
    await once(nobody, "listening");
    const unreached = new Lines(urlOf(nobody), { most: 1, mostBytes: 1_000 });
    nobody.close();
    await once(nobody, "close");
    for (const path of ["/first", "/again"])
      await expect(ask(unreached, path, 60_000)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    unreached.close();
  });

  test.each([
    ["ends the connection in the middle", `${OK}content-length: 10\r\n\r\nhel`, LineEnded],
    ["ends it without a word", "", LineEnded],
    ["does not speak HTTP", "220 ready\r\n\r\n", NoHttp],
    ["says too much", `${OK}content-length: 2000\r\n\r\n`, AnswerTooLarge],
  ])("fails where the other side %s", async (_, text, cause) => {
    const other = createPlainServer((socket: Socket) =>
      socket.on("error", () => undefined).once("data", () => socket.end(text)),
    );
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const own = new Lines(urlOf(other), { most: 1, mostBytes: 1_000 });
    await expect(ask(own, "/", 60_000)).rejects.toBeInstanceOf(cause);
    own.close();
    other.close();
  });

  test("goes over a new connection where the old one was ended meanwhile", async () => {
    const sockets: Socket[] = [];
    const other = createPlainServer((socket) => {
      sockets.push(socket);
      socket.on("data", () => socket.write(`${OK}content-length: 2\r\n\r\n{}`));
    });
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const own = new Lines(urlOf(other), { most: 1, mostBytes: 1_000 });
    for (const count of [1, 2]) {
      expect((await ask(own, "/", 60_000)).text).toBe("{}");
      expect(sockets).toHaveLength(count);
      const closed = once(sockets.at(-1) as Socket, "close");
      sockets.at(-1)?.end();
      await closed;
    }
    own.close();
    other.close();
  });
});

function urlOf(server: Server): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function ask(lines: Lines, path: string, deadlineMs: number, gone?: Leaving) {
  const head = `POST ${path} HTTP/1.1\r\nhost: tier\r\ncontent-length: 2\r\n\r\n`;
  const exchange = new Exchange(Buffer.from(`${head}{}`), deadlineMs, gone);
  lines.send(exchange);
  return exchange.answer;
}
