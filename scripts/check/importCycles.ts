import { TOP_LEVEL } from "./rooms";
import { readSourceFiles, resolveFile, type SourceFile } from "./sourceFile";

/** Files that import each other, directly or through others: none of them can be read, tested or loaded alone.
 * @returns one line per cycle, `a → b → a` */
export function findImportCycles(root: string, files = readSourceFiles(root, TOP_LEVEL)): string[] {
  const graph = graphOf(root, files);
  const cycles: string[] = [];
  const done = new Set<string>();
  for (const file of graph.keys()) walk(file, []);
  return cycles;

  function walk(file: string, trail: string[]): void {
    if (done.has(file)) return;
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push([...trail.slice(start), file].join(" → "));
      return;
    }
    for (const imported of graph.get(file) ?? []) walk(imported, [...trail, file]);
    done.add(file);
  }
}

function graphOf(root: string, files: readonly SourceFile[]): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const imported = file.imports.flatMap(({ specifier }) => {
      const path = specifier && resolveFile(root, file.path, specifier);
      return path ? [path] : [];
    });
    graph.set(file.path, [...new Set(imported)]);
  }
  return graph;
}
