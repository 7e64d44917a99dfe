import { isUtf8 } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normaliseRegionCode, parentOf, type RegionCode } from "../contract/regionCode";

/** 行政区划: one region, at the natural length of its code. Its level is `levelOf(code)`. */
export interface Region {
  readonly code: RegionCode;
  readonly name: string;
}

/** A region in its place. */
interface Node extends Region {
  readonly parent: Node | undefined;
  children?: Node[];
}

/** The region tree, held in memory and never changed. Every code that it takes is at its natural length
 * (`normaliseRegionCode`); a code that it does not know has no parent, no children and no ancestors. */
export class RegionTree {
  readonly #nodes = new Map<RegionCode, Node>();

  /** @param regions each code once, and with every region the one above it: `loadRegions` sees to that */
  constructor(regions: readonly Region[]) {
    const above: Node[] = [];
    for (const { code, name } of [...regions].sort(byCode)) {
      while (above.length > 0 && !code.startsWith((above.at(-1) as Node).code)) above.pop();
      const parent = above.at(-1);
      const node: Node = { code, name, parent };
      if (parent?.children) parent.children.push(node);
      else if (parent) parent.children = [node];
      this.#nodes.set(code, node);
      above.push(node);
    }
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Every code, sorted. */
  codes(): RegionCode[] {
    return [...this.#nodes.keys()];
  }

  has(code: RegionCode): boolean {
    return this.#nodes.has(code);
  }

  find(code: RegionCode): Region | undefined {
    return this.#nodes.get(code);
  }

  /** The regions directly below, sorted by code. */
  childrenOf(code: RegionCode): readonly Region[] {
    return this.#nodes.get(code)?.children ?? [];
  }

  parentOf(code: RegionCode): Region | undefined {
    return this.#nodes.get(code)?.parent;
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
  const rows = files
    .sort()
    .flatMap((file) => readRows(dir, file, problems))
    .sort(byCode);
  const tree = new RegionTree(rows);
  checkTogether(rows, tree, problems);
  if (problems.length > 0) throw new Error(summary(dir, problems));
  return tree;
}

function byCode(a: Region, b: Region): number {
  return a.code < b.code ? -1 : Number(a.code > b.code);
}

function readRows(dir: string, file: string, problems: string[]): Row[] {
  const rows: Row[] = [];
  let headerSeen = false;
  for (const [index, text] of readText(dir, file).split("\n").entries()) {
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (line === "" || line.startsWith("#")) continue;
    if (headerSeen) {
      const row = readRow(line, file, index + 1);
      if (typeof row === "string") problems.push(`${file}:${index + 1}: ${row}`);
      else rows.push(row);
    } else {
      headerSeen = true;
      if (line !== HEADER) problems.push(`${file}:${index + 1}: the first line that is no comment must be ${HEADER}`);
    }
  }
  if (!headerSeen) problems.push(`${file}: is empty`);
  return rows;
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

function checkTogether(rows: readonly Row[], tree: RegionTree, problems: string[]): void {
  let before: Row | undefined;
  for (const row of rows) {
    const { code, file, line } = row;
    const parent = parentOf(code);
    if (before?.code === code) {
      problems.push(`${file}:${line}: code ${code} stands already in ${before.file}:${before.line}`);
    } else if (parent !== undefined && !tree.has(parent)) {
      problems.push(`${file}:${line}: ${code} has no row ${parent} above it`);
    }
    before = row;
  }
}

function summary(dir: string, problems: readonly string[]): string {
  const more = problems.length > PROBLEMS_SHOWN ? [`… and ${problems.length - PROBLEMS_SHOWN} more`] : [];
  return [`the regions in ${dir} can't be used:`, ...problems.slice(0, PROBLEMS_SHOWN), ...more].join("\n  ");
}
