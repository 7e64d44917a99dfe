import type { Logger } from "pino";
import type { HealthWatch } from "../health";
import type { PlanQuestion } from "./messages";
import type { Planning } from "./planning";

const LOOK_EVERY_MS = 1_000;
/** A tier that is down for long must not keep the others' people waiting for their first plans. */
const MOST_LOOKS = 30;

/** Plans the saved operations once the platform is up, and not while everything else starts: whoever asks before waits for
 * the own plan alone.
 * @returns stops it */
export function warmUpWhenReady(
  planning: Planning,
  operations: () => Promise<PlanQuestion[]>,
  health: HealthWatch,
  log: Logger,
): () => void {
  let looks = 0;
  const timer = setInterval(() => {
    if (health.current().status !== "ready" && ++looks < MOST_LOOKS) return;
    clearInterval(timer);
    operations()
      .then((saved) => planning.warm(saved))
      .then(
        () => log.info({ plans: planning.count }, "the saved operations are planned"),
        (error: unknown) => log.error({ err: error }, "the saved operations cannot be read"),
      );
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
