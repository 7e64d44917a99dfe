// A planner's thread with every fault: the text of an operation names the fault.
import { getHeapSpaceStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
import type { PlanAnswer, PlanQuestion, ThreadReady } from "../../gateway/planning/messages";
import { packed } from "../../gateway/planning/packed";

const say = (word: ThreadReady | PlanAnswer) => parentPort?.postMessage(word);
const plan = (made: object) => say({ plan: packed(JSON.stringify(made)) });

/** Makes many new objects, of which some live longer.
 * @returns the bytes that they were given room in */
function roomForNewObjects(): number {
  const held: object[] = [];
  for (let i = 0; i < 2_000_000; i++) held[i % 100_000] = { i };
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}

parentPort?.on("message", ({ text }: PlanQuestion) => {
  for (; text.includes("HANGS"); );
  if (text.includes("RESTS")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  if (text.includes("CRASHES")) throw new Error("crashed as planted");
  if (text.includes("ENDS")) process.exit(3);
  if (text.includes("FAILS")) return say({ defect: "TypeError" });
  if (text.includes("UNFIT")) return say({ unfit: true });
  if (text.includes("FILLS")) return plan({ bytes: roomForNewObjects() });
  return plan({ kind: "QueryPlan", text });
});
say({ subgraphs: [] });
