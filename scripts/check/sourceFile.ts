import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { isNode, type Node, visitNodes } from "./syntax";

/** One import, re-export, require or import type of a file. */
export interface Import {
  /** as written; undefined where it is computed at run time */
  specifier: string | undefined;
  line: number;
  /** undefined: whatever there is */
  names: string[] | undefined;
}

/** What a file offers under a name; what it is called as a whole (`default`) counts as none. */
interface Export {
  name: string;
  line: number;
}

export interface SourceFile {
  /** path from the root with forward slashes */
  path: string;
  imports: Import[];
  exports: Export[];
}

const SOURCE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;

/** Every source file under these folders of the root, in the order of their paths. */
export function readSourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  return findSources(root, folders).map((path) => {
    const file: SourceFile = { path, imports: [], exports: [] };
    visitNodes(readFileSync(join(root, path), "utf8"), path, (node) => enter(node, file));
    return file;
  });
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
function enter(node: Node, { imports, exports }: SourceFile): void {
  const line = node.loc?.start.line ?? 0;
  const source = sourceOf(node);
  if (source) imports.push({ specifier: literalOf(source), line, names: namesOf(node) });
  if (node.type !== "ExportNamedDeclaration") return;
  for (const name of namesDeclared(node.declaration)) exports.push({ name, line });
  for (const { exported } of specifiersOf(node)) exports.push({ name: nameOf(exported), line });
}

function specifiersOf({ specifiers }: Node): Node[] {
  return Array.isArray(specifiers) ? specifiers.filter(isNode) : [];
}

/** What an import takes from the other file. */
function namesOf(node: Node): string[] | undefined {
  if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration") return undefined;
  const names = specifiersOf(node).map(({ type, imported, local }) => {
    if (type === "ImportDefaultSpecifier") return "default";
    if (type === "ImportSpecifier") return nameOf(imported);
    return type === "ExportSpecifier" ? nameOf(local) : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** The names that a declaration gives: one, or those of `const { a, b: [c] }`. */
function namesDeclared(declared: unknown): string[] {
  if (!isNode(declared)) return [];
  switch (declared.type) {
    case "Identifier":
      return [nameOf(declared)];
    case "VariableDeclaration":
      return (declared.declarations as Node[]).flatMap(({ id }) => namesDeclared(id));
    case "ObjectPattern":
      return (declared.properties as Node[]).flatMap(({ value, argument }) => namesDeclared(value ?? argument));
    case "ArrayPattern":
      return (declared.elements as unknown[]).flatMap(namesDeclared);
    case "AssignmentPattern":
      return namesDeclared(declared.left);
    default:
      return namesDeclared(declared.id);
  }
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name ?? node.value) : "";
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
