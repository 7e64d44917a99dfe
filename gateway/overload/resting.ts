import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** As long as `Retry-After` says. */
const LONGEST_MS = 1_000;
const LOOK_EVERY_MS = 20;

/** Connections that nothing is read from for a while, because something was refused on them. Who asks again at once then waits
 * in the kernel, where that costs nothing: a refusal is paid for once a second and connection, however fast somebody sends. As soon as there
 * is room they are read again, the longest resting first, for a proxy brings several people over one. */
export class RestingConnections {
  readonly #until = new Map<Socket, number>();
  #looking: NodeJS.Timeout | undefined;

  /** @param room how many more requests may arrive */
  constructor(private readonly room: () => number) {}

  get count(): number {
    return this.#until.size;
  }

  /** Once the refusal is on its way. */
  restAfter(response: ServerResponse): void {
    const { socket } = response;
    if (!socket) return;
    // What is left of the request is taken off the connection at the end of this turn, and that would begin to read again.
    response.once("close", () => setImmediate(() => this.#rest(socket)));
  }

  /** Reads from all of them again. */
  end(): void {
    for (const socket of this.#until.keys()) socket.resume();
    this.#until.clear();
  }

  #rest(socket: Socket): void {
    if (socket.destroyed) return;
    socket.pause();
    this.#until.set(socket, performance.now() + LONGEST_MS);
    this.#looking ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  #look(): void {
    const now = performance.now();
    let room = this.room();
    for (const [socket, until] of this.#until) {
      if (until > now && room-- <= 0) break;
      this.#until.delete(socket);
      socket.resume();
    }
    if (this.#until.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
