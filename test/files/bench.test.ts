import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

test("the measurement of ledgers counts every row that came out, and prints one JSON object", async () => {
  const bench = join(__dirname, "../../scripts/bench/index.js");
  const { stdout } = await promisify(execFile)(process.execPath, [bench, "ledger", "--quick", "--json"]);
  const measured = JSON.parse(stdout);
  expect(measured).toMatchObject({ command: "bench ledger --quick", ok: true, detail: { quick: true } });
  expect(measured.detail.many.rows).toBe(30_000);
});
