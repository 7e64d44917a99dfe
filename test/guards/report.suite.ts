import { type Check, report } from "../../scripts/check/report";

async function printed(checks: Check[]): Promise<{ failed: number; lines: string[] }> {
  const lines: string[] = [];
  const failed = await report("/", checks, (line) => lines.push(line.replace(/ \(\d+\.\d s\)/, "")));
  return { failed, lines };
}

const good: Check = { name: "good", remedy: "nothing", findFaults: () => [] };

test("each check is one line, and a failed one says what is wrong and what to do", async () => {
  const bad: Check = { name: "bad", remedy: "mend it", findFaults: async () => ["a.ts:1 is wrong"] };
  expect(await printed([bad, good])).toEqual({
    failed: 1,
    lines: ["failed  bad", "          a.ts:1 is wrong", "        → mend it", "ok      good", "check: 1 ok, 1 failed"],
  });
});

test("a check that breaks has failed, and the others still run", async () => {
  const broken: Check = {
    name: "broken",
    remedy: "look",
    findFaults: () => {
      throw new Error("no such file");
    },
  };
  const { failed, lines } = await printed([broken, good]);
  expect(failed).toBe(1);
  expect(lines).toContain("          Error: no such file");
  expect(lines).toContain("ok      good");
});

test("a flood of faults is cut, and says how many are left", async () => {
  const flood: Check = { name: "flood", remedy: "", findFaults: () => Array.from({ length: 100 }, () => "fault") };
  expect((await printed([flood])).lines).toContain("          … and 60 more lines");
});
