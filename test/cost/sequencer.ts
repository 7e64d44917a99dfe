import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

interface TestFile {
  path: string;
}

/** The longest files begin, so that none of them runs alone at the end while the other core has nothing to do. Jest would look at
 * the file alone, and a file that runs many others has a line for each. */
export default class LongestFirst {
  sort<File extends TestFile>(files: readonly File[]): File[] {
    const lengths = new Map(files.map((file) => [file, lengthOf(file.path)]));
    return [...files].sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
  }

  /** Nothing is remembered: the first run of a clone is as fast as any. */
  cacheResults(): void {}
}

/** In bytes, with what it runs of its folder. */
function lengthOf(path: string): number {
  const folder = dirname(path);
  const text = readFileSync(path, "utf8");
  const parts = text.includes("runSuites")
    ? readdirSync(folder).filter((file) => file.endsWith(".suite.js"))
    : [...text.matchAll(/require\("\.\/(\w+)"\)/g)].map(([, name]) => `${name}.js`);
  const lengths = parts.map((part) => join(folder, part)).map((part) => (existsSync(part) ? statSync(part).size : 0));
  return lengths.reduce((sum, length) => sum + length, text.length);
}
