import { join } from "node:path";
import { quickBench } from "../support/printedJson";

test("the measurement of the gateway asks every gateway the same, and prints one JSON object", async () => {
  const env = { ...process.env, BENCH_BEFORE: join(__dirname, "../../gateway/index.js") };
  const { command, targets, detail } = await quickBench("gateway", env);
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
