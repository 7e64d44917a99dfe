import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { answers, nodeProcess } from "../../scripts/supervisor/nodeProcess";
import { freePort } from "../../scripts/supervisor/ports";
import { isRunning } from "../../scripts/supervisor/processIdentity";
import { type SupervisedProcess, type Supervision, supervise } from "../../scripts/supervisor/supervise";
import { until } from "../support/until";

const folder = mkdtempSync(join(tmpdir(), "supervise-"));
const supervisions: Supervision[] = [];
let said: string[];

beforeEach(() => {
  said = [];
});
afterEach(() => Promise.all(supervisions.splice(0).map((supervision) => supervision.stop())));
afterAll(() => rmSync(folder, { recursive: true }));

function keep(...processes: SupervisedProcess[]): Supervision {
  const supervision = supervise((line) => said.push(line));
  supervision.keep(processes);
  supervisions.push(supervision);
  return supervision;
}

function standIn(name: string, port: number, env: Record<string, string> = {}): SupervisedProcess {
  return nodeProcess({
    name,
    stage: 1,
    script: join(__dirname, "fixtures", "standIn.js"),
    env: { PORT: String(port), ...env },
    logFile: join(folder, `${name}.log`),
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
  });
}

test("what is killed runs again, and that it does is said", async () => {
  const port = await freePort();
  const supervision = keep(standIn("city worker", port));
  await supervision.ready();
  const [before] = supervision.running();
  process.kill(before?.pid as number, "SIGKILL");
  await until("another one runs", () => supervision.running().some(({ pid }) => pid !== before?.pid));
  await until("it is ready", () => said.length === 2);
  expect(said).toEqual([
    "The city worker ended (signal SIGKILL); it starts again in 100 ms",
    "The city worker is ready again",
  ]);
  expect(await answers(`http://127.0.0.1:${port}/`)).toBe(true);
});

test("what is killed now and then, and works in between, is started at once each time", async () => {
  const supervision = supervise((line) => said.push(line), undefined, 200);
  supervisions.push(supervision);
  supervision.keep([standIn("city worker", await freePort())]);
  await supervision.ready();
  for (let kills = 1; kills <= 3; kills++) {
    await pause(300);
    process.kill(supervision.running()[0]?.pid as number, "SIGKILL");
    await until("it is ready again", () => said.length === 2 * kills);
  }
  expect(said.flatMap((line) => /in (\d+) ms/.exec(line)?.[1] ?? [])).toEqual(["100", "100", "100"]);
});

test("what dies again and again is started less and less often, and given up where it was never ready", async () => {
  const supervision = keep(standIn("city worker", await freePort(), { EXIT_CODE: "1", WORDS: "no such table" }));
  await expect(supervision.ready()).rejects.toThrow(/^The city worker cannot start \(code 1\):\nno such table$/);
  expect(said.map((line) => /in (\d+) ms/.exec(line)?.[1])).toEqual(["100", "200", "400", "800", "1600"]);
});

test("a process that refuses its configuration is not started again, and its words are shown", async () => {
  const refusing = standIn("gateway", await freePort(), { EXIT_CODE: "2", WORDS: "GATEWAY_PORT: must be a number" });
  await expect(keep(refusing).ready()).rejects.toThrow(
    "The gateway cannot start (code 2):\nGATEWAY_PORT: must be a number",
  );
  expect(said).toEqual([]);
});

test("everything is ready only when the last one is", async () => {
  const slow = { ...standIn("slow", await freePort()), isReady: () => Promise.resolve(allowed) };
  let allowed = false;
  const supervision = keep(standIn("quick", await freePort()), slow);
  await until("the quick one is ready", () => supervision.waitingFor().length === 1);
  expect(supervision.waitingFor()).toEqual(["slow"]);
  allowed = true;
  await supervision.ready();
  expect(supervision.waitingFor()).toEqual([]);
});

test("what is kept later is waited for too, and stops with the others", async () => {
  const supervision = keep(standIn("gateway", await freePort()));
  await supervision.ready();
  supervision.keep([standIn("city subgraph", await freePort())]);
  expect(supervision.waitingFor()).toEqual(["city subgraph"]);
  await supervision.ready();
  const running = supervision.running();
  expect(running).toHaveLength(2);
  await supervision.stop();
  expect(running.filter(isRunning)).toEqual([]);
});

test("stopping goes from the highest stage down and leaves nothing behind", async () => {
  const ended: string[] = [];
  const watched = async (name: string, stage: number): Promise<SupervisedProcess> => {
    const process = standIn(name, await freePort());
    const start = async () => {
      const running = await process.start();
      void running.exited.then(() => ended.push(name));
      return running;
    };
    return { ...process, stage, start };
  };
  const supervision = keep(await watched("database", 0), await watched("gateway", 2), await watched("subgraph", 1));
  await supervision.ready();
  const running = supervision.running();
  await supervision.stop();
  expect(ended).toEqual(["gateway", "subgraph", "database"]);
  expect(running.filter(isRunning)).toEqual([]);
});

test("stopping while a process waits for its next start does not start it again", async () => {
  const supervision = keep(standIn("city worker", await freePort(), { EXIT_CODE: "1" }));
  await until("it waits for its second restart", () => said.length === 2);
  await supervision.stop();
  expect(supervision.running()).toEqual([]);
  expect(said).toHaveLength(2);
});

test("whoever waits for readiness is told when everything is stopped first", async () => {
  const never = { ...standIn("gateway", await freePort()), isReady: () => Promise.resolve(false) };
  const supervision = keep(never);
  await until("it runs", () => supervision.running().length === 1);
  const ready = expect(supervision.ready()).rejects.toThrow("the gateway was stopped before it was ready");
  await supervision.stop();
  await ready;
});
