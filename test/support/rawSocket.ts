import { once } from "node:events";
import { WebSocket } from "ws";
import { until } from "./until";

/** What a server says of the protocol graphql-transport-ws. */
interface ServerMessage {
  type: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the operation's
  payload?: any;
}

const open = new Set<RawSocket>();
/** What a test that fails has left open would be a reader of the next one's events. */
afterEach(() => {
  for (const { ws } of open) ws.terminate();
  open.clear();
});

/** One WebSocket, word by word: no client library that keeps the protocol stands in between. */
export class RawSocket {
  readonly heard: ServerMessage[] = [];
  closed: { code: number; reason: string } | undefined;
  #read = 0;

  private constructor(readonly ws: WebSocket) {
    ws.on("message", (data) => this.heard.push(JSON.parse(String(data)) as ServerMessage));
    ws.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    ws.on("error", () => undefined); // the closing says it
  }

  static async open(gatewayUrl: string, protocol: string | string[] = "graphql-transport-ws"): Promise<RawSocket> {
    const ws = new WebSocket(`${gatewayUrl.replace(/^http/, "ws")}/graphql`, protocol);
    const socket = new RawSocket(ws);
    open.add(socket);
    await once(ws, "open");
    return socket;
  }

  /** Opened, and signed in. */
  static async signedIn(gatewayUrl: string, token: string): Promise<RawSocket> {
    const socket = await RawSocket.open(gatewayUrl);
    socket.say({ type: "connection_init", payload: { authorization: `Bearer ${token}` } });
    expect(await socket.next()).toEqual({ type: "connection_ack" });
    return socket;
  }

  say(message: object | string | Buffer): void {
    this.ws.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.say({ type: "subscribe", id, payload: { query, variables } });
  }

  /** The next message that nobody has read. */
  async next(): Promise<ServerMessage> {
    await until("the server says something", () => this.heard.length > this.#read || this.closed, 5);
    const message = this.heard[this.#read++];
    if (!message) throw new Error(`the socket ended: ${this.closed?.code} ${this.closed?.reason}`);
    return message;
  }

  async ended(): Promise<{ code: number; reason: string }> {
    return until("the socket ends", () => this.closed, 5);
  }

  async close(): Promise<void> {
    this.ws.close();
    await this.ended();
  }
}
