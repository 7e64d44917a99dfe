import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PlatformError } from "../errors";
import type { RequestBody } from "../limits";
import { type Admission, overloaded } from "../overload/admission";
import { bytesOf, callerOf, whenOver } from "../overload/arrivals";
import { endSlowBody } from "../requestBody";
import { bodyFaultOf, httpFaultOf } from "../requestFaults";
import { type Door, Faults, type SignedIn } from "./door";
import type { Subscription } from "./hub";
import type { Reader } from "./messages";

const STREAM_PATH = "/graphql/stream";
const HEARTBEAT_MS = 12_000;
const MOST_UNSENT = 1024 * 1024;
const DRAIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // else a proxy keeps events until it has enough of them
  "x-accel-buffering": "no",
  connection: "close",
};
const NEXT = Buffer.from("event: next\ndata: ");
const END = Buffer.from("\n\n");
const BEAT = ":\n\n";
const COMPLETE = "event: complete\ndata:\n\n";

interface StreamsOptions {
  door: Door;
  /** bounds the bodies that are on their way, of everybody and of each person */
  admission: Pick<Admission, "arrive" | "claim">;
  most: number;
  mostOfPerson: number;
  /** for tests */
  heartbeatMs?: number;
}

/** Server-sent events, in the distinct connections mode of graphql-sse: one operation, one response. */
export class Streams {
  readonly #open = new Map<ServerResponse, Reader>();

  constructor(private readonly options: StreamsOptions) {}

  get count(): number {
    return this.#open.size;
  }

  attach(app: FastifyInstance): void {
    const { door, admission } = this.options;
    const callers = new WeakMap<FastifyRequest, SignedIn & { arrivedAt: number }>();
    const bodies = new WeakMap<FastifyRequest, () => void>();
    app.post(STREAM_PATH, {
      // nobody's body is read before it is known who sends it
      async onRequest(request, reply) {
        const arrivedAt = performance.now();
        void reply.header("cache-control", "no-store");
        const arrived = admission.arrive(bytesOf(request.raw), callerOf(request.raw));
        whenOver(reply, arrived);
        endSlowBody(request);
        if (!/\btext\/event-stream\b/.test(request.headers.accept ?? "")) throw httpFaultOf(406);
        const caller = await door.signIn(request.headers.authorization);
        const letGo = await admission.claim(caller.person);
        whenOver(reply, letGo);
        callers.set(request, { ...caller, arrivedAt });
        bodies.set(request, () => {
          arrived();
          letGo();
        });
      },
      // the body is here: a stream that lasts takes nothing from whoever comes next, and a query has its place where it is carried out
      async preHandler(request) {
        bodies.get(request)?.();
      },
      handler: async (request, reply) => {
        const { arrivedAt, ...caller } = callers.get(request) as SignedIn & { arrivedAt: number };
        const fault = bodyFaultOf(request.body);
        if (fault) throw fault;
        const body = request.body as RequestBody;
        if (!door.subscribes(body)) return this.#once(reply, await door.post(caller, body));
        this.#admit(caller.person);
        await this.#follow(reply, caller, body, arrivedAt);
        return reply;
      },
    });
  }

  close(): void {
    for (const reader of this.#open.values()) reader.revoke();
  }

  #admit(person: string): void {
    const { most, mostOfPerson } = this.options;
    if (this.#open.size >= most) throw overloaded();
    let own = 0;
    for (const other of this.#open.values()) if (other.person === person) own++;
    if (own >= mostOfPerson) throw overloaded();
  }

  #once(reply: FastifyReply, { status, text }: { status: number; text: string }): FastifyReply {
    if (status !== 200) return reply.code(status).type("application/json; charset=utf-8").send(text);
    return reply.headers(HEADERS).send(`event: next\ndata: ${text}${END}${COMPLETE}`);
  }

  /** Nothing is sent before the operation holds: what is wrong with it is an answer like any other. Where that takes long, or a tier is
   * silent for long, the stream begins without it, since whoever stands in between, or waits, takes what does not beat for dead.
   * @param arrivedAt when the request did, by the clock that nobody can set back */
  async #follow(reply: FastifyReply, caller: SignedIn, body: RequestBody, arrivedAt: number): Promise<void> {
    const { door } = this.options;
    const { raw } = reply;
    const first = new FirstWord();
    const reader = this.#readerOf(reply, caller, first);
    this.#open.set(raw, reader);
    let subscription: Subscription | undefined;
    let expiry: NodeJS.Timeout | undefined;
    const patience = setTimeout(
      () => {
        reader.begun();
        if (!isOver(raw)) raw.write(BEAT);
      },
      Math.max(0, this.#beatMs - (performance.now() - arrivedAt)),
    );
    raw.once("close", () => {
      this.#open.delete(raw);
      clearTimeout(expiry);
      clearTimeout(patience);
      first.settle(undefined);
      subscription?.leave();
    });
    try {
      subscription = await door.follow(caller, body, reader);
      if (raw.destroyed) subscription.leave();
      const refused = await first.said;
      clearTimeout(patience);
      if (refused) throw refused;
      if (raw.destroyed) return; // its end has been, and nobody would clear the timer
      expiry = setTimeout(() => reader.revoke(), Math.min(Math.max(0, caller.expiresAt - Date.now()), 2 ** 31 - 1));
    } catch (cause) {
      clearTimeout(patience);
      this.#open.delete(raw);
      if (raw.headersSent) return reader.fail(cause instanceof Faults ? cause.errors : [cause]);
      const errors = door.faultsOf(cause);
      const status = cause instanceof PlatformError && cause.status >= 400 ? cause.status : 400;
      void reply.code(status).type("application/json; charset=utf-8").send({ errors });
    }
  }

  get #beatMs(): number {
    return this.options.heartbeatMs ?? HEARTBEAT_MS;
  }

  #readerOf(reply: FastifyReply, { person, expiresAt }: SignedIn, first: FirstWord): Reader {
    const { door } = this.options;
    const { raw } = reply;
    const begin = () => {
      if (raw.headersSent) return;
      reply.hijack();
      raw.writeHead(200, HEADERS).flushHeaders();
      const beat = setInterval(() => {
        if (!isOver(raw)) raw.write(BEAT);
      }, this.#beatMs);
      raw.once("close", () => clearInterval(beat));
      first.settle(undefined);
    };
    return {
      person,
      expiresAt,
      next({ body }) {
        if (isOver(raw)) return;
        begin();
        raw.cork();
        raw.write(NEXT);
        raw.write(body);
        raw.write(END);
        raw.uncork();
      },
      begun() {
        if (!isOver(raw)) begin();
      },
      get isBehind() {
        return raw.writableLength > MOST_UNSENT;
      },
      async whenDrained() {
        const until = performance.now() + DRAIN_MS;
        while (!isOver(raw)) {
          if (raw.writableLength <= MOST_UNSENT / 4) return true;
          if (performance.now() > until) raw.destroy();
          await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        }
        return false;
      },
      fail(errors) {
        if (isOver(raw)) return;
        if (!raw.headersSent) return first.settle(new Faults(errors));
        const told = JSON.stringify({ errors: errors.map((error) => door.present(error)) });
        end(raw, `event: next\ndata: ${told}${END}`);
      },
      revoke() {
        if (isOver(raw)) return;
        begin();
        end(raw);
      },
    };
  }
}

/** Nothing is written after the end: the error would be told when nobody listens for it any more, and end the process with everybody in it. */
function isOver(raw: ServerResponse): boolean {
  return raw.destroyed || raw.writableEnded;
}

/** Whoever does not read what there is still to read is not waited for. */
function end(raw: ServerResponse, last = ""): void {
  raw.end(last + COMPLETE);
  const late = setTimeout(() => raw.destroy(), DRAIN_MS).unref();
  raw.once("close", () => clearTimeout(late));
}

/** Whether an operation begins, or is refused before it does. */
class FirstWord {
  settle: (refused: Faults | undefined) => void = () => {};
  readonly said = new Promise<Faults | undefined>((resolve) => {
    this.settle = resolve;
  });
}
