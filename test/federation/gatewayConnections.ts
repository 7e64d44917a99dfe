import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { Admission } from "../../gateway/overload/admission";
import { RestingConnections } from "../../gateway/overload/resting";
import { LocalPeople } from "../../gateway/people/local";
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

  test("tell all that is in hand over them when they close", () => {
    const resting = new RestingConnections(() => admissionOf(1).openings());
    const socket = new FakeSocket();
    const told: number[] = [];
    const responses = [1, 2, 3].map((i) => {
      const response = new EventEmitter() as ServerResponse;
      resting.begin({ socket } as unknown as IncomingMessage, response, "pipeliner");
      return response.on("close", () => told.push(i));
    });
    responses[0]?.emit("close");
    // it is the second one's turn: Node tells it
    Object.assign(responses[1] as object, { socket });
    socket.emit("close");
    expect(told).toEqual([1, 3]);
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
