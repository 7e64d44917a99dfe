import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPostmaster } from "../../scripts/embedded/postmaster";
import { answers } from "../../scripts/supervisor/nodeProcess";
import { freePorts, listen } from "../../scripts/supervisor/ports";
import { isRunning, type KnownProcess } from "../../scripts/supervisor/processIdentity";
import { until } from "../support/until";

interface Started {
  process: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

const parent = mkdtempSync(join(tmpdir(), "平台 "));
const data = join(parent, "data");
const started: Started[] = [];
let settings: Record<string, string>;
let gateway: string;

beforeAll(async () => {
  chmodSync(parent, 0o755);
  const [GATEWAY_PORT, COUNTY_PORT, DATABASE_PORT] = (await freePorts(3)).map(String) as [string, string, string];
  settings = { GATEWAY_PORT, COUNTY_PORT, DATABASE_PORT, PLATFORM_DATA: data };
  gateway = `http://127.0.0.1:${GATEWAY_PORT}`;
});

afterAll(async () => {
  try {
    await untilReady(); // takes over whatever a failed test has left
  } finally {
    for (const { process } of started) process.kill("SIGTERM");
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(parent, { recursive: true });
  }
});

function start(more: Record<string, string> = {}): Started {
  const script = join(__dirname, "fixtures", "smallPlatform.js");
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...settings, ...more },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  started.push({ process: child, output: () => text, ended });
  return started.at(-1) as Started;
}

async function untilReady(): Promise<Started> {
  const platform = start();
  await until("the platform is ready", () => platform.output().includes(`ready at ${gateway}`)).catch(() => {
    throw new Error(`not ready:\n${platform.output()}`);
  });
  return platform;
}

function children(): KnownProcess[] {
  return JSON.parse(readFileSync(join(data, "running.json"), "utf8")).children;
}

/** The server that takes connections: of its pid file the first line is its starter's, and the last one its predecessor's, until
 * it has written its own. */
function postmaster(): KnownProcess {
  const folder = join(data, "postgres");
  const status = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[7]?.trim();
  const server = findPostmaster(folder);
  if (!server || status !== "ready") throw new Error("the database is not ready");
  return { pid: server.pid, identity: server.identity };
}

test("the first start makes secrets that only their owner reads, and a second one says that it runs", async () => {
  const first = await untilReady();
  expect(statSync(join(data, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(first.output()).toContain("start number 1");
  const second = start();
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain(`already running at ${gateway}`);
});

test("the supervisor starts the database again when it is killed", async () => {
  const killed = postmaster();
  process.kill(killed.pid, "SIGKILL");
  await until("the database runs again", () => answersAfter(killed));
  expect(await answers(gateway)).toBe(true);
});

async function answersAfter(killed: KnownProcess): Promise<boolean> {
  try {
    const now = postmaster();
    return now.pid !== killed.pid && isRunning(now);
  } catch {
    return false; // no pid file at the moment, or of a server that is still starting
  }
}

test("a start after a kill of the supervisor takes its processes' place and adopts its database", async () => {
  const killed = started[0] as Started;
  const left = children();
  const database = postmaster();
  killed.process.kill("SIGKILL");
  await killed.ended;
  expect(left.every(isRunning)).toBe(true);
  const next = await untilReady();
  expect(next.output()).toContain("Stopping what the last supervisor left running");
  expect(next.output()).toContain("start number 2");
  expect(left.filter(isRunning)).toEqual([]);
  expect(postmaster()).toEqual(database);
});

test("a request to stop ends everything", async () => {
  const platform = started.at(-1) as Started;
  const all = [...children(), postmaster()];
  platform.process.kill("SIGTERM");
  expect(await platform.ended).toBe(0);
  expect(platform.process.signalCode).toBe(null);
  expect(all.filter(isRunning)).toEqual([]);
  expect(() => children()).toThrow("ENOENT");
});

test("of two starts at once one runs and the other says so", async () => {
  const both = [start(), start()];
  const refused = await Promise.race(both.map((one) => one.ended.then(() => one)));
  expect(refused.output()).toContain("already running at");
  const running = both.find((one) => one !== refused) as Started;
  await until("the other is ready", () => running.output().includes("ready at"));
  running.process.kill("SIGTERM");
  expect(await running.ended).toBe(0);
});

test("a process that refuses its configuration stops everything and its words are shown", async () => {
  const platform = start({ FAIL: "REGIONS_DIR: there is no such folder" });
  expect(await platform.ended).toBe(1);
  expect(platform.output()).toContain("(code 2):\nREGIONS_DIR: there is no such folder");
  expect(await answers(gateway)).toBe(false);
  expect(() => postmaster()).toThrow("ENOENT");
});

test("a port that another program uses is named together with its setting", async () => {
  const taken = await listen(Number(settings.GATEWAY_PORT));
  const platform = start();
  const code = await platform.ended;
  taken.close();
  expect(code).toBe(1);
  expect(platform.output()).toContain("(GATEWAY_PORT)");
});

test("secrets that are gone while their database is there are not made anew", async () => {
  const secrets = join(data, "secrets.json");
  const kept = readFileSync(secrets);
  rmSync(secrets);
  const platform = start();
  expect(await platform.ended).toBe(1);
  expect(platform.output()).toContain("Restore the file");
  writeFileSync(secrets, kept, { mode: 0o600 });
});
