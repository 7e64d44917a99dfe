import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type InLine, Line } from "../../schema/process/line";
import type { Openings } from "./admission";

const LOOK_EVERY_MS = 10;
/** Who rests for seconds notices no tenth of one: to look at thousands more often costs more than what is refused. */
const TIMES_UP_EVERY_MS = 100;
/** Refusals in a second that all who rest together may ask for. Each takes 0.04 ms: with 2,000 that rest for a second each, they
 * took as long as the answers did. */
const REFUSALS_PER_SECOND = 400;
const LONGEST_SECONDS = 10;

/** One person, or one program, by the word that stands for it. */
interface Caller {
  name: string;
  connections: Set<Connection>;
  /** those of them that rest, the longest resting first */
  resting: Set<Connection>;
}

interface Answering extends InLine<Answering> {
  response: ServerResponse;
}

interface Connection {
  socket: Socket;
  /** undefined where nobody has said a name yet, and where several have: then it is a proxy's, and the next may be anybody */
  caller: Caller | undefined;
  isShared: boolean;
  /** to requests that are not over yet, several where they were sent without waiting for one another */
  answering: Line<Answering>;
  /** until when it rests at most; 0: it is read */
  until: number;
}

/** Connections that nothing is read from for a while, because something was refused on them. Who asks again at once then waits
 * in the kernel, where that costs nothing, however fast somebody sends. As soon as their callers would be let in they are read again, the
 * longest resting first. */
export class RestingConnections {
  readonly #callers = new Map<string, Caller>();
  readonly #connections = new WeakMap<Socket, Connection>();
  readonly #resting = new Set<Connection>();
  /** those that have no caller */
  readonly #anybodys = new Set<Connection>();
  /** Whose connections rest: of a thousand connections a hundred callers are asked for at each look. The longest resting first. */
  readonly #waiting = new Set<Caller>();
  #looking: NodeJS.Timeout | undefined;
  #timesUpAt = 0;

  constructor(private readonly openings: () => Openings) {}

  get count(): number {
    return this.#resting.size;
  }

  /** For how long who is refused now is to stay away: the longer, the more of them there are. */
  get seconds(): number {
    return Math.min(LONGEST_SECONDS, Math.max(1, Math.ceil(this.#resting.size / REFUSALS_PER_SECOND)));
  }

  /** A request has come.
   * @param name who it seems to be from, "" where it does not say */
  begin({ socket }: IncomingMessage, response: ServerResponse, name: string): void {
    const connection = this.#connections.get(socket) ?? this.#meet(socket);
    if (name && connection.caller?.name !== name) this.#isFrom(connection, name);
    const answering = { response, before: undefined, after: undefined };
    connection.answering.join(answering);
    response.once("close", () => connection.answering.leave(answering));
  }

  /** Once a refusal is on its way.
   * @param seconds that its sender was told to wait */
  restAfter({ socket }: IncomingMessage, response: ServerResponse, seconds = 1): void {
    const connection = this.#connections.get(socket);
    if (!connection) return;
    // What is left of the request is taken off the connection at the end of this turn, and that would begin to read again.
    response.once("close", () => setImmediate(() => this.#rest(connection, seconds)));
  }

  /** The same of its sender's other connections over which nothing is asked at the moment: what came there would be refused as well. */
  restOthers({ socket }: IncomingMessage, seconds: number): void {
    for (const other of this.#connections.get(socket)?.caller?.connections ?? []) {
      if (!other.answering.first && other.until === 0) this.#rest(other, seconds);
    }
  }

  /** Reads from all of them again. */
  end(): void {
    for (const connection of this.#resting) this.#wake(connection);
  }

  #meet(socket: Socket): Connection {
    const connection: Connection = { socket, caller: undefined, isShared: false, answering: new Line(), until: 0 };
    this.#connections.set(socket, connection);
    socket.once("close", () => {
      this.#restsNoMore(connection);
      this.#leave(connection);
      for (const { response } of connection.answering.all()) tellClosed(response);
    });
    return connection;
  }

  /** What comes on a connection that rests was on its way before. */
  #isFrom(connection: Connection, name: string): void {
    const rests = this.#restsNoMore(connection);
    if (connection.caller) connection.isShared = true;
    this.#leave(connection);
    if (!connection.isShared) {
      const caller = this.#callers.get(name) ?? { name, connections: new Set(), resting: new Set() };
      this.#callers.set(name, caller);
      caller.connections.add(connection);
      connection.caller = caller;
    }
    if (rests) this.#rests(connection);
  }

  #leave(connection: Connection): void {
    const { caller } = connection;
    connection.caller = undefined;
    caller?.connections.delete(connection);
    if (caller?.connections.size === 0) this.#callers.delete(caller.name);
  }

  #rest(connection: Connection, seconds: number): void {
    if (connection.socket.destroyed) return;
    connection.socket.pause();
    connection.until = performance.now() + seconds * 1_000;
    this.#rests(connection);
    this.#looking ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  #rests(connection: Connection): void {
    this.#resting.add(connection);
    (connection.caller?.resting ?? this.#anybodys).add(connection);
    if (connection.caller) this.#waiting.add(connection.caller);
  }

  /** @returns whether it did */
  #restsNoMore(connection: Connection): boolean {
    const { caller } = connection;
    (caller?.resting ?? this.#anybodys).delete(connection);
    if (caller?.resting.size === 0) this.#waiting.delete(caller);
    return this.#resting.delete(connection);
  }

  #wake(connection: Connection): void {
    connection.until = 0;
    this.#restsNoMore(connection);
    connection.socket.resume();
  }

  #look(): void {
    const now = performance.now();
    if (now >= this.#timesUpAt) {
      this.#timesUpAt = now + TIMES_UP_EVERY_MS;
      for (const connection of this.#resting) if (connection.until <= now) this.#wake(connection);
    }
    const openings = this.openings();
    this.#tryAnybodys(openings);
    for (const caller of this.#waiting) {
      if (openings.none) break;
      for (const connection of caller.resting) {
        if (!openings.take(caller.name)) break;
        this.#wake(connection);
      }
    }
    if (this.#resting.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  /** Of connections whose next caller nobody knows a few are tried at each look. */
  #tryAnybodys(openings: Openings): void {
    let tries = (REFUSALS_PER_SECOND * LOOK_EVERY_MS) / 1_000;
    for (const connection of this.#anybodys) {
      if (tries-- <= 0 || !openings.take(undefined)) break;
      this.#wake(connection);
    }
  }
}

/** Node tells a response that its connection is gone where it is that response's turn. Those to requests that were sent behind it without waiting
 * would never hear of it, and what is in hand for them would be for ever: one packet could take every place that there is. One whose turn it is
 * has the socket, and hears of it from Node. */
function tellClosed(response: ServerResponse): void {
  if (response.destroyed || response.socket) return;
  response.destroyed = true;
  response.emit("close");
}
