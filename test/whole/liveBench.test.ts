import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

async function bench(name: string) {
  const script = join(__dirname, "../../scripts/bench/index.js");
  const run = promisify(execFile)(process.execPath, [script, name, "--quick", "--json"], { maxBuffer: 2 ** 24 });
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  return JSON.parse(stdout);
}

test("the measurement of subscriptions has every reader hear everything, and every question asked once", async () => {
  const { command, ok, detail } = await bench("live");
  expect([command, ok]).toEqual(["bench live --quick", true]);
  for (const { heard, expected, upstream, different, cpuMsPerEvent } of detail.ours) {
    expect([heard, upstream]).toEqual([expected, different]);
    expect(cpuMsPerEvent).toBeGreaterThan(0);
  }
});

test("whoever comes and goes, in whatever way, leaves nothing behind", async () => {
  const { ok, targets, detail } = await bench("visits");
  expect(targets).toEqual(targets.map((target: object) => ({ ...target, ok: true })));
  expect(ok).toBe(true);
  expect(Object.values(detail.ways)).toEqual(Array(9).fill(100));
});
