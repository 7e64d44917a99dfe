import "../schema/process/production";
import cluster from "node:cluster";
import { type Logger, pino } from "pino";
import { StandardError } from "../schema/logs/standardError";
import { ConfigurationError, type GatewayConfiguration, readConfiguration } from "./config";
import { LocalPeople } from "./people/local";
import { RemotePeople } from "./people/remote";
import { CannotStart, DRAIN } from "./processes/members";
import { type Processes, startProcesses } from "./processes/primary";

const DRAIN_MS = 10_000;

interface Started {
  url: string;
  metricsUrl: string | undefined;
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const configuration = configurationOrExit();
  const base = cluster.worker ? { process: cluster.worker.id, pid: process.pid } : undefined;
  const log = pino({ name: "gateway", level: configuration.logLevel, base }, new StandardError());
  try {
    const started = await start(configuration, log);
    log.info({ url: started.url, metrics: started.metricsUrl }, "listening");
    stopWhenAsked(started, log);
  } catch (error) {
    log.fatal({ err: error }, "the gateway cannot start");
    process.exitCode = error instanceof CannotStart ? error.code : 1;
    // Whatever had begun must not keep a gateway alive that does not listen.
    setImmediate(() => process.exit());
  }
}

async function start(configuration: GatewayConfiguration, log: Logger): Promise<Started> {
  const { processes, rates, admission } = configuration;
  if (processes === 1 || cluster.isWorker) {
    const people = cluster.isWorker ? new RemotePeople(process) : new LocalPeople({ rates, ...admission });
    // Two seconds of loading, which a process that only starts others does not need.
    const { startGateway } = require("./gateway") as typeof import("./gateway");
    return startGateway(configuration, log, people);
  }
  const started = await startProcesses(configuration, log, DRAIN_MS);
  replaceWhenAsked(started, log);
  return started;
}

function configurationOrExit(): GatewayConfiguration {
  try {
    return readConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`The gateway is not configured:\n${error.message}\n`);
    process.exit(2);
  }
}

function replaceWhenAsked(processes: Processes, log: Logger): void {
  let replacing = Promise.resolve();
  process.on("SIGHUP", () => {
    replacing = replacing
      .then(() => processes.replaceAll())
      .then(
        () => log.info("every process was replaced"),
        (error: unknown) => log.error({ err: error }, "the processes could not be replaced; the old ones serve on"),
      );
  });
}

function stopWhenAsked(started: Started, log: Logger): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, "stopping");
    setTimeout(() => {
      log.warn("requests that did not end in time are cut off");
      process.exit(1);
    }, DRAIN_MS).unref();
    started.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));
  // A supervisor that dies closes the channel to its children.
  process.on("disconnect", () => stop("disconnect"));
  process.on("message", (message) => message === DRAIN && stop(DRAIN));
}

void main();
