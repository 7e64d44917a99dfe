import type { Worker } from "node:cluster";
import { EventEmitter } from "node:events";
import { pino } from "pino";
import { LocalPeople } from "../../gateway/people/local";
import { CannotStart, DRAIN, Members } from "../../gateway/processes/members";
import { until } from "../support/until";

// With real processes, which load for seconds: whole/gatewayProcesses.test.ts.

/** As much of a process that serves as is started, told and ended. */
class FakeMember extends EventEmitter {
  readonly told: unknown[] = [];
  #isDead = false;
  readonly process = { kill: (signal: NodeJS.Signals) => this.end(null, signal) };

  constructor(private readonly drains = true) {
    super();
  }

  listen(port = 4_000): void {
    this.emit("listening", { port });
  }

  end(code: number | null, signal: NodeJS.Signals | null = null): void {
    this.#isDead = true;
    this.emit("exit", code, signal);
  }

  send(message: unknown): void {
    this.told.push(message);
    if (message === DRAIN && this.drains) setImmediate(() => this.end(0));
  }

  isConnected(): boolean {
    return !this.#isDead;
  }

  isDead(): boolean {
    return this.#isDead;
  }
}

describe("the processes of a gateway", () => {
  const person = { concurrency: 2, queue: 0, waitMs: 0 };

  /** @param drains whether they end when they are told to */
  const make = ({ drains = true, drainMs = 60_000 } = {}) => {
    const started: FakeMember[] = [];
    const people = new LocalPeople({ rates: { requests: 1, newTexts: 1, cost: 1 }, concurrency: 8, waitMs: 0, person });
    const members = new Members(people, pino({ level: "silent" }), drainMs, () => {
      const member = new FakeMember(drains);
      started.push(member);
      return member as unknown as Worker;
    });
    return { started, people, members };
  };
  const startTwo = async (parts: ReturnType<typeof make>) => {
    const port = parts.members.start(2);
    for (const member of parts.started) member.listen();
    expect(await port).toBe(4_000);
    return parts;
  };

  test("are as many as were asked for; what one held that ends is given back, and another is started until one comes up", async () => {
    const { started, people, members } = await startTwo(make());
    expect(started).toHaveLength(2);
    const first = started[0] as FakeMember;
    first.emit("message", { people: [{ id: 1, enter: "somebody" }] });
    await until("it is in hand", () => people.running === 1);
    first.end(null, "SIGKILL");
    expect(people.running).toBe(0);
    await until("another one starts", () => started.length === 3);
    started[2]?.end(1);
    await until("and another one", () => started.length === 4);
    started[3]?.listen();
    await members.stop();
    expect([started[1]?.told, started[3]?.told]).toEqual([[DRAIN], [DRAIN]]);
  });

  test("do not start where one ends by itself before it listens, and start where it was killed from outside", async () => {
    const broken = make();
    const start = broken.members.start(1);
    broken.started[0]?.end(2);
    await expect(start).rejects.toEqual(new CannotStart(2, null));
    const killed = make();
    const again = killed.members.start(1);
    killed.started[0]?.end(null, "SIGKILL");
    await until("another one starts", () => killed.started.length === 2);
    killed.started[1]?.listen(4_001);
    expect(await again).toBe(4_001);
    await killed.members.stop();
  });

  test("are replaced one after the other, the new one listening before the old one is told to end", async () => {
    const { started, members } = await startTwo(make());
    const replaced = members.replaceAll();
    for (const i of [2, 3]) {
      await until("a new one starts", () => started.length === i + 1);
      expect(started.map(({ told }) => told.includes(DRAIN)).filter(Boolean)).toHaveLength(i - 2);
      started[i]?.listen();
    }
    await replaced;
    expect(started.map((member) => member.isDead())).toEqual([true, true, false, false]);
    await members.stop();
  });

  test("that do not end in time are killed", async () => {
    const { started, members } = await startTwo(make({ drains: false, drainMs: 5 }));
    await members.stop();
    expect(started.map((member) => [member.told, member.isDead()])).toEqual(Array(2).fill([[DRAIN], true]));
  });
});
