import type { Server } from "node:http";
import { format } from "node:util";
import pino, { type Logger } from "pino";
import { AccountBook } from "./accounts";
import { createProvider } from "./provider";
import { loadIssuerSecrets } from "./secrets";
import { createIssuerServer } from "./server";
import { type IssuerSettings, readIssuerSettings } from "./settings";
import { SignInDelays } from "./signInDelays";

/** The development OpenID Connect issuer: accounts of the demonstration sign in here. A site brings its own issuer. */
async function main(): Promise<void> {
  const settings = orRefuse(() => readIssuerSettings(process.env));
  const log = pino({ name: "issuer", level: settings.logLevel }, pino.destination({ fd: 2, sync: true }));
  sendConsoleTo(log);
  const accounts = orRefuse(
    () =>
      new AccountBook(settings.accountsFile, (cause) =>
        log.warn({ reason: cause.message }, "accounts kept as they were"),
      ),
  );
  const secrets = await loadIssuerSecrets(settings.stateDir);
  const provider = await createProvider(settings.issuer, secrets, accounts, log);
  const server = createIssuerServer({ issuer: settings.issuer, provider, accounts, delays: new SignInDelays(), log });
  stopOnSignal(server, log);
  await listen(server, settings);
  log.info({ issuer: settings.issuer }, "ready");
}

/** What is wrong with the configuration is said on one line each, without a stack, and ends with exit code 2. */
function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    process.stderr.write(`${(cause as Error).message}\n`);
    process.exit(2);
  }
}

/** The library speaks through the console; the log of a process is JSON lines. */
function sendConsoleTo(log: Logger): void {
  console.info = (...parts: unknown[]) => log.debug({ library: format(...parts) }, "notice of the library");
  console.warn = console.info;
  console.error = (...parts: unknown[]) => log.error({ library: format(...parts) }, "defect seen by the library");
}

function listen(server: Server, { port }: IssuerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(cause.code === "EADDRINUSE" ? new Error(`ISSUER_PORT: port ${port} is taken by another process`) : cause);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

function stopOnSignal(server: Server, log: Logger): void {
  const stop = () => {
    log.info("stopping");
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((cause: Error) => {
  process.stderr.write(`${cause.message}\n`);
  process.exit(1);
});
