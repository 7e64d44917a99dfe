import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasuredProcess } from "../shield/measuredProcess";
import { rounded } from "./numbers";

/** What of V8's CPU profile is read. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Set in the environment of a process that is to be profiled. Quoted, since the folder may have a blank in its name. */
export const PROFILED = { NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "profileProbe.js"))}` };

/** The parts of a request's way, by the file in which a sample was taken; the first that fits counts. */
const PARTS: readonly (readonly [name: string, url: RegExp])[] = [
  ["questions to tiers: undici", /node_modules\/undici\//],
  ["Apollo Server", /node_modules\/@apollo\/(server|utils)/],
  ["Apollo Gateway", /node_modules\/@apollo\//],
  ["GraphQL library", /node_modules\/(graphql|@graphql-tools)\//],
  ["fastify", /node_modules\/(fastify|find-my-way|@fastify|secure-json-parse|avvio|reusify|toad-cache)/],
  ["log", /node_modules\/(pino|sonic-boom|thread-stream|quick-format)|schema\/logs\//],
  ["database driver", /node_modules\/(pg|pg-[\w-]+|postgres-[\w-]+)\//],
  ["TypeORM", /node_modules\/typeorm\//],
  ["type-graphql", /node_modules\/type-graphql\//],
  ["DataLoader", /node_modules\/dataloader\//],
  ["rates and breaker", /node_modules\/(rate-limiter-flexible|cockatiel)/],
  ["other packages", /node_modules\//],
  ["executor", /\/gateway\/executor\//],
  ["what is sent to tiers and read of them", /\/gateway\/execution\/|internalToken/],
  ["limits", /\/gateway\/limits\//],
  ["who asks", /\/gateway\/identity\//],
  ["door", /\/gateway\//],
  ["statements and rows", /\/subgraphs\/storage\//],
  ["resolvers and rules", /\/subgraphs\//],
  ["platform's contracts", /\/schema\//],
  ["HTTP", /^node:(_http|internal\/http)/],
  ["sockets and streams", /^node:(net|stream|internal\/(stream|streams|net))/],
  ["asynchronous hooks", /^node:(async_hooks|internal\/async_hooks)/],
  ["timers", /^node:(timers|internal\/timers)/],
  ["hashes", /^node:(crypto|internal\/crypto)/],
  ["events", /^node:(events|internal\/event_target|internal\/abort_controller|internal\/per_context)/],
  ["other of Node", /^node:/],
];

/** What a process does while something is measured: microseconds of one request by part, and the functions that take most.
 * @param file for the profile, which V8's own tools read as well */
export async function profiled(
  process: MeasuredProcess,
  file: string,
  requests: number,
  drive: () => Promise<unknown>,
) {
  process.tell({ profile: "begin" });
  await drive();
  const from = process.log.length;
  process.tell({ profile: file });
  await process.said(/"profiled":"([^"]+)"/g, from);
  return spentIn(JSON.parse(readFileSync(file, "utf8")) as Profile, requests);
}

function spentIn({ nodes, samples, timeDeltas }: Profile, requests: number) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (!frame || frame.functionName === "(idle)") return;
    const microseconds = (timeDeltas[index + 1] ?? 0) / requests;
    const { functionName = "", url } = frame;
    add(parts, partOf(functionName, url), microseconds);
    add(functions, `${functionName || "(anonymous)"} ${url.split("/").slice(-3).join("/")}`, microseconds);
  });
  return { parts: sorted(parts), functions: sorted(functions, 40) };
}

function partOf(functionName: string, url: string): string {
  const found = PARTS.find(([, pattern]) => pattern.test(url));
  if (found) return found[0];
  // what has no file is V8 itself or a call into the kernel
  return functionName.startsWith("(") ? functionName : "native";
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function sorted(sums: Map<string, number>, most = Number.POSITIVE_INFINITY): Record<string, number> {
  const all = [...sums].sort(([, a], [, b]) => b - a).slice(0, most);
  return Object.fromEntries(all.map(([key, value]) => [key, rounded(value)]));
}
