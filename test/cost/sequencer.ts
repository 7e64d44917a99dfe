import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

interface TestFile {
  path: string;
}

interface Weighed<File> {
  file: File;
  length: number;
}

/** The longest files begin, so that none of them runs alone at the end while the other core has nothing to do: those that borrow a
 * platform and those that need none side by side, because fewer platforms are lent at once than files run. Jest would look at
 * the file alone, and a file that runs many others has a line for each. */
export default class LongestFirst {
  sort<File extends TestFile>(files: readonly File[]): File[] {
    const borrowers: Weighed<File>[] = [];
    const others: Weighed<File>[] = [];
    for (const file of files) {
      const text = textOf(file.path);
      (text.includes("borrowPlatform") ? borrowers : others).push({ file, length: text.length });
    }
    const placed = [...placesOf(borrowers), ...placesOf(others)];
    return placed.sort((a, b) => a.place - b.place).map(({ file }) => file);
  }

  /** Nothing is remembered: the first run of a clone is as fast as any. */
  cacheResults(): void {}
}

/** How much of a group is run before each of its files, from 0 to 1. */
function placesOf<File>(group: readonly Weighed<File>[]): { file: File; place: number }[] {
  const all = group.reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  return [...group]
    .sort((a, b) => b.length - a.length)
    .map(({ file, length }) => {
      const place = before / all;
      before += length;
      return { file, place };
    });
}

/** With what it runs of its folder. */
function textOf(path: string): string {
  const folder = dirname(path);
  const text = readFileSync(path, "utf8");
  const parts = text.includes("runSuites")
    ? readdirSync(folder).filter((file) => file.endsWith(".suite.js"))
    : [...text.matchAll(/require\("\.\/([\w/]+)"\)/g)].map(([, name]) => `${name}.js`);
  const files = parts.map((part) => join(folder, part)).filter((part) => existsSync(part) && statSync(part).isFile());
  return [text, ...files.map((file) => readFileSync(file, "utf8"))].join("\n");
}
