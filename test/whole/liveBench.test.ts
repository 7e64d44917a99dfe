import { quickBench } from "../support/printedJson";

test("the measurement of subscriptions has every reader hear everything, and every question asked once", async () => {
  const { command, ok, detail } = await quickBench("live");
  expect([command, ok]).toEqual(["bench live --quick", true]);
  for (const { heard, expected, upstream, different, cpuMsPerEvent } of detail.ours) {
    expect([heard, upstream]).toEqual([expected, different]);
    expect(cpuMsPerEvent).toBeGreaterThan(0);
  }
});

test("whoever comes and goes, in whatever way, leaves nothing behind", async () => {
  const { ok, targets, detail } = await quickBench("visits");
  expect(targets).toEqual(targets.map((target: object) => ({ ...target, ok: true })));
  expect(ok).toBe(true);
  expect(Object.values(detail.ways)).toEqual(Array(9).fill(100));
});
