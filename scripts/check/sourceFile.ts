import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "@babel/parser";

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
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const paths = present.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      posix.join(folder, name.replaceAll("\\", "/")),
    ),
  );
  const sources = paths.filter((path) => SOURCE.test(path) && !path.includes("node_modules/"));
  return sources.sort().map((path) => ({ path, imports: findImports(readFileSync(join(root, path), "utf8"), path) }));
}

/** Type imports count too: who needs another's types can't be read alone either. */
export function findImports(text: string, path: string): Import[] {
  const { program } = parse(text, {
    sourceType: "module",
    sourceFilename: path,
    allowReturnOutsideFunction: true,
    createImportExpressions: true,
    plugins: path.endsWith(".tsx") ? ["typescript", "jsx", "decorators-legacy"] : ["typescript", "decorators-legacy"],
  });
  const found: Import[] = [];
  visit(program, (node) => {
    const source = sourceOf(node);
    if (source) found.push({ specifier: literalOf(source), line: node.loc?.start.line ?? 0 });
  });
  return found;
}

interface Node {
  type: string;
  loc?: { start: { line: number } };
  [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function visit(value: unknown, enter: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, enter);
  } else if (isNode(value)) {
    enter(value);
    for (const child of Object.values(value)) visit(child, enter);
  }
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
