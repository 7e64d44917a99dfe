import type { Logger } from "pino";
import { TIER_NAMES, type TierName } from "../schema/contract/tier";
import type { Replica } from "./execution/replica";
import type { TierConnection } from "./execution/tierConnection";

interface Health {
  status: "ready" | "not ready";
  tiers: Record<TierName, "up" | "down">;
  /** of each tier with several processes: how many of them answer */
  replicas?: Partial<Record<TierName, { up: number; of: number }>>;
}

export interface HealthWatch {
  current(): Health;
  /** how many processes of a tier are there: what says `up` or `down` counts by the same looks */
  upOf(tier: TierName): number;
  stop(): void;
}

const ASK_EVERY_MS = 1_000;
/** An answer that is older counts as none. */
const BELIEVED_MS = 2_000;

/** Asks every process of every tier in the background whether it is ready, so that the answer costs nothing. */
export function watchHealth(tiers: Record<TierName, TierConnection>, log: Logger): HealthWatch {
  const lastReady = new Map<Replica, number>();
  const asking = new Set<Replica>();
  /** as the log says it */
  const toldUp = new Set<TierName>();
  const isUp = (replica: Replica) =>
    performance.now() - (lastReady.get(replica) ?? Number.NEGATIVE_INFINITY) <= BELIEVED_MS;
  const upOf = (tier: TierName) => tiers[tier].replicas.filter(isUp).length;

  async function ask(tier: TierName, replica: Replica): Promise<void> {
    if (asking.has(replica)) return;
    asking.add(replica);
    const before = isUp(replica);
    const ready = await replica.isReady();
    if (ready) lastReady.set(replica, performance.now());
    else lastReady.delete(replica);
    asking.delete(replica);
    const up = upOf(tier);
    if (before !== ready) tell(tier, replica, ready, up);
    // what waits there for its deadline is answered elsewhere meanwhile
    if (!ready && up > 0) replica.abandon();
  }

  function tell(tier: TierName, { url }: Replica, ready: boolean, up: number): void {
    const of = tiers[tier].replicas.length;
    const said = ready ? "a process of a tier is up" : "a process of a tier went down";
    if (of > 1) log.info({ tier, at: url.host, up, of }, said);
    if (up > 0 === toldUp.has(tier)) return;
    log.info({ tier }, up > 0 ? "a tier is up" : "a tier went down");
    if (up > 0) toldUp.add(tier);
    else toldUp.delete(tier);
  }

  const askAll = () => {
    for (const tier of TIER_NAMES) for (const replica of tiers[tier].replicas) void ask(tier, replica);
  };
  askAll();
  const timer = setInterval(askAll, ASK_EVERY_MS);

  return {
    current() {
      const states = TIER_NAMES.map((tier) => [tier, upOf(tier) > 0 ? "up" : "down"] as const);
      const ready = states.every(([, state]) => state === "up");
      const several = TIER_NAMES.filter((tier) => tiers[tier].replicas.length > 1);
      const counts = several.map((tier) => [tier, { up: upOf(tier), of: tiers[tier].replicas.length }]);
      return {
        status: ready ? "ready" : "not ready",
        tiers: Object.fromEntries(states) as Health["tiers"],
        ...(several.length > 0 && { replicas: Object.fromEntries(counts) as Health["replicas"] }),
      };
    },
    upOf,
    stop: () => clearInterval(timer),
  };
}
