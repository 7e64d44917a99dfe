import type { PlatformError } from "../errors";
import { badRequest, tooBigVariables } from "./faults";
import { MOST_OF_VARIABLES } from "./most";

/** Walks what came beside the text without calling itself, and stops at the first thing that is too much.
 * @returns undefined where it is fit to be handled */
export function faultOfVariables(given: unknown): PlatformError | undefined {
  if (typeof given === "object" && given !== null && Object.keys(given).length > MOST_OF_VARIABLES.names)
    return tooMany();
  let values = 0;
  let level = [given];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_OF_VARIABLES.depth) return tooDeep();
    const next: unknown[] = [];
    for (const value of level) {
      if (++values > MOST_OF_VARIABLES.values) return tooMany();
      if (typeof value === "number" && !isExact(value)) return inexact();
      if (typeof value === "object" && value !== null) {
        const inside = Array.isArray(value) ? value : Object.values(value);
        if (values + next.length + inside.length > MOST_OF_VARIABLES.values) return tooMany();
        for (const one of inside) next.push(one);
      }
    }
    level = next;
  }
  return undefined;
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
