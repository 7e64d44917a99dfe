import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { People } from "../people";
import { Desk } from "../people/desk";
import { SHUT } from "./handedOver";

/** What a process is told that is to answer what it has and end. */
export const DRAIN = "drain";
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const HEALTHY_MS = 30_000;
/** How often one that was killed from outside before it listened is started again: that says nothing about what it would have said. */
const FIRST_TRIES = 3;

/** A process ended before it listened for the first time. */
export class CannotStart extends Error {
  constructor(
    readonly code: number,
    readonly signal: string | null,
    readonly pid?: number,
  ) {
    super(`a process of the gateway ended with ${signal ?? `code ${code}`} before it listened`);
  }
}

/** The processes that serve, each behind the same port; what dies is started again. */
export class Members {
  readonly #serving = new Set<Worker>();
  #stopping = false;

  constructor(
    private readonly people: People,
    private readonly log: Logger,
    private readonly drainMs: number,
    private readonly fork: () => Worker = () => cluster.fork(),
  ) {}

  /** @returns the port
   * @throws CannotStart */
  async start(count: number): Promise<number> {
    const ports = await Promise.all(Array.from({ length: count }, () => this.#addFirst()));
    return ports[0] as number;
  }

  async #addFirst(): Promise<number> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#add();
      } catch (error) {
        if (!(error instanceof CannotStart && error.signal) || this.#stopping || tries >= FIRST_TRIES) throw error;
        this.log.error({ err: error }, "a process of the gateway was killed before it listened; another one starts");
      }
    }
  }

  /** One after the other: a new one listens before an old one stops, so that nobody finds the door shut. */
  async replaceAll(): Promise<void> {
    for (const old of [...this.#serving]) {
      if (this.#stopping) return;
      await this.#add();
      await this.#drain(old);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#serving].map((member) => this.#drain(member)));
  }

  /** Comes back when it listens. */
  #add(): Promise<number> {
    const startedAt = performance.now();
    const member = this.fork();
    const say = (message: object | string) => {
      if (member.isConnected()) member.send(message);
    };
    const desk = new Desk(this.people, say);
    member.on("message", (message) => (message === SHUT ? say(SHUT) : desk.hear(message)));
    return new Promise((resolve, reject) => {
      member.once("listening", ({ port }) => {
        this.#serving.add(member);
        resolve(port);
      });
      member.once("exit", (code, signal) => {
        desk.close();
        const { pid } = member.process;
        reject(new CannotStart(code ?? 1, signal, pid));
        // one that was told to end is not among them any more
        if (!this.#serving.delete(member) || this.#stopping) return;
        this.log.error({ code, signal, member: pid }, "a process of the gateway ended; another one starts");
        void this.#addAgain(performance.now() - startedAt >= HEALTHY_MS ? FIRST_DELAY_MS : FIRST_DELAY_MS * 5);
      });
    });
  }

  async #addAgain(firstDelayMs: number): Promise<void> {
    for (let delayMs = firstDelayMs; !this.#stopping; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      await pause(delayMs);
      if (this.#stopping) return;
      try {
        await this.#add();
        return;
      } catch (error) {
        this.log.error({ err: error }, "a process of the gateway does not come up");
      }
    }
  }

  async #drain(member: Worker): Promise<void> {
    this.#serving.delete(member);
    if (member.isDead()) return;
    const ended = once(member, "exit");
    if (member.isConnected()) member.send(DRAIN);
    const late = setTimeout(() => member.process.kill("SIGKILL"), this.drainMs);
    await ended;
    clearTimeout(late);
  }
}
