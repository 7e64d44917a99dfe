import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

test("the measurement of the gateway asks every gateway the same, and prints one JSON object", async () => {
  const bench = join(__dirname, "../../scripts/bench/index.js");
  const env = { ...process.env, BENCH_BEFORE: join(__dirname, "../../gateway/index.js") };
  const options = { maxBuffer: 2 ** 24, env };
  const run = promisify(execFile)(process.execPath, [bench, "gateway", "--quick", "--json"], options);
  // what a request costs here says nothing on a shared machine: that is for whoever runs the command
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  const { command, targets, detail } = JSON.parse(stdout);
  expect(command).toBe("bench gateway --quick");
  for (const operation of ["trivial", "join of 100"]) {
    expect(Object.keys(detail.medians[operation]).sort()).toEqual(["before", "ours", "stock"]);
    for (const { cpuMsPerRequest } of Object.values<{ cpuMsPerRequest: number }>(detail.medians[operation]))
      expect(cpuMsPerRequest).toBeGreaterThan(0);
    expect(detail.profiles[operation].ours.parts.executor).toBeGreaterThan(0);
  }
  const memory = targets.find(({ name }: { name: string }) => name.startsWith("growth of the heap"));
  expect(memory).toMatchObject({ ok: true });
  expect(targets.some(({ name }: { name: string }) => name.includes("plans kept"))).toBe(true);
  expect(detail.real.map(({ kilobytes }: { kilobytes: number }) => kilobytes > 0)).toEqual([true, true]);
});
