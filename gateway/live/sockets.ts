import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { WebSocket, WebSocketServer } from "ws";
import { Bounded } from "../../schema/process/bounded";
import { Tally } from "../../schema/process/tally";
import { MOST_OF_ADDRESS } from "../overload/connections";
import type { Door } from "./door";
import { Allowance, Pace } from "./pace";
import { type Keeper, LiveSocket, type SocketLimits } from "./socket";
import { CLOSE } from "./wire";

const PROTOCOL = "graphql-transport-ws";
const PATH = "/graphql";
const MOST_MESSAGE_BYTES = 256 * 1024;
const LONGEST_WAIT_MS = 10_000;
const MOST_PEOPLE = 10_000;
/** Of one address, over which nobody has signed in yet: half of the connections that it may have is left to requests, since a proxy in front
 * has one address for everybody, and a herd that comes back asks as well. */
const MOST_UNKNOWN = MOST_OF_ADDRESS / 2;
/** Frames of one message. */
const MOST_FRAGMENTS = 64;
/** Every socket is pinged once in so many looks. */
const LOOKS_OF_A_ROUND = 12;
const LOOK_EVERY_MS = 1_000;
const LIMITS: SocketLimits = {
  ...{ initTimeoutMs: 5_000, mostOperations: 50, mostUnsent: 1024 * 1024, drainMs: 60_000 },
  // as many as requests by POST where a site sets nothing else
  ...{ said: { most: 2_000, perSecond: 200 }, saidBefore: { most: 20, perSecond: 10 } },
};

interface SocketsOptions {
  door: Door;
  most: number;
  mostOfPerson: number;
  signInsPerSecond: number;
  /** The connection is somebody's, and counted here alone from now on. */
  upgraded(socket: Duplex): void;
  /** for tests */
  limits?: Partial<SocketLimits>;
  mostUnknown?: number;
  lookEveryMs?: number;
}

interface Kept {
  socket: LiveSocket;
  /** over which it runs */
  below: Duplex;
  /** somebody has signed in over it, or it has ended */
  known(): void;
  alive: boolean;
  /** in which look it is pinged */
  turn: number;
}

/** All WebSockets of this process: bounded, paced, pinged, and ended when it stops. */
export class Sockets {
  readonly #kept = new Map<WebSocket, Kept>();
  readonly #ofPerson = new Tally();
  /** by address */
  readonly #unknown = new Tally();
  /** what each person may say: also of whoever has left, or each new socket would begin anew */
  readonly #said = new Bounded<Allowance>(MOST_PEOPLE);
  readonly #pace: Pace;
  readonly #limits: SocketLimits;
  #server: WebSocketServer | undefined;
  #look = 0;
  #pinging: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: SocketsOptions) {
    this.#pace = new Pace(options.signInsPerSecond, LONGEST_WAIT_MS);
    this.#limits = { ...LIMITS, ...options.limits };
  }

  get count(): number {
    return this.#kept.size;
  }

  attach(server: Server): void {
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Tells all to come back elsewhere. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#pinging);
    for (const { socket } of this.#kept.values()) socket.close(CLOSE.goingAway);
    // whoever does not answer the closing is not waited for
    setTimeout(() => {
      for (const ws of this.#kept.keys()) ws.terminate();
    }, 1_000).unref();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const status = this.#refusalOf(request);
    if (status) {
      refuse(socket, status);
      return;
    }
    this.#webSockets().handleUpgrade(request, socket, head, (ws) => {
      if (ws.protocol !== PROTOCOL) return ws.close(...CLOSE.subprotocol);
      this.#keep(ws, socket, request);
    });
  }

  #refusalOf({ url, socket }: IncomingMessage): string | undefined {
    if (url?.split("?", 1)[0] !== PATH) return "404 Not Found";
    const isFull =
      this.#kept.size >= this.options.most ||
      this.#unknown.of(addressOf(socket)) >= (this.options.mostUnknown ?? MOST_UNKNOWN);
    return this.#closed || isFull ? "503 Service Unavailable" : undefined;
  }

  #keep(ws: WebSocket, below: Duplex, { headers, socket: { remoteAddress } }: IncomingMessage): void {
    const socket = new LiveSocket(ws, below, headers.authorization, this.options.door, this.#keeper, this.#limits);
    const kept: Kept = {
      ...{ socket, below, alive: true, turn: this.#kept.size % LOOKS_OF_A_ROUND },
      known: this.#unknownAt(addressOf({ remoteAddress })),
    };
    ws.once("close", kept.known);
    this.#kept.set(ws, kept);
    const heard = () => {
      kept.alive = true;
    };
    ws.on("pong", heard).on("message", heard);
    ws.once("close", () => this.#kept.delete(ws));
    this.#pinging ??= setInterval(() => this.#ping(), this.options.lookEveryMs ?? LOOK_EVERY_MS).unref();
  }

  /** @returns counts it no more, once */
  #unknownAt(address: string): () => void {
    this.#unknown.up(address);
    let isCounted = true;
    return () => {
      if (isCounted) this.#unknown.down(address);
      isCounted = false;
    };
  }

  readonly #keeper: Keeper = {
    turn: async () => {
      const waitMs = this.#pace.take();
      if (waitMs === undefined || this.#closed) return false;
      if (waitMs > 0) await pause(waitMs);
      return true;
    },
    admit: (person, { ws }) => {
      if (this.#ofPerson.of(person) >= this.options.mostOfPerson) return undefined;
      this.#ofPerson.up(person);
      ws.once("close", () => this.#ofPerson.down(person));
      const kept = this.#kept.get(ws);
      if (kept) this.options.upgraded(kept.below);
      kept?.known();
      return this.#allowanceOf(person);
    },
  };

  #allowanceOf(person: string): Allowance {
    const known = this.#said.find(person);
    if (known) return known;
    const made = new Allowance(this.#limits.said);
    this.#said.keep(person, made, 1);
    return made;
  }

  #ping(): void {
    this.#look = (this.#look + 1) % LOOKS_OF_A_ROUND;
    for (const [ws, kept] of this.#kept) {
      // of whoever rests nothing is heard: whether it lives is seen once it is read again
      if (kept.turn !== this.#look || ws.isPaused) continue;
      if (!kept.alive) ws.terminate();
      else ws.ping();
      kept.alive = false;
    }
  }

  /** The library is loaded with the first socket: a start has better things to do. */
  #webSockets(): WebSocketServer {
    if (!this.#server) {
      const { WebSocketServer: Server } = require("ws") as typeof import("ws");
      this.#server = new Server({
        noServer: true,
        maxPayload: MOST_MESSAGE_BYTES,
        perMessageDeflate: false,
        clientTracking: false,
        maxFragments: MOST_FRAGMENTS,
        handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
      });
    }
    return this.#server;
  }
}

function addressOf({ remoteAddress }: { remoteAddress?: string }): string {
  return remoteAddress ?? "";
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\nretry-after: 1\r\n\r\n`);
}
