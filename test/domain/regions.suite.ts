import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { parentOf, REGION_LEVELS } from "../../schema/contract/regionCode";
import { loadRegions, RegionTree } from "../../schema/regions/tree";

const tree = loadRegions(resolve(__dirname, "../../../schema/regions"));

/** How many regions of each level lie in a region, the region included. */
function countsUnder(code: string): number[] {
  const counts: number[] = [];
  let level = [tree.find(code)];
  for (; level.length > 0; level = level.flatMap((region) => (region ? tree.childrenOf(region.code) : []))) {
    counts.push(level.length);
  }
  return counts;
}

describe("the committed region tree", () => {
  test("has Yunnan whole", () => expect(countsUnder("53")).toEqual([1, 16, 129, 1461, 14888]));
  test("has Pingdingshan whole", () => expect(countsUnder("4104")).toEqual([1, 12, 148, 2828]));
  test("has the row of Pingdingshan's province and nothing else of it", () =>
    expect(tree.childrenOf("41").map(({ name }) => name)).toEqual(["平顶山市"]));
  test("has the fictional province", () => expect(countsUnder("99")).toEqual([1, 3, 11, 33, 99]));
  test("has nothing more", () =>
    expect(tree.size).toBe(["53", "41", "99"].flatMap(countsUnder).reduce((sum, count) => sum + count)));

  test("names a county with its province and its city", () => {
    expect(tree.pathName("530115")).toBe("云南省 昆明市 晋宁区");
    expect(tree.pathName("99")).toBe("虚构省");
  });

  test("tells no two regions under one parent by the same name", () => {
    const counties = ["53", "41", "99"]
      .flatMap((code) => tree.childrenOf(code))
      .flatMap(({ code }) => tree.childrenOf(code));
    const parents = [...counties, ...counties.flatMap(({ code }) => tree.childrenOf(code))];
    const ambiguous = parents.filter(({ code }) => {
      const names = tree.childrenOf(code).map(({ name }) => name);
      return new Set(names).size < names.length;
    });
    expect(ambiguous).toEqual([]);
  });

  test("gives children sorted by code, parents and ancestors from the province down", () => {
    const codes = tree.childrenOf("9901").map(({ code }) => code);
    expect(codes).toEqual(["990101", "990102", "990103", "990104"]);
    expect(tree.parentOf("990101001")?.code).toBe("990101");
    expect(tree.ancestorsOf("990101001001").map(({ code }) => code)).toEqual(["99", "9901", "990101", "990101001"]);
    expect([tree.parentOf("53"), tree.ancestorsOf("53")]).toEqual([undefined, []]);
  });

  test("knows nothing about a region that it does not have", () => {
    expect([tree.has("88"), tree.find("88"), tree.parentOf("5388"), tree.ancestorsOf("5388")]).toEqual([
      false,
      undefined,
      undefined,
      [],
    ]);
    expect(tree.childrenOf("88")).toEqual([]);
    expect(() => tree.pathName("88")).toThrow(/ask has\(code\) first/);
  });
});

test("any tree, given in any order, has every region under its parent", () => {
  const digits = fc.integer({ min: 1, max: 3 });
  const villages = fc.array(fc.tuple(digits, digits, digits, digits, digits), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(villages, fc.infiniteStream(fc.nat()), (rows, order) => {
      const codes = new Set(
        rows.flatMap(([p, c, k, t, v]) => [
          `${p}1`,
          `${p}10${c}`,
          `${p}10${c}0${k}`,
          `${p}10${c}0${k}00${t}`,
          `${p}10${c}0${k}00${t}00${v}`,
        ]),
      );
      const keyed = [...codes].map((code) => ({ code, name: code, key: order.next().value as number }));
      const any = new RegionTree(keyed.sort((a, b) => a.key - b.key));
      expect(any.size).toBe(codes.size);
      for (const code of codes) {
        expect(any.parentOf(code)?.code).toBe(parentOf(code));
        expect(any.childrenOf(code).map((child) => child.code)).toEqual(
          [...codes].filter((other) => parentOf(other) === code).sort(),
        );
        expect(any.ancestorsOf(code)).toHaveLength(REGION_LEVELS.length - 1 - [12, 9, 6, 4, 2].indexOf(code.length));
      }
    }),
  );
});

describe("a folder of region files", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "行政 区划-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  function load(files: Record<string, string | Buffer>): RegionTree {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
    return loadRegions(dir);
  }

  test("is one tree over all files, padded or not, with comments, a byte order mark and Windows line ends", () => {
    const own = load({
      "b.csv": "\uFEFF# ours\r\ncode,name\r\n980100000000,示例市\r\n\r\n980101,示例 区\r\n",
      "a.csv": "code,name\n980000,示例省\n",
      "readme.txt": "no regions",
    });
    expect([own.size, own.pathName("980101")]).toEqual([3, "示例省 示例市 示例 区"]);
  });

  const GOOD = "code,name\n98,示例省\n";
  test.each([
    ["a malformed code", "980,示例市", "a.csv:3: malformed code"],
    ["a code that a spreadsheet has rounded", "9.801E+11,示例村", "a.csv:3: malformed code"],
    ["a township without a county", "980000001,示例镇", "a.csv:3: malformed code"],
    ["a line without a comma", "9801", "a.csv:3: malformed code"],
    ["an empty name", "9801,", "a.csv:3: empty name"],
    ["a name of spaces", "9801,  ", "a.csv:3: empty name"],
    ["a name with a space in front", "9801, 示例市", "a.csv:3: malformed name"],
    ["a third column", "9801,示例市,98", "a.csv:3: malformed name"],
    ["quotes", '9801,"示例市"', "a.csv:3: malformed name"],
    ["a code twice", "9801,示例市\n980100,又一市", "a.csv:4: code 9801 stands already in a.csv:3"],
    ["a missing parent", "980101,示例县", "a.csv:3: 980101 has no row 9801 above it"],
  ])("with %s is refused with file and line", (_what, rows, message) => {
    expect(() => load({ "a.csv": `${GOOD}${rows}\n` })).toThrow(message);
  });

  test("with the same code in two files names both", () => {
    expect(() => load({ "a.csv": GOOD, "b.csv": GOOD })).toThrow("b.csv:2: code 98 stands already in a.csv:2");
  });

  test.each([
    ["no header", { "a.csv": "98,示例省\n" }, "a.csv:1: the first line that is no comment must be code,name"],
    ["an empty file", { "a.csv": "" }, "a.csv: is empty"],
    ["a file in GBK", { "a.csv": Buffer.from([0x39, 0x38, 0x2c, 0xca, 0xbe, 0xc0, 0xfd]) }, "a.csv is not in UTF-8"],
    ["no CSV at all", { "a.txt": GOOD }, "no *.csv with regions"],
  ])("with %s is refused", (_what, files: Record<string, string | Buffer>, message) => {
    expect(() => load(files)).toThrow(message);
  });

  test("that does not exist is refused by the name of the setting", () => {
    expect(() => loadRegions(join(dir, "gone"))).toThrow("REGIONS_DIR names the wrong folder");
  });

  test("shows ten problems and how many more there are", () => {
    const rows = Array.from({ length: 13 }, () => "x,y").join("\n");
    expect(() => load({ "a.csv": `${GOOD}${rows}` })).toThrow(/a\.csv:12: .*\n {2}… and 3 more$/);
  });
});
