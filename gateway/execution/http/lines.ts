import type { Exchange } from "./exchange";
import { Line, LineEnded, type LineOwner } from "./line";

interface LinesSettings {
  /** connections at most */
  most: number;
  /** of one answer */
  mostBytes: number;
}

/** Connections to one server that stay open. They are opened when they are needed: a server that comes back is used by the next
 * question. */
export class Lines implements LineOwner {
  readonly mostBytes: number;
  readonly #most: number;
  readonly #lines = new Set<Line>();
  /** the one used last is used next, so that what is not needed becomes old */
  readonly #unused: Line[] = [];
  readonly #waiting = new Set<Exchange>();
  #isClosed = false;

  constructor(
    private readonly url: URL,
    { most, mostBytes }: LinesSettings,
  ) {
    this.#most = most;
    this.mostBytes = mostBytes;
  }

  send(exchange: Exchange): void {
    if (this.#isClosed) exchange.failed(new LineEnded());
    if (exchange.isOver) return;
    const line = this.#usable() ?? this.#open();
    if (line) line.send(exchange);
    else this.#wait(exchange);
  }

  #wait(exchange: Exchange): void {
    exchange.isWith(() => this.#waiting.delete(exchange));
    this.#waiting.add(exchange);
  }

  free(line: Line): void {
    const [next] = this.#waiting;
    if (!next) return void this.#unused.push(line);
    this.#waiting.delete(next);
    line.send(next);
  }

  closed(line: Line): void {
    this.#lines.delete(line);
    const place = this.#unused.indexOf(line);
    if (place >= 0) this.#unused.splice(place, 1);
    const [next] = this.#waiting;
    if (!next) return;
    this.#waiting.delete(next);
    this.send(next);
  }

  close(): void {
    this.#isClosed = true;
    for (const exchange of this.#waiting) exchange.failed(new LineEnded());
    this.#waiting.clear();
    for (const line of this.#lines) line.end();
  }

  #usable(): Line | undefined {
    for (let line = this.#unused.pop(); line; line = this.#unused.pop()) {
      if (line.isUsable) return line;
      line.end();
    }
    return undefined;
  }

  #open(): Line | undefined {
    if (this.#lines.size >= this.#most) return undefined;
    const line = new Line(this.url, this);
    this.#lines.add(line);
    return line;
  }
}
