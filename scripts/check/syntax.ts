import { parse } from "@babel/parser";

/** A node of the syntax tree, as far as the checks look at it. */
export interface Node {
  type: string;
  loc?: { start: { line: number } };
  [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Shows every node of a TypeScript or JavaScript text, outer ones first.
 * @throws SyntaxError with the place */
export function visitNodes(text: string, path: string, enter: (node: Node) => void): void {
  const { program } = parse(text, {
    sourceType: "module",
    sourceFilename: path,
    allowReturnOutsideFunction: true,
    createImportExpressions: true,
    plugins: path.endsWith(".tsx") ? ["typescript", "jsx", "decorators-legacy"] : ["typescript", "decorators-legacy"],
  });
  visit(program, enter);
}

function visit(value: unknown, enter: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, enter);
  } else if (isNode(value)) {
    enter(value);
    for (const child of Object.values(value)) visit(child, enter);
  }
}
