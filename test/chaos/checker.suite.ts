import { check, type Expectation, numbered, type Sighting } from "../../scripts/chaos/checker";

const expected: Expectation[] = [
  { where: "city", ordered: true, facts: [{ key: "a", says: ["ACCEPTED"] }, { key: "b" }, { key: "c" }] },
  { where: "neighbour", ordered: false, facts: [] },
];
const seen = (city: Sighting[], neighbour: Sighting[] = []) =>
  check(expected, [
    { where: "city", saw: city },
    { where: "neighbour", saw: neighbour },
  ]);
const all: Sighting[] = [{ key: "a", says: "ACCEPTED" }, { key: "b" }, { key: "c" }];
const CLEAN = { lost: [], doubled: [], reordered: [], leaked: [] };

test("what is there once, in order and nowhere else is right", () => {
  expect(seen(all)).toEqual({ ...CLEAN, checks: 7 });
});

test.each([
  ["what is not there is lost", all.slice(1), [], { lost: ["city: a"] }],
  [
    "what says something else is lost, with both words",
    [{ key: "a", says: "RETURNED" }, ...all.slice(1)],
    [],
    { lost: ["city: a says RETURNED and not ACCEPTED"] },
  ],
  ["what is there twice is doubled", [...all, { key: "c" }], [], { doubled: ["city: c"] }],
  ["what nobody was told of is doubled", [...all, { key: "d" }], [], { doubled: ["city: d"] }],
  ["what comes before its predecessor is reordered", [all[1], all[0], all[2]], [], { reordered: ["city: a"] }],
  ["what belongs elsewhere has leaked", all, [{ key: "b" }], { leaked: ["neighbour: b"] }],
] as const)("%s", (_, city, neighbour, wrong) => {
  expect(seen([...city] as Sighting[], [...neighbour])).toMatchObject({ ...CLEAN, ...wrong });
});

test("a place at which nobody has looked, and a look that nobody expected, are no success", () => {
  expect(() => check(expected, [{ where: "city", saw: all }])).toThrow("nobody has looked: neighbour");
  expect(() => check([], [{ where: "city", saw: [] }])).toThrow("nothing says what is to be seen: city");
});

test("what may come several times is told apart, so that one time more or less and another order show", () => {
  const facts = numbered([{ key: "up" }, { key: "down" }, { key: "up" }]);
  const where = "stream";
  const held = (saw: Sighting[]) => check([{ where, ordered: true, facts }], [{ where, saw: numbered(saw) }]);
  expect(held([{ key: "up" }, { key: "down" }, { key: "up" }])).toMatchObject(CLEAN);
  expect(held([{ key: "up" }, { key: "up" }, { key: "down" }]).reordered).toEqual(["stream: down #1"]);
  expect(held([{ key: "up" }, { key: "down" }]).lost).toEqual(["stream: up #2"]);
  expect(held([{ key: "up" }, { key: "down" }, { key: "up" }, { key: "up" }]).doubled).toEqual(["stream: up #3"]);
});
