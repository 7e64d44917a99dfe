import type { Server } from "node:http";

/** Of one process: some 10 KB each. */
const MOST = 8_192;
/** One address never has all of them: what a county's proxy opens for everybody behind it is a small part of this. */
const MOST_OF_ADDRESS = MOST / 2;

/** Bounds the open connections. What is beyond is closed without a word: it would take a connection to say one.
 * @param mostOfAddress for tests */
export function boundConnections(server: Server, mostOfAddress = MOST_OF_ADDRESS): void {
  const open = new Map<string, number>();
  server.maxConnections = MOST;
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    const count = open.get(address) ?? 0;
    if (count >= mostOfAddress) {
      socket.destroy();
      return;
    }
    open.set(address, count + 1);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
