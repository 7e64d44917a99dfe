import { OFFICES, tierOf } from "../../scripts/chaos/offices";
import { type Fault, KINDS, scheduleOf } from "../../scripts/chaos/schedule";

const range = {
  offices: OFFICES.map((code) => ({ code, tier: tierOf(code) })),
  processes: ["county worker", "city database", "gateway"],
  lines: ["county worker → city worker", "city alone"],
};

test("a seed is a schedule: the same again for the same, another for another", () => {
  expect(scheduleOf(7, 50, 4, range)).toEqual(scheduleOf(7, 50, 4, range));
  expect(scheduleOf(8, 50, 4, range)).not.toEqual(scheduleOf(7, 50, 4, range));
});

test("each fault falls while there are acts to come, of every kind there are some, and each hits what it can hit", () => {
  const { acts, faults } = scheduleOf(1, 200, 4, range);
  expect([acts.length, faults.length]).toEqual([804, 200]);
  expect(faults.map(({ after }) => after)).toEqual(faults.map(({ after }) => after).sort((a, b) => a - b));
  expect(faults.filter(({ after, lasts }) => after >= acts.length || lasts < 1)).toEqual([]);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(KINDS.filter((kind) => kind !== "DROP")));
  const ofProcess = ({ kind }: Fault) => kind === "KILL" || kind === "STOP";
  for (const fault of faults) {
    expect(ofProcess(fault) ? range.processes : range.lines).toContain(fault.target);
  }
  expect(new Set(acts.map(({ office }) => office))).toEqual(new Set(OFFICES));
  expect(acts.filter(({ office, deed }) => deed === "DECIDE" && tierOf(office) === "COUNTY")).toEqual([]);
});

test("where readers follow, their lines break as well", () => {
  const linesOfReaders = ["readers 1 → gateway"];
  const { faults } = scheduleOf(1, 200, 4, { ...range, lines: [...range.lines, ...linesOfReaders], linesOfReaders });
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  const drops = faults.filter(({ kind }) => kind === "DROP");
  expect(new Set(drops.map(({ target }) => target))).toEqual(new Set(linesOfReaders));
});
