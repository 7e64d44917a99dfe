import { quickBench } from "../support/printedJson";

test("the measurement of the exchange drains every message between two workers, and prints one JSON object", async () => {
  const measured = await quickBench("exchange");
  expect(measured).toMatchObject({ command: "bench exchange --quick", detail: { quick: true, messages: 3_000 } });
  expect(measured.targets[0].found).toBeGreaterThan(0);
  expect(measured.detail.submitToReceivedMs.samples).toBe(15);
});
