import type { PlatformError } from "../errors";
import { badRequest, tooBigVariables } from "./faults";
import { MOST_OF_VARIABLES } from "./most";

/** Walks what came beside the text without calling itself, and stops at the first thing that is too much.
 * @returns undefined where it is fit to be handled */
export function faultOfVariables(given: unknown): PlatformError | undefined {
  if (typeof given === "object" && given !== null && Object.keys(given).length > MOST_OF_VARIABLES.names)
    return tooMany();
  if (typeof given === "number" && !isExact(given)) return inexact();
  let values = 1;
  // what has something inside: of a hundred thousand words in a list nothing is to be looked for
  let level = [given].filter(isObject);
  for (let depth = 1; level.length > 0; depth++) {
    const next: object[] = [];
    let isDeeper = false;
    for (const outer of level) {
      const inside: unknown[] = Array.isArray(outer) ? outer : Object.values(outer);
      values += inside.length;
      if (values > MOST_OF_VARIABLES.values) return tooMany();
      isDeeper ||= inside.length > 0;
      for (const one of inside) {
        if (typeof one === "number" && !isExact(one)) return inexact();
        if (isObject(one)) next.push(one);
      }
    }
    if (isDeeper && depth > MOST_OF_VARIABLES.depth) return tooDeep();
    level = next;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** JSON allows any number; here 1e999 would become infinite, and a long whole number another one. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function tooDeep(): PlatformError {
  const { depth } = MOST_OF_VARIABLES;
  return tooBigVariables(`变量嵌套过深（上限${depth}层）。`, `The variables nest too deeply (at most ${depth}).`);
}

function tooMany(): PlatformError {
  const { values } = MOST_OF_VARIABLES;
  return tooBigVariables(`变量过多（上限${values}个值）。`, `The variables hold too many values (at most ${values}).`);
}

function inexact(): PlatformError {
  return badRequest("变量中有无法精确表示的数。", "A number of the variables cannot be kept exactly.");
}
