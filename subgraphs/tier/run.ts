import pino from "pino";
import type { DataSource } from "typeorm";
import { nameOfTier } from "../../schema/contract/tier";
import { StandardError } from "../../schema/logs/standardError";
import { loadRegions } from "../../schema/regions/tree";
import { openTraces } from "../../schema/traces";
import { catalogueFaults } from "../storage/catalogue";
import { APART } from "../storage/connections";
import { createBesideDataSource, createTierDataSource } from "../storage/dataSource";
import { openWhenThere } from "../storage/starting";
import { KeyFolder } from "../trust/clue/keyFolder";
import { systemClock } from "./clock";
import { readSubgraphConfig } from "./config";
import { tierFiles } from "./files/tierFiles";
import type { TierProfile } from "./profile";
import { createTierServer } from "./server";

/** What was thrown, without the statement and its parameters that a database error carries: they may name people. */
function errorForLog({ name, message, stack, ...rest }: Error & { code?: unknown }): object {
  return { name, code: rest.code, message, stack };
}

/** Who is still being answered by then is not waiting any more. */
const DRAIN_MS = 8_000;

/** Nobody waits at the start for connections that most days need few of. */
function openedWhenAsked(make: () => DataSource) {
  let opening: Promise<DataSource> | undefined;
  return {
    get(): Promise<DataSource> {
      opening ??= make()
        .initialize()
        .catch((cause) => {
          opening = undefined; // the next one tries again
          throw cause;
        });
      return opening;
    },
    async close(): Promise<void> {
      await (await opening?.catch(() => undefined))?.destroy();
    },
  };
}

/** Runs a tier's subgraph until it is told to stop. */
export async function runSubgraph(profile: TierProfile): Promise<void> {
  const config = readSubgraphConfig();
  const name = nameOfTier(profile.tier);
  const log = pino({ name, level: config.LOG_LEVEL, serializers: { err: errorForLog } }, new StandardError());
  const pool = {
    waitMs: config.DATABASE_WAIT_MS,
    statementMs: config.DATABASE_STATEMENT_MS,
    changeMs: config.DATABASE_CHANGE_MS,
  };
  const dataSource = createTierDataSource(config.DATABASE_URL, { ...pool, size: config.DATABASE_POOL });
  const beside = createBesideDataSource(config.DATABASE_URL);
  const apart = openedWhenAsked(() => createTierDataSource(config.DATABASE_URL, { ...pool, size: APART }));
  const faults = await openWhenThere([dataSource, beside], () => catalogueFaults(dataSource), { log });
  if (faults.length > 0) {
    process.stderr.write(`The database does not bind everybody to the policies:\n${faults.join("\n")}\n`);
    process.exit(2);
  }
  const files = tierFiles(config.FILES_DIR, config.TIER_KEY, config.ATTACHMENT_MAX_BYTES);
  const clueKeys = new KeyFolder(config.CLUE_KEYS_DIR);
  const regions = loadRegions(config.REGIONS_DIR);
  const traces = openTraces({
    url: config.TRACES_URL,
    share: 1, // what the gateway does not trace says so
    service: name,
    lost: (cause) => log.warn({ err: cause }, "the collector of traces does not take them"),
  });
  const services = {
    profile,
    dataSource,
    beside,
    apart: apart.get,
    regions,
    clock: systemClock,
    files,
    clueKeys,
    traces,
  };
  const app = await createTierServer({ services, key: config.TIER_KEY, log });
  await app.listen({ host: config.TIER_HOST, port: config.TIER_PORT });
  log.info({ port: config.TIER_PORT }, "subgraph listens");

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "draining");
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await app.close();
    await Promise.all([dataSource.destroy(), beside.destroy(), apart.close(), traces.close()]);
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // whoever started it with a channel is gone
  process.once("disconnect", () => stop("disconnect"));
}
