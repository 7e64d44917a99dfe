import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { isNode, type Node, visitNodes } from "./syntax";

/** One import, re-export, require or import type of a file. */
export interface Import {
  /** as written; undefined where it is computed at run time */
  specifier: string | undefined;
  line: number;
}

export interface SourceFile {
  /** path from the root with forward slashes */
  path: string;
  imports: Import[];
}

const SOURCE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;

/** Every source file under these folders of the root, in the order of their paths. */
export function readSourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  return findSources(root, folders).map((path) => ({
    path,
    imports: findImports(readFileSync(join(root, path), "utf8"), path),
  }));
}

/** @returns paths from the root with forward slashes, in order */
export function findSources(root: string, folders: readonly string[]): string[] {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const paths = present.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      posix.join(folder, name.replaceAll("\\", "/")),
    ),
  );
  return paths.filter((path) => SOURCE.test(path) && !path.includes("node_modules/")).sort();
}

/** Type imports count too: who needs another's types can't be read alone either. */
function findImports(text: string, path: string): Import[] {
  const found: Import[] = [];
  visitNodes(text, path, (node) => {
    const source = sourceOf(node);
    if (source) found.push({ specifier: literalOf(source), line: node.loc?.start.line ?? 0 });
  });
  return found;
}

function sourceOf(node: Node): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
      return node.source;
    case "TSImportType":
      return node.argument;
    case "TSExternalModuleReference":
      return node.expression;
    case "CallExpression":
      return isNode(node.callee) && node.callee.name === "require" ? (node.arguments as unknown[])[0] : undefined;
    default:
      return undefined;
  }
}

function literalOf(source: unknown): string | undefined {
  if (!isNode(source)) return undefined;
  if (source.type === "TSLiteralType") return literalOf(source.literal);
  return typeof source.value === "string" ? source.value : undefined;
}

/** @returns the path from the root that a relative specifier names, with or without a file there */
export function pathOf(importer: string, specifier: string): string {
  return posix.join(posix.dirname(importer), specifier);
}

/** @returns the imported file of the house, undefined for a package or where no such file is */
export function resolveFile(root: string, importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = pathOf(importer, specifier);
  const bare = path.replace(/\.(js|mjs|cjs)$/, "");
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${bare}.ts`, `${bare}.mts`];
  return candidates.find((candidate) => statSync(join(root, candidate), { throwIfNoEntry: false })?.isFile());
}
