import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { FaultKind } from "./schedule";

export type CutKind = Exclude<FaultKind, "KILL" | "STOP" | "DROP">;

/** One connection over a line: who called, and who was called, as soon as there is somebody. */
interface Call {
  near: Socket;
  far?: Socket;
  /** a firewall has forgotten it: nobody hears anything of it any more */
  forgotten: boolean;
}

/** A way from one process to another that can be cut: a port of its own, whose connections lead to the port of the other. */
export class Line {
  private cutBy: { kind: CutKind; by: object } | undefined;
  private readonly calls = new Set<Call>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on("connection", (near) => this.accept(near));
  }

  static async open(target: number): Promise<Line> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const line = new Line(server, target);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @param by who heals it again: a later cut takes the place of an earlier one, which then heals nothing */
  cut(kind: CutKind, by: object): void {
    this.cutBy = { kind, by };
    for (const call of this.calls) {
      if (kind === "REFUSE") this.hangUp(call);
      else {
        if (kind === "FORGET") call.forgotten = true;
        silence(call);
      }
    }
  }

  heal(by: object): void {
    if (this.cutBy?.by !== by) return;
    this.cutBy = undefined;
    for (const call of [...this.calls].filter(({ forgotten }) => !forgotten)) {
      if (call.near.destroyed || call.far?.destroyed) this.hangUp(call);
      else if (call.far) carry(call.near, call.far);
      else this.dial(call);
    }
  }

  /** Whatever runs over it ends; what comes next is carried. */
  drop(): void {
    for (const call of this.calls) this.hangUp(call);
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((closed) => this.server.close(closed));
  }

  private accept(near: Socket): void {
    const call: Call = { near, forgotten: this.cutBy?.kind === "FORGET" };
    this.calls.add(call);
    this.watch(call, near);
    near.pause();
    if (this.cutBy?.kind === "REFUSE") this.hangUp(call);
    else if (!this.cutBy) this.dial(call);
  }

  private dial(call: Call): void {
    const far = connect({ port: this.target, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    call.far = far;
    this.watch(call, far);
    carry(call.near, far);
  }

  /** One side is gone: the other hears of it, unless the line carries nothing. */
  private watch(call: Call, socket: Socket): void {
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (call.near.destroyed && (call.far?.destroyed ?? true)) this.calls.delete(call);
      else if (!this.cutBy && !call.forgotten) this.hangUp(call);
    });
  }

  private hangUp(call: Call): void {
    call.near.resetAndDestroy();
    call.far?.resetAndDestroy();
    this.calls.delete(call);
  }
}

function carry(near: Socket, far: Socket): void {
  near.pipe(far);
  far.pipe(near);
}

function silence({ near, far }: Call): void {
  for (const socket of [near, far]) {
    socket?.unpipe();
    socket?.pause();
  }
}
