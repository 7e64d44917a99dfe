import type { Logger } from "pino";
import type { HealthWatch } from "../health";
import type { PlanQuestion } from "./messages";
import type { Planning } from "./planning";

const LOOK_EVERY_MS = 1_000;
/** Tiers that start together with the gateway come within seconds of each other. Whoever is not there by then must not keep the others'
 * people waiting for their first plans. */
const LOOKS_WITH_SOME = 5;
const MOST_LOOKS = 30;

/** Plans the saved operations once the platform is up, and not while everything else starts: whoever asks before waits for
 * the own plan alone.
 * @param lookEveryMs for tests
 * @returns stops it */
export function warmUpWhenReady(
  planning: Pick<Planning, "warm" | "count">,
  operations: () => Promise<PlanQuestion[]>,
  health: Pick<HealthWatch, "current">,
  log: Logger,
  lookEveryMs = LOOK_EVERY_MS,
): () => void {
  let [looks, withSome] = [0, 0];
  const isTime = () => {
    const { status, tiers } = health.current();
    if (Object.values(tiers).includes("up")) withSome++;
    return status === "ready" || withSome >= LOOKS_WITH_SOME || ++looks >= MOST_LOOKS;
  };
  const timer = setInterval(() => {
    if (!isTime()) return;
    clearInterval(timer);
    operations()
      .then((saved) => planning.warm(saved))
      .then(
        () => log.info({ plans: planning.count }, "the saved operations are planned"),
        (error: unknown) => log.error({ err: error }, "the saved operations cannot be read"),
      );
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
