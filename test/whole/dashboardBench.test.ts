import { quickBench } from "../support/printedJson";

interface Waited {
  reader: string;
  findings: number;
  interactiveMs: number;
  filterMs: Record<string, number>;
}

test("the bench of the dashboard waits for every reader's overview and every filter of the ledger, in a real browser", async () => {
  const { command, targets, detail } = await quickBench("dashboard");
  expect(command).toBe("bench dashboard --quick");
  const [firstLoad] = targets;
  expect(firstLoad).toMatchObject({ name: "first load, compressed, KB", ok: true });
  const waited: Waited[] = detail.waited;
  expect(new Set(waited.map(({ reader, findings }) => `${reader} ${findings}`)).size).toBe(6);
  for (const { interactiveMs, filterMs } of waited) {
    expect(interactiveMs).toBeGreaterThan(0);
    expect(Object.values(filterMs).filter((ms) => ms > 0)).toHaveLength(5);
  }
});
