import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { profile as city } from "../../subgraphs/city/profile";
import { profile as county } from "../../subgraphs/county/profile";
import { profile as province } from "../../subgraphs/province/profile";
import { runWorker } from "../../subgraphs/tier/worker";

// The workers of all tiers in one process, each with what it would find in its own environment.

const PROFILES = { province, city, county };
const environments = JSON.parse(process.env.WORKERS as string) as Record<TierName, NodeJS.ProcessEnv>;

Promise.all(TIER_NAMES.map((name) => runWorker(PROFILES[name], environments[name]))).catch((cause: Error) => {
  process.stderr.write(`${cause.stack}\n`);
  process.exit(1);
});
