import { connect as connectPlainly, isIP, type Socket } from "node:net";
import { connect as connectSafely } from "node:tls";
import type { Exchange } from "./exchange";
import { type Head, NoHttp } from "./head";
import { Response, type TierAnswer } from "./response";

/** A connection did not come about in time. */
export class ConnectLate extends Error {}

/** The other side ended the connection in the middle, or before it said anything. */
export class LineEnded extends Error {}

const CONNECT_MS = 2_000;
const PROBE_MS = 60_000;
/** Node's HTTP servers end what is unused for five seconds. What was sent at that moment would be lost. */
const STAYS_MS = 5_000;
/** Before the other side ends it. */
const EARLIER_MS = 1_000;

export interface LineOwner {
  mostBytes: number;
  /** It can take the next question. */
  free(line: Line): void;
  closed(line: Line): void;
}

/** One connection, which carries one question at a time. */
export class Line {
  #exchange: Exchange | undefined;
  #response: Response;
  #broken: Error | undefined;
  #usableUntil = Number.POSITIVE_INFINITY;
  readonly #socket: Socket;

  constructor(
    url: URL,
    private readonly owner: LineOwner,
  ) {
    this.#response = new Response(owner.mostBytes);
    const socket = openSocket(url);
    this.#socket = socket;
    const connecting = setTimeout(() => this.end(new ConnectLate()), CONNECT_MS);
    socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.once("end", () => this.#ended());
    socket.on("error", (cause) => {
      this.#broken ??= cause;
    });
    socket.once("close", () => {
      clearTimeout(connecting);
      this.#exchange?.failed(this.#broken ?? new LineEnded());
      this.#exchange = undefined;
      owner.closed(this);
    });
  }

  /** Whether it was used so lately that the other side has not ended it. */
  get isUsable(): boolean {
    return !this.#socket.destroyed && performance.now() < this.#usableUntil;
  }

  send(exchange: Exchange): void {
    this.#exchange = exchange;
    // an answer that nobody waits for would come before the next
    exchange.isWith((cause) => this.end(cause));
    this.#socket.write(exchange.bytes);
  }

  end(cause?: Error): void {
    this.#broken ??= cause;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const exchange = this.#exchange;
    try {
      if (!exchange) throw new NoHttp("an answer to nothing");
      const answer = this.#response.take(chunk);
      if (answer) this.#answered(exchange, answer);
    } catch (cause) {
      this.end(cause as Error);
    }
  }

  #ended(): void {
    const answer = this.#response.end();
    if (answer) this.#exchange?.answered(answer);
    // what is sent now, the other side would not read
    this.end();
  }

  #answered(exchange: Exchange, answer: TierAnswer): void {
    const { head, hasRest } = this.#response;
    this.#exchange = undefined;
    exchange.answered(answer);
    if (head?.stays && !hasRest) this.#stay(head);
    else this.end();
  }

  #stay({ staysForMs = STAYS_MS }: Head): void {
    this.#response = new Response(this.owner.mostBytes);
    this.#usableUntil = performance.now() + staysForMs - EARLIER_MS;
    this.owner.free(this);
  }
}

function openSocket({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, "");
  const quick = { noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_MS };
  if (protocol !== "https:") return connectPlainly({ host, port: Number(port || 80), ...quick });
  const servername = isIP(host) ? undefined : host;
  const socket = connectSafely({ host, port: Number(port || 443), servername, ALPNProtocols: ["http/1.1"] });
  return socket.setNoDelay(true).setKeepAlive(true, PROBE_MS);
}
