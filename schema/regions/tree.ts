import { isUtf8 } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normaliseRegionCode, parentOf, type RegionCode } from "../contract/regionCode";

/** 行政区划: one region, at the natural length of its code. Its level is `levelOf(code)`. */
export interface Region {
  readonly code: RegionCode;
  readonly name: string;
}

/** The region tree, held in memory and never changed. Every code that it takes is at its natural length
 * (`normaliseRegionCode`); a code that it does not know has no parent, no children and no ancestors. */
export class RegionTree {
  readonly #regions: readonly Region[];
  #index: Index | undefined;

  /** @param regions each code once, and with every region the one above it: `loadRegions` sees to that */
  constructor(regions: readonly Region[]) {
    this.#regions = regions;
  }

  /** Made for the first who asks: no process needs it to start. */
  get #found(): Index {
    this.#index ??= indexOf(sorted(this.#regions));
    return this.#index;
  }

  get size(): number {
    return this.#regions.length;
  }

  /** Every code, sorted. */
  codes(): RegionCode[] {
    return sorted(this.#regions).map(({ code }) => code);
  }

  has(code: RegionCode): boolean {
    return this.#found.regions.has(code);
  }

  find(code: RegionCode): Region | undefined {
    return this.#found.regions.get(code);
  }

  /** The regions directly below, sorted by code. */
  childrenOf(code: RegionCode): readonly Region[] {
    return this.#found.children.get(code) ?? [];
  }

  parentOf(code: RegionCode): Region | undefined {
    const parent = this.has(code) ? parentOf(code) : undefined;
    return parent === undefined ? undefined : this.find(parent);
  }

  /** The regions above, from the province down; the region itself is not among them. */
  ancestorsOf(code: RegionCode): readonly Region[] {
    const parent = this.parentOf(code);
    return parent ? [...this.ancestorsOf(parent.code), parent] : [];
  }

  /** 云南省 昆明市 晋宁区
   * @throws RangeError for a region that is not in the tree */
  pathName(code: RegionCode): string {
    const region = this.find(code);
    if (!region) throw new RangeError("this region is not in the tree; ask has(code) first");
    return [...this.ancestorsOf(code), region].map(({ name }) => name).join(" ");
  }
}

interface Index {
  regions: ReadonlyMap<RegionCode, Region>;
  children: ReadonlyMap<RegionCode, readonly Region[]>;
}

function indexOf(regions: readonly Region[]): Index {
  const children = new Map<RegionCode, Region[]>();
  for (const region of regions) {
    const parent = parentOf(region.code);
    if (parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(region);
    else children.set(parent, [region]);
  }
  return { regions: new Map(regions.map((region) => [region.code, region])), children };
}

/** A region and where it was read, for the messages about it. */
interface Row extends Region {
  readonly file: string;
  readonly line: number;
}

const HEADER = "code,name";
const PROBLEMS_SHOWN = 10;

/** Reads every *.csv of the folder, together one tree: lines `code,name` under a header line `code,name`, in UTF-8, with
 * comment lines that start with #. Codes may be zero-padded; names hold no comma and no quote. A city without counties,
 * whose townships are coded 441900003, has no place in the five levels of the contract and is refused.
 * @throws Error with file and line of the first ten problems */
export function loadRegions(dir: string): RegionTree {
  const files = existsSync(dir) ? readdirSync(dir).filter((file) => file.endsWith(".csv")) : [];
  if (files.length === 0) throw new Error(`no *.csv with regions in ${dir}: REGIONS_DIR names the wrong folder`);
  const problems: string[] = [];
  const read: Row[] = [];
  for (const file of files.sort()) readRows(dir, file, read, problems);
  const rows = sorted(read);
  checkTogether(rows, problems);
  if (problems.length > 0) throw new Error(summary(dir, problems));
  return new RegionTree(rows);
}

/** Those of the platform are sorted already, and five of its processes read them when they start. */
function sorted<Any extends Region>(regions: readonly Any[]): readonly Any[] {
  for (let i = 1; i < regions.length; i++) {
    if ((regions[i - 1] as Any).code > (regions[i] as Any).code) return [...regions].sort(byCode);
  }
  return regions;
}

function byCode(a: Region, b: Region): number {
  return a.code < b.code ? -1 : Number(a.code > b.code);
}

/** Goes from line end to line end: a list of all lines would be thrown away at once, at the price of the reading. */
function readRows(dir: string, file: string, rows: Row[], problems: string[]): void {
  const text = readText(dir, file);
  let headerSeen = false;
  for (let at = 0, number = 1, end: number; at < text.length; at = end + 1, number++) {
    end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const line = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    if (line === "" || line.startsWith("#")) continue;
    if (headerSeen) {
      const row = readRow(line, file, number);
      if (typeof row === "string") problems.push(`${file}:${number}: ${row}`);
      else rows.push(row);
    } else {
      headerSeen = true;
      if (line !== HEADER) problems.push(`${file}:${number}: the first line that is no comment must be ${HEADER}`);
    }
  }
  if (!headerSeen) problems.push(`${file}: is empty`);
}

/** A spreadsheet in a Chinese office saves GBK unless told otherwise: read as UTF-8 its names would be rubbish. */
function readText(dir: string, file: string): string {
  const bytes = readFileSync(join(dir, file));
  if (!isUtf8(bytes)) throw new Error(`${file} is not in UTF-8: save it as “CSV UTF-8”`);
  return new TextDecoder().decode(bytes);
}

/** Words with single spaces between them: a name has no comma, no quote and nothing invisible around it. */
const NAME = /^[^\s,"]+(?: [^\s,"]+)*$/;

/** @returns what is wrong with the line, where it is no region */
function readRow(text: string, file: string, line: number): Row | string {
  const comma = text.indexOf(",");
  const code = normaliseRegionCode(text.slice(0, Math.max(comma, 0)));
  if (code === undefined) return "malformed code: 2, 4, 6, 9 or 12 digits with no empty level, then a comma";
  const name = text.slice(comma + 1);
  if (NAME.test(name)) return { code, name, file, line };
  return name.trim() === "" ? "empty name" : "malformed name: no comma, no quote, no space around it";
}

/** @param rows sorted, so that what lies above a row has just gone by */
function checkTogether(rows: readonly Row[], problems: string[]): void {
  const above: Row[] = [];
  for (const row of rows) {
    const { code, file, line } = row;
    while (above.length > 0 && !code.startsWith((above.at(-1) as Row).code)) above.pop();
    const nearest = above.at(-1);
    const parent = parentOf(code);
    if (nearest?.code === code) {
      problems.push(`${file}:${line}: code ${code} stands already in ${nearest.file}:${nearest.line}`);
      continue;
    }
    if (nearest?.code !== parent) problems.push(`${file}:${line}: ${code} has no row ${parent} above it`);
    above.push(row);
  }
}

function summary(dir: string, problems: readonly string[]): string {
  const more = problems.length > PROBLEMS_SHOWN ? [`… and ${problems.length - PROBLEMS_SHOWN} more`] : [];
  return [`the regions in ${dir} can't be used:`, ...problems.slice(0, PROBLEMS_SHOWN), ...more].join("\n  ");
}
