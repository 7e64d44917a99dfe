import { reportOf } from "../../scripts/chaos/report";
import type { Ran } from "../../scripts/chaos/run";

const ASKED = { seed: 1, faults: 2, live: false, replicas: false, keep: false };
const verdict = { checks: 10, lost: [], doubled: [], reordered: [], leaked: [] };
const counts = { acts: 3, actsByDeed: {}, refused: {}, tries: 3, byTarget: {}, quietMs: 10, scheduled: 3 };
const noticed = ["loss", "double", "leak", "reorder"];
const longest = { ms: 120_000, person: "city:9901.clerk", said: "the home tier does not answer" };
const RAN = { ...counts, verdict, noticed, longest, defects: [], faults: { KILL: 2 }, ended: [] } as unknown as Ran;

/** @returns what the run failed by */
function failedBy(...names: string[]): string[] {
  const ended = names.map((name) => ({ name, code: 1, signal: null, lastWords: `of the ${name}` }));
  const { targets } = reportOf("chaos", ASKED, { ...RAN, ended });
  return targets.filter(({ ok }) => !ok).map(({ name, found }) => `${name}: ${found}`);
}

test("a run in which anything ends by itself fails, but for a database that meets what is left of the one before", () => {
  expect([failedBy(), failedBy("county database")]).toEqual([[], []]);
  for (const name of ["gateway", "city worker", "county subgraph 2", "one process of the gateway"]) {
    expect(failedBy(name, "city database")).toEqual(["processes that ended by themselves: 1"]);
  }
});

test("a run in which somebody has no answer for minutes fails, and says who and why", () => {
  const { targets, detail } = reportOf("chaos", ASKED, { ...RAN, longest: { ...longest, ms: 120_100 } });
  const failed = targets.filter(({ ok }) => !ok);
  expect(failed).toMatchObject([{ name: "seconds that somebody asked for an answer", found: 120.1 }]);
  expect(detail).toMatchObject({ askedLongest: "city:9901.clerk: the home tier does not answer" });
});
