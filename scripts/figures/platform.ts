import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PORT_NAMES } from "../supervisor/configuration";
import { freePorts } from "../supervisor/ports";

/** It only ends what hangs: on a busy machine nothing fails because it is slow. */
const START_MS = 900_000;

/** Works with the running platform; where none answers, with one that is started for it and leaves nothing behind.
 * @param work is told the environment in which the platform is found
 * @param say what takes so long */
export async function withPlatform<Result>(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
  work: (environment: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  const url = environment.GATEWAY_URL ?? `http://127.0.0.1:${environment.GATEWAY_PORT || 4000}`;
  if (await isReady(url)) return work(environment);
  say(`no platform answers at ${url}: starting one for this`);
  const folder = mkdtempSync(join(tmpdir(), "inspection-figures-"));
  chmodSync(folder, 0o755); // PostgreSQL's own account enters it
  const own: NodeJS.ProcessEnv = { ...environment, PLATFORM_DATA: join(folder, "data"), PLATFORM_MODE: "demo" };
  for (const name of ["GATEWAY_URL", "OIDC_ISSUER"]) delete own[name];
  const ports = await freePorts(PORT_NAMES.length);
  PORT_NAMES.forEach((name, i) => {
    own[name] = String(ports[i]);
  });
  const child = spawn(process.execPath, [join(__dirname, "../start.js")], {
    env: own,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const waiting = new AbortController();
  try {
    await Promise.race([
      untilReady(`http://127.0.0.1:${own.GATEWAY_PORT}`, waiting.signal),
      ended.then(() => Promise.reject(new Error("the platform has ended before it was ready"))),
    ]);
    return await work(own);
  } finally {
    waiting.abort(); // else a platform that has ended would be asked on, and this would not end
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilReady(url: string, stopping: AbortSignal): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (!(await isReady(url)) && !stopping.aborted) {
    if (performance.now() > deadline) throw new Error("the platform did not start in time");
    await pause(200);
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(new URL("/health/ready", url), { signal: AbortSignal.timeout(30_000) }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}
