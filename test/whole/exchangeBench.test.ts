import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

test("the measurement of the exchange drains every message between two workers, and prints one JSON object", async () => {
  const bench = join(__dirname, "../../scripts/bench/index.js");
  const run = promisify(execFile)(process.execPath, [bench, "exchange", "--quick", "--json"]);
  // how fast it is here says nothing on a shared machine: that is for whoever runs the command
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  const measured = JSON.parse(stdout);
  expect(measured).toMatchObject({ command: "bench exchange --quick", detail: { quick: true, messages: 3_000 } });
  expect(measured.targets[0].found).toBeGreaterThan(0);
  expect(measured.detail.submitToReceivedMs.samples).toBe(15);
});
