import type { FastifyInstance } from "fastify";

const LOOK_EVERY_MS = 50;
const draining = new WeakSet<FastifyInstance>();

/** A connection that stayed open after its last answer would keep the process alive until it times out. */
export function endConnectionsWhenDraining(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply) => {
    if (draining.has(app)) void reply.header("connection", "close");
  });
}

/** Takes no more connections, answers what comes over those that there are, and comes back when the last of them has ended. Only
 * then may be closed what the answers need. */
export async function drain(app: FastifyInstance): Promise<void> {
  draining.add(app);
  const ended = new Promise((resolve) => app.server.close(resolve));
  // an answer that was on its way when it began has not told its connection to end
  const looking = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  await ended;
  clearInterval(looking);
}
