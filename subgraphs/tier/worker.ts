import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import pino, { type Logger } from "pino";
import { nameOfTier } from "../../schema/contract/tier";
import { sequenceJournal } from "../journal/sequence";
import { readWorkerConfig } from "./config";
import type { TierProfile } from "./profile";

/** How long an entry waits for its number at most, while there is little to do. */
const POLL_MS = 100;
/** Before the database is asked again after a failure. */
const RETRY_MS = 500;
/** The worker is ready while its last pass is not older than this. */
const FRESH_MS = 5_000;

/** Runs a tier's worker until it is told to stop: the sequencer of the journal. */
export async function runWorker(profile: TierProfile): Promise<void> {
  const config = readWorkerConfig();
  const log = pino(
    { name: `${nameOfTier(profile.tier)}-worker`, level: config.LOG_LEVEL },
    pino.destination({ fd: 2, sync: false }),
  );
  const state = { lastPass: 0, stopping: false };
  const health = createServer((_request, response) => {
    const ready = Date.now() - state.lastPass < FRESH_MS;
    response.writeHead(ready ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: ready ? "ready" : "waiting for the database" }));
  });
  health.listen(config.WORKER_HEALTH_PORT, config.WORKER_HEALTH_HOST);
  const stop = () => {
    state.stopping = true;
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.once("disconnect", stop);
  log.info("worker starts");
  while (!state.stopping) {
    await sequenceUntilFailure(config.DATABASE_URL, state, log);
    if (!state.stopping) await pause(RETRY_MS);
  }
  health.close();
  health.closeAllConnections();
}

/** One connection's life: passes until the worker stops or the database goes away. */
async function sequenceUntilFailure(
  url: string,
  state: { lastPass: number; stopping: boolean },
  log: Logger,
): Promise<void> {
  const client = new Client({ connectionString: url, application_name: "inspection-worker" });
  client.on("error", (cause) => log.warn({ cause: cause.message }, "connection lost"));
  try {
    await client.connect();
    while (!state.stopping) {
      const numbered = await sequenceJournal(client);
      state.lastPass = Date.now();
      if (numbered === 0) await pause(POLL_MS);
    }
  } catch (cause) {
    log.warn({ cause: (cause as Error).message }, "pass failed, trying again");
  } finally {
    await client.end().catch((cause: Error) => log.debug({ cause: cause.message }, "connection was gone already"));
  }
}
