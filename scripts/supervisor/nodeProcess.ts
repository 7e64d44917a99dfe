import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { get } from "node:http";
import { endProcess, processIdentity } from "./processIdentity";
import type { Exit, Running, SupervisedProcess } from "./supervise";

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;
const DRAIN_MS = 2_500;
/** What a process inherits; everything else that it knows is said in its own environment. */
const INHERITED = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS"];

interface NodeProcess {
  name: string;
  stage: number;
  /** compiled entry point, absolute */
  script: string;
  /** of Node itself */
  flags?: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** answers 200 when the process is ready */
  readyUrl: string;
}

/** A Node process for the supervisor. It writes to a file and not to a pipe: it must not die of a broken pipe when the
 * supervisor is killed. It leads a process group of its own, so that Ctrl-C reaches the supervisor alone. It runs without
 * source maps: reading them is a third of the work until a subgraph is ready. */
export function nodeProcess(description: NodeProcess): SupervisedProcess {
  return {
    name: description.name,
    stage: description.stage,
    start: () => startNode(description),
    isReady: () => answers(description.readyUrl),
  };
}

async function startNode({ script, flags = [], env, logFile }: NodeProcess): Promise<Running> {
  rotate(logFile);
  const descriptor = openSync(logFile, "a", 0o600);
  const logStart = statSync(logFile).size;
  const child = spawn(process.execPath, [...flags, script], {
    env: { ...inherited(), ...env },
    detached: true,
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal, lastWords: lastLines(logFile, logStart) }));
  });
  const pid = child.pid;
  if (pid === undefined) throw await exited.catch((error: Error) => error);
  const known = { pid, identity: processIdentity(pid) ?? "" };
  return { ...known, exited, stop: () => endProcess(known, DRAIN_MS) };
}

/** Whether an address answers 200 within a second. Asked often, while the machine is at its busiest. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode === 200));
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false)); // not listening yet
    request.once("close", () => resolve(false)); // no answer in time
  });
}

/** Keeps one older file, when a file has become large. */
export function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
}

function lastLines(logFile: string, from: number): string {
  return readFileSync(logFile).subarray(from).toString().trim().split("\n").slice(-12).join("\n");
}

function inherited(): Record<string, string> {
  return Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
