import { setImmediate as nextTurn } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { untilNoneIsHandedOver } from "./processes/handedOver";

const LOOK_EVERY_MS = 50;
/** what is to be done first, of each that drains once it is told to */
const beginnings = new WeakMap<FastifyInstance, () => void>();
const draining = new WeakSet<FastifyInstance>();

/** A connection that stayed open after its last answer would keep the process alive until it times out.
 * @param begin is called when it begins */
export function endConnectionsWhenDraining(app: FastifyInstance, begin: () => void): void {
  beginnings.set(app, begin);
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (isDraining(app)) void reply.header("connection", "close");
    done(null, payload);
  });
}

/** Whoever asks over a connection that there is still hears that no more should come. */
export function isDraining(app: FastifyInstance): boolean {
  return draining.has(app);
}

/** Takes no more connections, answers what comes over those that there are, and comes back when the last of them has ended. Only
 * then may be closed what the answers need. */
export async function drain(app: FastifyInstance): Promise<void> {
  draining.add(app);
  beginnings.get(app)?.();
  // What had been sent is read before connections count as unused: between two of these lies a look at all of them.
  for (let turn = 0; turn < 2; turn++) await nextTurn();
  const ended = new Promise((resolve) => app.server.close(resolve));
  // an answer that was on its way when it began has not told its connection to end
  const looking = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  await Promise.all([ended, untilNoneIsHandedOver()]);
  clearInterval(looking);
}
