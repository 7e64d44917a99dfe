import { readFileSync } from "node:fs";
import { TIERS, type Tier } from "../../schema/contract/tier";
import type { ExchangeSettings, Peer } from "../exchange/run";
import { BadKey, readPublicKeys, readSigningKey } from "../trust/keys";
import type { WorkerConfig } from "./config";

/** What a worker is told of the exchange: its own key, and of each other tier where it is and which keys are its.
 * Ends the process by the name of a bad setting, never with its value.
 * @returns undefined where this worker exchanges with nobody */
export function readExchange(config: WorkerConfig, own: Tier): Pick<ExchangeSettings, "key" | "peers"> | undefined {
  const { EXCHANGE_KEY, EXCHANGE_KEY_FILE } = config;
  if (!EXCHANGE_KEY && !EXCHANGE_KEY_FILE) return undefined;
  const key = EXCHANGE_KEY
    ? named("EXCHANGE_KEY", () => readSigningKey(EXCHANGE_KEY))
    : named("EXCHANGE_KEY_FILE", () => readSigningKey(readFileSync(EXCHANGE_KEY_FILE as string, "utf8")));
  const peers: Partial<Record<Tier, Peer>> = {};
  for (const tier of TIERS.filter((tier) => tier !== own)) {
    const [url, keys] = [config[`${tier}_WORKER_URL`], config[`${tier}_EXCHANGE_KEYS`]];
    if (url && keys) peers[tier] = { url, keys: named(`${tier}_EXCHANGE_KEYS`, () => readPublicKeys(keys)) };
  }
  return { key, peers };
}

function named<T>(setting: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    process.stderr.write(`${setting}: ${cause instanceof BadKey ? cause.message : "the file can't be read"}\n`);
    process.exit(2);
  }
}
