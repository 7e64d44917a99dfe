import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

test("the measurement of the overview asks every question of every reader, and counts statements and rows", async () => {
  const bench = join(__dirname, "../../scripts/bench/index.js");
  const run = promisify(execFile)(process.execPath, [bench, "overview", "--quick", "--json"], {
    maxBuffer: 10_000_000,
  });
  // a machine that others use may fail a ratio: what is held here is what was counted
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  const { command, targets, detail } = JSON.parse(stdout);
  expect(command).toBe("bench overview --quick");
  const counted = targets.filter(({ limit }: { limit: string }) => limit === "= 0");
  expect(counted.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true]);
  expect(detail.results).toHaveLength(3 * 4);
  for (const { work } of detail.results) {
    for (const { statements, rows } of work) expect([statements > 0, rows > 0]).toEqual([true, true]);
  }
});
