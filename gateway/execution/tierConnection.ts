import type { TierName } from "../../schema/contract/tier";
import type { TierAddress } from "../config";
import { Replica } from "./replica";

/** A tier: one process, or several that are equal, since all that a tier knows is in its database, its files and its keys. */
export interface TierConnection {
  tier: TierName;
  replicas: readonly Replica[];
  close(): Promise<void>;
}

export function connectTier(tier: TierName, { urls, key }: TierAddress): TierConnection {
  const replicas = urls.map((url) => new Replica(tier, url, key));
  return {
    tier,
    replicas,
    async close() {
      await Promise.all(replicas.map((replica) => replica.close()));
    },
  };
}

/** How many of its processes answer; at least one, since it is asked in any case. */
export function wellOf({ replicas }: Pick<TierConnection, "replicas">): number {
  let well = 0;
  for (const { isWell } of replicas) if (isWell) well++;
  return Math.max(1, well);
}
