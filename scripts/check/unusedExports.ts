import { TOP_LEVEL } from "./rooms";
import { readSourceFiles, resolveFile } from "./sourceFile";

/** What is generated offers whatever there is, and what tells of a package what that has. */
const WRITTEN_BY_OTHERS = /^dashboard\/generated\/|\.d\.ts$/;

/** Who reads `export` takes it that somebody outside needs the name, and thinks of them before changing it.
 * @returns one line per name that no other file imports, `path:line exports what` */
export function findUnusedExports(root: string, files = readSourceFiles(root, TOP_LEVEL)): string[] {
  const wanted = new Set<string>();
  const whole = new Set<string>();
  for (const { path, imports } of files) {
    for (const { specifier, names } of imports) {
      const source = specifier && resolveFile(root, path, specifier);
      if (!source) continue;
      if (names === undefined) whole.add(source);
      for (const name of names ?? []) wanted.add(`${source} ${name}`);
    }
  }
  return files
    .filter(({ path }) => !whole.has(path) && !WRITTEN_BY_OTHERS.test(path))
    .flatMap(({ path, exports }) =>
      exports
        .filter(({ name }) => !wanted.has(`${path} ${name}`))
        .map(({ name, line }) => `${path}:${line} exports ${name} for nobody`),
    );
}
