import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { PlatformError } from "../errors";
import type { RequestBody } from "../limits";
import type { Door, SignedIn } from "./door";
import type { Subscription } from "./hub";
import type { Reader } from "./messages";
import { Allowance, type Share } from "./pace";
import { CLOSE, errorsAlone, isName, isObject, type Message, readMessage, writeMessage } from "./wire";

export interface SocketLimits {
  initTimeoutMs: number;
  mostOperations: number;
  /** unsent bytes of a reader that is behind */
  mostUnsent: number;
  /** how long a socket may take to read them */
  drainMs: number;
  /** what is heard of one person, over all sockets, and of a socket before it is known whose it is */
  said: Share;
  saidBefore: Share;
}

/** Whom a socket asks when it comes in. */
export interface Keeper {
  /** Waits for the socket's turn.
   * @returns whether it may sign in */
  turn(): Promise<boolean>;
  /** @returns what the person may say, over all sockets together; undefined where he may have none more */
  admit(person: string, socket: LiveSocket): Allowance | undefined;
}

/** What one operation of a socket has: nothing while it is looked at, then its place in a group. */
interface Running {
  subscription?: Subscription;
  over: boolean;
}

const LOOK_EVERY_MS = 100;
/** Other sockets of the person may have said more meanwhile. */
const LONGEST_REST_MS = 1_000;

/** One socket, as the protocol graphql-transport-ws says. Each operation answers for itself: what is wrong with one ends that one. */
export class LiveSocket {
  #caller: SignedIn | undefined;
  #initialised = false;
  #expiry: NodeJS.Timeout | undefined;
  readonly #running = new Map<string, Running>();
  readonly #init: NodeJS.Timeout;
  #allowance: Allowance;
  #resting: NodeJS.Timeout | undefined;

  constructor(
    readonly ws: WebSocket,
    private readonly socket: Duplex,
    private readonly headerAuthorization: string | undefined,
    private readonly door: Door,
    private readonly keeper: Keeper,
    private readonly limits: SocketLimits,
  ) {
    this.#init = setTimeout(() => this.close(CLOSE.initTimeout), limits.initTimeoutMs);
    this.#allowance = new Allowance(limits.saidBefore);
    ws.on("message", (data, isBinary) => {
      this.#heard();
      void this.#hear(isBinary ? "" : String(data));
    });
    // the library answers a ping, and ends whoever lets sixty answers lie
    ws.on("ping", () => this.#heard());
    ws.on("pong", () => this.#heard());
    ws.on("close", () => this.#ended());
    ws.on("error", () => ws.terminate()); // malformed frames: the library has said why to the client
  }

  get isOpen(): boolean {
    return this.ws.readyState === this.ws.OPEN;
  }

  close([code, reason]: readonly [number, string]): void {
    this.#leaveAll();
    this.ws.resume(); // the other side's word that it closes too is to be heard
    this.ws.close(code, reason);
  }

  /** Whoever says more than he may is not read until he may again: what he says then waits in the kernels, where it costs nothing. */
  #heard(): void {
    this.#allowance.take();
    if (this.#resting || !this.isOpen || this.#allowance.restMs === 0) return;
    this.ws.pause();
    this.#rest();
  }

  #rest(): void {
    this.#resting = setTimeout(
      () => {
        this.#resting = undefined;
        if (this.#allowance.restMs > 0) this.#rest();
        else this.ws.resume();
      },
      Math.min(this.#allowance.restMs, LONGEST_REST_MS),
    );
  }

  async #hear(text: string): Promise<void> {
    if (!this.isOpen) return;
    try {
      await this.#answer(readMessage(text));
    } catch (cause) {
      this.door.present(cause); // to the log
      this.close(CLOSE.defect);
    }
  }

  #answer(message: Message | undefined): Promise<void> | void {
    const { type, id, payload } = message ?? {};
    const hasPayload = payload === undefined || isObject(payload);
    switch (type) {
      case "connection_init":
        return hasPayload ? this.#signIn((payload ?? {}) as Record<string, unknown>) : this.close(CLOSE.badRequest);
      case "ping":
        if (!hasPayload) return this.close(CLOSE.badRequest);
        return this.#say(JSON.stringify({ type: "pong", ...(payload !== undefined && { payload }) }));
      case "pong":
        return hasPayload ? undefined : this.close(CLOSE.badRequest);
      case "subscribe":
        if (!isName(id) || !isObject(payload)) return this.close(CLOSE.badRequest);
        return this.#caller ? this.#subscribe(id, payload as RequestBody) : this.close(CLOSE.unauthorized);
      case "complete":
        if (!isName(id)) return this.close(CLOSE.badRequest);
        return this.#end(id);
      default:
        return this.close(CLOSE.badRequest);
    }
  }

  async #signIn({ authorization, Authorization }: Record<string, unknown>): Promise<void> {
    if (this.#initialised) return this.close(CLOSE.tooManyInits);
    this.#initialised = true;
    clearTimeout(this.#init);
    if (!(await this.keeper.turn())) return this.close(CLOSE.tooMany);
    const given = [authorization, Authorization, this.headerAuthorization].find((text) => typeof text === "string");
    try {
      const caller = await this.door.signIn(given as string | undefined);
      if (!this.isOpen) return;
      const allowance = this.keeper.admit(caller.person, this);
      if (!allowance) return this.close(CLOSE.tooMany);
      this.#allowance = allowance;
      this.#caller = caller;
      this.#expireAt(caller.expiresAt);
      this.#say('{"type":"connection_ack"}');
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause;
      this.close(cause.code === "UNAUTHENTICATED" ? CLOSE.forbidden : CLOSE.nobodyKnows);
    }
  }

  /** A timer takes 24 days at most; a token lives for hours. */
  #expireAt(moment: number): void {
    const left = Math.max(0, moment - Date.now());
    this.#expiry = setTimeout(() => this.close(CLOSE.forbidden), Math.min(left, 2 ** 31 - 1));
  }

  async #subscribe(id: string, body: RequestBody): Promise<void> {
    if (this.#running.has(id)) return this.close([4409, `Subscriber for ${id} already exists`]);
    const running: Running = { over: false };
    this.#running.set(id, running);
    try {
      if (this.#running.size > this.limits.mostOperations) throw tooManyOperations(this.limits.mostOperations);
      const caller = this.#caller as SignedIn;
      if (!this.door.subscribes(body)) return this.#tell(id, running, await this.door.post(caller, body));
      const subscription = await this.door.follow(caller, body, this.#readerOf(id, running, caller));
      if (running.over) subscription.leave();
      else running.subscription = subscription;
    } catch (cause) {
      this.#refuse(id, running, this.door.faultsOf(cause));
    }
  }

  /** What a query or a mutation came to: data, or why it was not carried out. */
  #tell(id: string, running: Running, { text }: { text: string }): void {
    if (running.over) return;
    const errors = text.startsWith('{"errors"') ? errorsAlone(text) : undefined;
    if (errors) {
      this.#refuse(id, running, errors);
      return;
    }
    this.#over(id, running);
    this.#say(`{"id":${JSON.stringify(id)},"type":"next","payload":${text}}`);
    this.#say(JSON.stringify({ id, type: "complete" }));
  }

  #refuse(id: string, running: Running, payload: readonly unknown[]): void {
    if (running.over) return;
    this.#over(id, running);
    this.#say(JSON.stringify({ id, type: "error", payload }));
  }

  #readerOf(id: string, running: Running, { person, expiresAt }: SignedIn): Reader {
    const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    const { mostUnsent } = this.limits;
    const { ws, socket } = this;
    return {
      person,
      expiresAt,
      next: ({ body }) => {
        if (this.isOpen) writeMessage(ws, socket, head, body);
      },
      begun: () => undefined, // the protocol has no word for it, and the socket beats by itself
      get isBehind() {
        return ws.bufferedAmount > mostUnsent;
      },
      whenDrained: () => this.#drained(running),
      fail: (errors) =>
        this.#refuse(
          id,
          running,
          errors.map((error) => this.door.present(error)),
        ),
      revoke: () => this.close(CLOSE.forbidden),
    };
  }

  async #drained(running: Running): Promise<boolean> {
    const until = performance.now() + this.limits.drainMs;
    while (this.isOpen && !running.over) {
      if (this.ws.bufferedAmount <= this.limits.mostUnsent / 4) return true;
      if (performance.now() > until) this.ws.terminate();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }

  #end(id: string): void {
    const running = this.#running.get(id);
    if (running) this.#over(id, running);
  }

  #over(id: string, running: Running): void {
    running.over = true;
    running.subscription?.leave();
    this.#running.delete(id);
  }

  #leaveAll(): void {
    for (const [id, running] of this.#running) this.#over(id, running);
  }

  #ended(): void {
    clearTimeout(this.#init);
    clearTimeout(this.#expiry);
    clearTimeout(this.#resting);
    this.#leaveAll();
  }

  /** Whoever asks and does not read the answers is not waited for. */
  #say(text: string): void {
    if (this.ws.bufferedAmount > 2 * this.limits.mostUnsent) this.ws.terminate();
    if (this.isOpen) this.ws.send(text);
  }
}

function tooManyOperations(most: number): PlatformError {
  const message = `一个连接上同时进行的操作过多（上限${most}）。Too many operations on one socket (at most ${most}).`;
  return new PlatformError("LIMIT_EXCEEDED", message, { limit: { name: "operations", most } });
}
