import { spawn } from "node:child_process";
import { endedOf, Victims } from "../../scripts/chaos/processes";
import { processIdentity } from "../../scripts/supervisor/processIdentity";
import type { Exit, SupervisedProcess } from "../../scripts/supervisor/supervise";

function shell(name: string, script: string): SupervisedProcess {
  const start = async () => {
    const child = spawn("sh", ["-c", script], { stdio: "ignore" });
    const exited = new Promise<Exit>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal, lastWords: script }));
    });
    const pid = child.pid as number;
    const stop = async () => void child.kill("SIGKILL");
    return { pid, identity: processIdentity(pid) ?? "", exited, stop };
  };
  return { name, stage: 1, start, isReady: async () => true };
}

test("whatever ends by a code or a signal has ended by itself, but for what was killed from here", async () => {
  const victims = new Victims();
  const ways: [string, string][] = [
    ["killed here", "exec sleep 60"],
    ["failed", "exit 3"],
    ["aborted", "kill -ABRT $$"],
    ["killed by another", "kill -KILL $$"],
  ];
  for (const [name, script] of ways) {
    const life = await victims.watched(shell(name, script)).start();
    if (name === "killed here") await victims.kill(name);
    await life.exited;
  }
  expect(victims.ended.map(({ name, code, signal }) => [name, code, signal])).toEqual([
    ["failed", 3, null],
    ["aborted", null, "SIGABRT"],
    ["killed by another", null, "SIGKILL"],
  ]);
});

test("a gateway's log tells which of its processes ended by themselves, before they listened too, and not which were killed", () => {
  const ended = (member: number, code: number | null, signal: string | null) =>
    JSON.stringify({ level: 50, code, signal, member, msg: "a process of the gateway ended; another one starts" });
  const unheard = (pid: number, code: number, signal: string | null) => {
    const err = { type: "CannotStart", code, signal, pid };
    const [before, again] = ["was killed before it listened; another one starts", "does not come up"];
    return [before, again].map((msg) => JSON.stringify({ level: 50, err, msg: `a process of the gateway ${msg}` }));
  };
  const found = [ended(2, null, "SIGABRT"), ended(3, 1, null), ...unheard(4, 1, "SIGKILL"), ...unheard(5, 1, null)];
  const log = [ended(1, null, "SIGKILL"), ...unheard(1, 1, "SIGKILL"), '{"msg":"something else"}', ...found, ""];
  const ways = ["SIGABRT", 1, "SIGKILL", "SIGKILL", 1, 1];
  expect(endedOf("gateway", log.join("\n"), new Set([1]))).toEqual(
    found.map((lastWords, i) => {
      const way = ways[i];
      const [code, signal] = typeof way === "number" ? [way, null] : [null, way];
      return { name: "one process of the gateway", code, signal, lastWords };
    }),
  );
});
