import { type ASTNode, type DocumentNode, Kind, parse, print, visit } from "graphql";
import type { Drawn } from "./operation";

const PARTS: readonly Kind[] = [
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.FRAGMENT_DEFINITION,
  Kind.VARIABLE_DEFINITION,
];

/** Takes parts out of an operation as long as it still fails.
 * @param fails whether an operation, which need not be valid any more, shows what is looked for
 * @returns the smallest that was found */
export async function shrink(drawn: Drawn, fails: (smaller: Drawn) => Promise<boolean>): Promise<Drawn> {
  let smallest = drawn;
  for (let part = 0; ; part++) {
    const document = parse(smallest.text, { noLocation: true });
    if (part >= countOf(document)) return smallest;
    const smaller = { ...smallest, text: print(without(document, part)) };
    if (await fails(smaller).catch(() => false)) {
      smallest = smaller;
      part = -1;
    }
  }
}

function countOf(document: DocumentNode): number {
  let count = 0;
  visit(document, { enter: (node) => void (isPart(node) && count++) });
  return count;
}

function without(document: DocumentNode, part: number): DocumentNode {
  let number = 0;
  return visit(document, { enter: (node) => (isPart(node) && number++ === part ? null : undefined) });
}

function isPart(node: ASTNode): boolean {
  return PARTS.includes(node.kind);
}
