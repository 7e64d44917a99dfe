import { printedJson } from "../support/printedJson";

const chaos = (...options: string[]) => printedJson("chaos/index.js", ["--quick", ...options]);

test("a dozen faults lose, double, reorder and leak nothing, and each planted one is noticed", async () => {
  const measured = await chaos("--seed", "1");
  expect(measured.targets.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
  expect(measured).toMatchObject({
    ...{ command: "chaos --quick", seed: 1, code: 0 },
    detail: {
      planted: ["loss", "double", "leak", "reorder"],
      lost: 0,
      doubled: 0,
      reordered: 0,
      leaked: 0,
      defects: 0,
    },
  });
  expect(measured.detail.acts).toBeGreaterThan(20);
  expect(measured.detail.checks).toBeGreaterThan(500);
});

test("a run in whose databases a loss was planted fails, and says what is lost where", async () => {
  const measured = await chaos("--planted", "loss");
  expect([measured.code, measured.ok]).toEqual([1, false]);
  expect(measured.detail.lost).toBeGreaterThan(0);
  expect(measured.detail.wrong.lost[0]).toMatch(/publication county:/);
});

test("readers who follow a dozen faults are told everything once, in order and to nobody else, and each planted fault is noticed", async () => {
  const measured = await chaos("--live", "--seed", "1");
  expect(measured.targets.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
  expect(measured).toMatchObject({
    ...{ command: "chaos --live --quick", code: 0 },
    detail: { planted: ["loss", "double", "reorder", "after revocation", "leak"], live: { defects: 0 } },
  });
  expect(measured.detail.live.events).toBeGreaterThan(200);
  expect(measured.detail.live.checks).toBeGreaterThan(500);
});

test("so it is where a tier and the gateway have two processes each, any of which may end", async () => {
  const measured = await chaos("--live", "--replicas", "--seed", "2");
  expect(measured.targets.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
  expect(measured).toMatchObject({
    command: "chaos --live --replicas --quick",
    code: 0,
    detail: { live: { defects: 0 } },
  });
});
