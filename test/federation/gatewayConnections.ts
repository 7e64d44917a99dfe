import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { Pool } from "undici";
import { AnswerLate, AnswerUnwanted, TierExchange } from "../../gateway/execution/tierExchange";
import { Leaving } from "../../gateway/gone";
import { Admission } from "../../gateway/overload/admission";
import { RestingConnections } from "../../gateway/overload/resting";
import { LocalPeople } from "../../gateway/people/local";
import { send } from "../support/fakeTiers";
import { until } from "../support/until";

/** As much of a connection as is asked to rest. */
class FakeSocket extends EventEmitter {
  destroyed = false;
  isRead = true;
  pause() {
    this.isRead = false;
  }
  resume() {
    this.isRead = true;
  }
}

describe("connections on which something was refused", () => {
  const admissionOf = (concurrency: number) => {
    const settings = { concurrency, queue: 0, waitMs: 0, person: { concurrency: 4, queue: 0, waitMs: 0 } };
    const rates = { requests: 1, newTexts: 1, cost: 1 };
    return new Admission(settings, new LocalPeople({ rates, ...settings }));
  };

  /** A request that somebody sends over a connection, refused and answered. */
  const refuse = async (resting: RestingConnections, socket: FakeSocket, caller: string) => {
    const [request, response] = [{ socket } as unknown as IncomingMessage, new EventEmitter() as ServerResponse];
    resting.begin(request, response, caller);
    resting.restAfter(request, response, resting.seconds);
    response.emit("close");
    await turn();
  };

  /** A request that is answered. */
  const answer = (resting: RestingConnections, socket: FakeSocket, caller: string) => {
    const response = new EventEmitter() as ServerResponse;
    resting.begin({ socket } as unknown as IncomingMessage, response, caller);
    return () => response.emit("close");
  };

  /** Until the first look that lets one of them be read; asked far more often than is looked, so no second look is missed. */
  const untilRead = (sockets: FakeSocket[]) =>
    until("one of the connections is read again", () => sockets.some(({ isRead }) => isRead), 1);

  test("are read again for whom there is a place, and not for who has his share, whatever is kept free for others", async () => {
    const admission = admissionOf(8);
    for (const caller of ["many", "many", "many", "many", "other"]) admission.arrive(1, caller);
    const resting = new RestingConnections(() => admission.openings());
    const [greedy, patient] = [new FakeSocket(), new FakeSocket()];
    await refuse(resting, greedy, "many");
    await refuse(resting, patient, "another");
    expect([greedy.isRead, patient.isRead]).toEqual([false, false]);
    await untilRead([greedy, patient]);
    expect([greedy.isRead, patient.isRead, admission.room]).toEqual([false, true, 3]);
    resting.end();
    expect(greedy.isRead).toBe(true);
  });

  test("rest with the others of the same caller that are not used, and with nobody else's", async () => {
    const admission = admissionOf(1);
    admission.arrive(1, "many");
    const resting = new RestingConnections(() => admission.openings());
    const [refused, unused, used, another] = Array.from({ length: 4 }, () => new FakeSocket());
    for (const socket of [unused, used]) answer(resting, socket as FakeSocket, "many")();
    const answered = answer(resting, used as FakeSocket, "many");
    answer(resting, another as FakeSocket, "another")();
    await refuse(resting, refused as FakeSocket, "many");
    resting.restOthers({ socket: refused } as unknown as IncomingMessage, 1);
    expect([refused, unused, used, another].map((socket) => socket?.isRead)).toEqual([false, false, true, true]);
    answered();
    resting.end();
  });

  test("which several have used are read again for whoever comes next, a few at a time", async () => {
    const admission = admissionOf(8);
    for (const caller of ["many", "many", "many", "many", "other"]) admission.arrive(1, caller);
    const resting = new RestingConnections(() => admission.openings());
    const proxy = Array.from({ length: 12 }, () => new FakeSocket());
    for (const socket of proxy) answer(resting, socket, "somebody")();
    for (const socket of proxy) await refuse(resting, socket, "many");
    resting.restOthers({ socket: proxy[0] } as unknown as IncomingMessage, 1);
    await untilRead(proxy);
    expect(proxy.map(({ isRead }) => isRead)).toEqual([true, true, true, ...Array(9).fill(false)]);
    resting.end();
  });

  test("of those who do not say who they are, each rests alone", async () => {
    const admission = admissionOf(1);
    admission.arrive(1, "many");
    const resting = new RestingConnections(() => admission.openings());
    const [refused, other] = [new FakeSocket(), new FakeSocket()];
    answer(resting, other, "")();
    await refuse(resting, refused, "");
    resting.restOthers({ socket: refused } as unknown as IncomingMessage, 1);
    expect([refused.isRead, other.isRead]).toEqual([false, true]);
    resting.end();
  });

  test("rest the longer, the more of them there are, and ten seconds at most", async () => {
    const admission = admissionOf(1);
    admission.arrive(1, "many");
    const resting = new RestingConnections(() => admission.openings());
    expect(resting.seconds).toBe(1);
    const told: number[] = [];
    for (let i = 0; i < 5_000; i++) {
      await refuse(resting, new FakeSocket(), `caller ${i}`);
      if (i === 400 || i === 4_999) told.push(resting.seconds);
    }
    expect(told).toEqual([2, 10]);
    resting.end();
  });

  test("are forgotten when they close", async () => {
    const admission = admissionOf(1);
    admission.arrive(1, "many");
    const resting = new RestingConnections(() => admission.openings());
    const socket = new FakeSocket();
    await refuse(resting, socket, "many");
    socket.emit("close");
    expect(resting.count).toBe(0);
  });
});

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
    pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1 });
  });
  afterAll(async () => {
    await pool.destroy();
    server.close();
  });

  const ask = (path: string, deadlineMs: number, gone?: Leaving) => {
    const exchange = new TierExchange(deadlineMs, gone);
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
    expect(await last).toEqual({ status: 418, text: "{}" });
    expect(received).toEqual(["/first", "/last"]);
  });

  test("that was sent is broken off, so that the tier hears of it", async () => {
    const gone = new Leaving();
    const asked = ask("/broken", 60_000, gone);
    await until("it has arrived", () => received.at(-1) === "/broken");
    const closed = once(held.at(-1) as ServerResponse, "close");
    gone.leave();
    gone.leave();
    await expect(asked).rejects.toBeInstanceOf(AnswerUnwanted);
    await closed;
  });
});
