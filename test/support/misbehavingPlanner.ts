// A planner's thread with every fault: the text of an operation names the fault.
import { parentPort } from "node:worker_threads";
import type { PlanAnswer, PlanQuestion, ThreadReady } from "../../gateway/planning/messages";

const say = (word: ThreadReady | PlanAnswer) => parentPort?.postMessage(word);

parentPort?.on("message", ({ text }: PlanQuestion) => {
  for (; text.includes("HANGS"); );
  if (text.includes("RESTS")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  if (text.includes("CRASHES")) throw new Error("crashed as planted");
  if (text.includes("ENDS")) process.exit(3);
  if (text.includes("FAILS")) return say({ defect: "TypeError" });
  if (text.includes("UNFIT")) return say({ unfit: true });
  return say({ plan: JSON.stringify({ kind: "QueryPlan", text }) });
});
say({ subgraphs: [] });
