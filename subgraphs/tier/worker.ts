import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import pino, { type Logger } from "pino";
import { nameOfTier } from "../../schema/contract/tier";
import { StandardError } from "../../schema/logs/standardError";
import { Bell } from "../exchange/bell";
import { metricsText } from "../exchange/metrics";
import { prepareExchange, type RunningExchange } from "../exchange/run";
import { sequenceJournal } from "../journal/sequence";
import { LISTEN_FOR_CHANGES } from "../storage/changed";
import { installTypeParsers } from "../storage/db";
import { foldFigures } from "../storage/figures/reconciliation.repository";
import { ImpatientClient } from "../storage/impatientClient";
import { turnAlertClock } from "./alertClock";
import { instant, systemClock } from "./clock";
import { readWorkerConfig } from "./config";
import { readExchange } from "./exchangeConfig";
import { reconcileAtNight } from "./figures/nightly";
import { feedLive, forgetLive } from "./live/feed";
import type { TierProfile } from "./profile";

/** However nothing rings: how long an entry waits for its number at most. */
const POLL_MS = 250;
/** However nothing rings: between two looks of the dispatcher at the journal. */
const DISPATCH_MS = 1_000;
/** Before the database is asked again after a failure. */
const RETRY_MS = 500;
/** How often the alert clock looks: colours change at midnight, and with a step that is entered late. A look at 65,000 running
 * clocks costs some seconds of the database, so not more often. */
const ALERT_MS = 300_000;
/** Between two folds of the figures. Figures are exact without one; it keeps short what a reader adds up beside the sums. */
const FOLD_MS = 500;
/** How often the worker looks whether it is night and the figures are to be compared with a full count. */
const RECONCILE_MS = 600_000;
/** How long one statement of a pass may take. */
const QUERY_MS = 15_000;
/** The same, of a full count, and of a look at all clocks. */
const LONG_QUERY_MS = 3_600_000;
/** The worker is ready while its last pass is not older than this. */
const FRESH_MS = 5_000;
const REASONS_TO_STOP = ["SIGTERM", "SIGINT", "disconnect"] as const;

/** Runs a tier's worker until it is told to stop: the sequencer of the journal, the exchange, the alert clock and the fold of the
 * figures. */
export async function runWorker(profile: TierProfile, environment = process.env): Promise<void> {
  const config = readWorkerConfig(environment);
  const log = pino({ name: `${nameOfTier(profile.tier)}-worker`, level: config.LOG_LEVEL }, new StandardError());
  installTypeParsers();
  const stopping = new AbortController();
  let lastPass = 0;
  const settings = readExchange(config, profile.tier);
  const now = () => instant(systemClock());
  const changed = new Bell();
  const around = { tier: profile.tier, databaseUrl: config.DATABASE_URL, log, now };
  const exchange = settings && prepareExchange({ ...settings, ...around, received: () => changed.ring() });
  if (!exchange) log.warn("no EXCHANGE_KEY: nothing is exchanged with other tiers");
  const server = createServer((request, response) => {
    if (exchange?.answer(request, response)) return;
    if (exchange && request.url === "/metrics") return void answerMetrics(exchange, response, log);
    answerHealth(request, response, Date.now() - lastPass < FRESH_MS);
  });
  server.listen(config.WORKER_PORT, config.WORKER_HOST);
  const numbered = new Bell();
  const followed = new Bell();
  const stop = () => stopping.abort();
  for (const reason of REASONS_TO_STOP) process.once(reason, stop);
  log.info("worker starts");
  const { signal } = stopping;
  const work = { url: config.DATABASE_URL, signal, log };
  await Promise.all([
    repeat({
      ...work,
      listening: changed,
      rest: () => changed.wait(POLL_MS, signal),
      async pass(client) {
        const found = await sequenceJournal(client);
        lastPass = Date.now();
        if (found > 0) for (const bell of [numbered, followed]) bell.ring();
        return found;
      },
    }),
    ...(exchange ? exchangeWork(exchange, work, numbered) : []),
    repeat({ ...work, rest: () => followed.wait(DISPATCH_MS, signal), pass: feedLive }),
    repeat({
      ...work,
      pauseMs: ALERT_MS,
      longestMs: LONG_QUERY_MS,
      pass: (client) => turnAlertClock(client, profile.tier, systemClock()),
    }),
    repeat({ ...work, pauseMs: FOLD_MS, pass: (client) => foldFigures(client).then(pausing) }),
    repeat({
      ...work,
      pauseMs: RECONCILE_MS,
      longestMs: LONG_QUERY_MS,
      pass: async (client) => {
        await reconcileAtNight(client, systemClock(), log);
        await forgetLive(client);
        return pausing();
      },
    }),
  ]);
  server.close();
  server.closeAllConnections();
  // whoever listens for the end of the channel keeps the process alive by it
  for (const reason of REASONS_TO_STOP) process.off(reason, stop);
}

/** Whatever is numbered is dispatched at once, what is dispatched goes out, and what comes in is numbered. */
function exchangeWork(
  exchange: RunningExchange,
  work: Pick<Work, "url" | "signal" | "log">,
  numbered: Bell,
): Promise<void>[] {
  const rest = () => numbered.wait(DISPATCH_MS, work.signal);
  return [repeat({ ...work, rest, pass: (client) => exchange.dispatch(client) }), exchange.ship(work.signal)];
}

function answerHealth(_request: IncomingMessage, response: ServerResponse, ready: boolean): void {
  response.writeHead(ready ? 200 : 503, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: ready ? "ready" : "waiting for the database" }));
}

async function answerMetrics(exchange: RunningExchange, response: ServerResponse, log: Logger): Promise<void> {
  try {
    const text = metricsText(await exchange.state());
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(text);
  } catch (cause) {
    log.warn({ cause: (cause as Error).message }, "metrics could not be read");
    response.writeHead(503).end();
  }
}

/** A pass after which the worker pauses, whatever it found. */
const pausing = () => 0;

interface Work {
  url: string;
  signal: AbortSignal;
  log: Logger;
  /** after a pass that found nothing to do */
  pauseMs?: number;
  /** the same, where something else may end it */
  rest?(): Promise<void>;
  /** rung when somebody says that he has changed something */
  listening?: Bell;
  /** how long one statement may take, before its connection counts as dead */
  longestMs?: number;
  /** @returns how much it found to do */
  pass(client: Client): Promise<number>;
}

/** Passes, each work on a connection of its own, until the worker stops; a lost connection is opened again. */
async function repeat(work: Work): Promise<void> {
  while (!work.signal.aborted) {
    await repeatUntilFailure(work);
    await pauseUnlessStopping(RETRY_MS, work.signal);
  }
}

/** One connection's life: passes until the worker stops or the database goes away. */
async function repeatUntilFailure({
  url,
  signal,
  log,
  pauseMs = 0,
  rest,
  listening,
  longestMs = QUERY_MS,
  pass,
}: Work): Promise<void> {
  const client = new ImpatientClient({
    connectionString: url,
    application_name: "inspection-worker",
    options: "-c TimeZone=UTC -c idle_in_transaction_session_timeout=10s",
    connectionTimeoutMillis: FRESH_MS,
    query_timeout: longestMs,
  });
  client.on("error", (cause) => log.warn({ cause: cause.message }, "connection lost"));
  try {
    await client.connect();
    if (listening) {
      client.on("notification", () => listening.ring());
      await client.query(LISTEN_FOR_CHANGES); // what was changed before is found by the first pass
    }
    while (!signal.aborted) {
      client.expectWord(); // the connection may have died since the last pass, without a word
      if (pauseMs > FRESH_MS) await client.query("select"); // what comes first in a pass that comes seldom takes its time
      const found = await pass(client);
      if (found === 0) await (rest ? rest() : pauseUnlessStopping(pauseMs, signal));
    }
  } catch (cause) {
    log.warn({ cause: (cause as Error).message }, "pass failed, trying again");
  } finally {
    await client.end().catch((cause: Error) => log.debug({ cause: cause.message }, "connection was gone already"));
  }
}

/** Ends early when the worker is told to stop. */
async function pauseUnlessStopping(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch((cause: Error) => {
    if (!signal.aborted) throw cause;
  });
}
