import { quickBench } from "../support/printedJson";

test("the measurement of the overview asks all three questions of every reader, and prints one JSON object", async () => {
  const { command, targets, detail } = await quickBench("overview");
  expect(command).toBe("bench overview --quick");
  expect(
    detail.results.map(({ reader, question }: Record<string, string>) => `${reader} ${question?.[0]}`).sort(),
  ).toEqual(
    ["city", "county", "province"].flatMap((reader) => [1, 2, 2, 3].map((question) => `${reader} ${question}`)),
  );
  // counts, which no load of the machine changes
  const counted = targets.filter(({ limit }: { limit: string }) => limit === "= 0");
  expect(counted).toMatchObject([
    { found: 0, ok: true },
    { found: 0, ok: true },
  ]);
  for (const { work } of detail.results) for (const { statements } of work) expect(statements).toBeGreaterThan(0);
});
