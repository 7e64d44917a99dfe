import type { Logger } from "pino";
import { TIER_NAMES, type TierName } from "../schema/contract/tier";
import type { TierConnection } from "./execution/tierConnection";

interface Health {
  status: "ready" | "not ready";
  tiers: Record<TierName, "up" | "down">;
}

export interface HealthWatch {
  current(): Health;
  stop(): void;
}

const ASK_EVERY_MS = 1_000;
/** An answer that is older counts as none. */
const BELIEVED_MS = 2_000;

/** Asks every tier in the background whether it is ready, so that the answer costs nothing. */
export function watchHealth(tiers: Record<TierName, TierConnection>, log: Logger): HealthWatch {
  const lastReady = new Map<TierName, number>();
  const asking = new Set<TierName>();
  const isUp = (tier: TierName) => performance.now() - (lastReady.get(tier) ?? Number.NEGATIVE_INFINITY) <= BELIEVED_MS;

  async function ask(tier: TierName): Promise<void> {
    if (asking.has(tier)) return;
    asking.add(tier);
    const before = isUp(tier);
    if (await tiers[tier].isReady()) lastReady.set(tier, performance.now());
    else lastReady.delete(tier);
    asking.delete(tier);
    if (before !== isUp(tier)) log.info({ tier }, before ? "a tier went down" : "a tier is up");
  }

  const askAll = () => {
    for (const tier of TIER_NAMES) void ask(tier);
  };
  askAll();
  const timer = setInterval(askAll, ASK_EVERY_MS);

  return {
    current() {
      const states = TIER_NAMES.map((tier) => [tier, isUp(tier) ? "up" : "down"] as const);
      const ready = states.every(([, state]) => state === "up");
      return { status: ready ? "ready" : "not ready", tiers: Object.fromEntries(states) as Health["tiers"] };
    },
    stop: () => clearInterval(timer),
  };
}
