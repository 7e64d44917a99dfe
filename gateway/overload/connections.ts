import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { Tally } from "../../schema/process/tally";

/** Of one process: some 10 KB each. */
const MOST = 8_192;
/** One address never has all of them: what a county's proxy opens for everybody behind it is a small part of this. */
export const MOST_OF_ADDRESS = MOST / 2;

export interface Connections {
  /** Somebody has signed in over it by another protocol, and it is counted there alone from now on. */
  upgraded(socket: Duplex): void;
}

/** Bounds the open connections. What is beyond is closed without a word: it would take a connection to say one.
 * @param mostOfAddress for tests */
export function boundConnections(server: Server, mostOfAddress = MOST_OF_ADDRESS): Connections {
  const open = new Tally();
  const leaving = new WeakMap<Duplex, () => void>();
  let all = 0;
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    if (open.of(address) >= mostOfAddress || all >= MOST) {
      socket.destroy();
      return;
    }
    open.up(address);
    all++;
    const leave = () => {
      if (!leaving.delete(socket)) return;
      all--;
      open.down(address);
    };
    leaving.set(socket, leave);
    socket.once("close", leave);
  });
  return { upgraded: (socket) => leaving.get(socket)?.() };
}
