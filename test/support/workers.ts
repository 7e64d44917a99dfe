import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { profile as city } from "../../subgraphs/city/profile";
import { profile as county } from "../../subgraphs/county/profile";
import { profile as province } from "../../subgraphs/province/profile";
import { runWorker } from "../../subgraphs/tier/worker";
import { REST, RESTS, WORK } from "./workersOfPlatform";

// The workers of all tiers in one process, each with what it would find in its own environment. They rest when they are told to, and
// work again: to load them takes longer than most of what they do for a test.

const PROFILES = { province, city, county };
const environments = JSON.parse(process.env.WORKERS as string) as Record<TierName, NodeJS.ProcessEnv>;

let areToRest = false;

/** Until they are told to stop, as a worker is: for a while, or for good. */
async function work(): Promise<void> {
  areToRest = false;
  await Promise.all(TIER_NAMES.map((name) => runWorker(PROFILES[name], environments[name])));
  if (areToRest) process.send?.(RESTS);
  else if (process.connected) process.disconnect();
}

process.on("message", (word) => {
  if (word === WORK) begin();
  if (word !== REST) return;
  areToRest = true;
  process.emit("SIGTERM", "SIGTERM");
});

function begin(): void {
  work().catch((cause: Error) => {
    process.stderr.write(`${cause.stack}\n`);
    process.exit(1);
  });
}
begin();
