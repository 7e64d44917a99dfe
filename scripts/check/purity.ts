import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findSources } from "./sourceFile";
import { isNode, type Node, visitNodes } from "./syntax";

const OUTER_WORLD = new Set(["process", "console", "performance", "crypto", "globalThis"]);
const IMPURE_CALLS = new Set(["Date", "fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"]);

/** The rules of the domain decide from their arguments alone: no clock, no chance, no outer world.
 * @returns one line per use, `path:line uses what` */
export function findImpurities(root: string): string[] {
  return findSources(root, ["subgraphs/domain"]).flatMap((path) => {
    const faults: string[] = [];
    visitNodes(readFileSync(join(root, path), "utf8"), path, (node) => {
      const use = findImpureUse(node);
      if (use) faults.push(`${path}:${node.loc?.start.line} uses ${use}: let the caller pass in what it needs`);
    });
    return faults;
  });
}

/** What a book says is asked in the storage room, where each statement stands beside its row and its policies.
 * @returns one line per statement, `path:line asks the database by itself` */
export function findStatements(root: string): string[] {
  return findSources(root, ["subgraphs/tier"]).flatMap((path) => {
    const faults: string[] = [];
    visitNodes(readFileSync(join(root, path), "utf8"), path, (node) => {
      if (asksDatabase(node)) {
        faults.push(`${path}:${node.loc?.start.line} asks the database by itself: let a repository of storage ask`);
      }
    });
    return faults;
  });
}

function asksDatabase({ type, callee }: Node): boolean {
  if (type !== "CallExpression" || !isNode(callee) || callee.type !== "MemberExpression") return false;
  return nameOf(callee.object) === "db" && nameOf(callee.property) === "rows";
}

function findImpureUse(node: Node): string | undefined {
  if (node.type === "NewExpression") {
    const clock = nameOf(node.callee) === "Date" && (node.arguments as unknown[]).length === 0;
    return clock ? "new Date()" : undefined;
  }
  if (node.type === "CallExpression") {
    const name = nameOf(node.callee);
    return name && IMPURE_CALLS.has(name) ? `${name}()` : undefined;
  }
  if (node.type !== "MemberExpression") return undefined;
  const object = nameOf(node.object) ?? "";
  const member = `${object}.${nameOf(node.property) ?? ""}`;
  return OUTER_WORLD.has(object) || member === "Date.now" || member === "Math.random" ? member : undefined;
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === "Identifier" ? String(node.name) : undefined;
}
