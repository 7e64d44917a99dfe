import { destination, type Logger, pino } from "pino";
import { ConfigurationError, type GatewayConfiguration, readConfiguration } from "./config";
import { type Gateway, startGateway } from "./gateway";

const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  const configuration = configurationOrExit();
  const log = pino({ name: "gateway", level: configuration.logLevel, base: undefined }, destination(2));
  try {
    const gateway = await startGateway(configuration, log);
    log.info({ url: gateway.url, metrics: gateway.metricsUrl }, "listening");
    stopWhenAsked(gateway, log);
  } catch (error) {
    log.fatal({ err: error }, "the gateway cannot start");
    process.exitCode = 1;
    // Whatever had begun must not keep a gateway alive that does not listen.
    setImmediate(() => process.exit());
  }
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

function stopWhenAsked(gateway: Gateway, log: Logger): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, "stopping");
    setTimeout(() => {
      log.warn("requests that did not end in time are cut off");
      process.exit(1);
    }, DRAIN_MS).unref();
    gateway.close().then(
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
}

void main();
