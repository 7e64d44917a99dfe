import cluster from "node:cluster";

/** What a process says that takes no more connections; the one that hands them over says it back. */
export const SHUT = "shut";

/** Comes back once the process that hands connections over has heard that this one takes no more. What that one had handed over
 * until then arrives before its answer, and is sent on to another process: had this one ended earlier, nobody would have had
 * such a connection, and its caller would have waited for as long as callers wait. */
export async function untilNoneIsHandedOver(): Promise<void> {
  if (!cluster.isWorker || !process.connected) return;
  const heard = new Promise<void>((resolve) => {
    process.on("message", (message) => message === SHUT && resolve());
    process.once("disconnect", resolve);
  });
  process.send?.(SHUT);
  await heard;
}
