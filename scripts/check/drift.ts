import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A committed file whose text is made by a program. */
export interface GeneratedFile {
  /** path from the root */
  file: string;
  generate(): string;
}

/** @returns one line per committed file that is not what its generator makes now */
export function findDrift(root: string, files: readonly GeneratedFile[]): string[] {
  return files.flatMap(({ file, generate }) => {
    const committed = findText(join(root, file));
    if (committed === undefined) return [`${file} is missing`];
    const line = findFirstDifference(committed, generate());
    return line === undefined ? [] : [`${file}:${line} differs from what its source makes now`];
  });
}

/** @returns the paths that were written, the unchanged ones left alone */
export function writeGenerated(root: string, files: readonly GeneratedFile[]): string[] {
  return files.flatMap(({ file, generate }) => {
    const path = join(root, file);
    const text = generate();
    if (findText(path) === text) return [];
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return [file];
  });
}

function findText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** @returns the number of the first line that differs, from 1 */
function findFirstDifference(committed: string, generated: string): number | undefined {
  if (committed === generated) return undefined;
  const there = committed.split("\n");
  const here = generated.split("\n");
  return here.findIndex((line, i) => line !== there[i]) + 1 || here.length;
}
