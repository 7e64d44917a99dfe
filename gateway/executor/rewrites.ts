import type { FetchDataRewrite } from "@apollo/query-planner";
import { isRow, type Row, readerOf, write } from "./rows";
import { type Types, UNNAMED } from "./types";

/** A change that a plan makes in what is sent to a subgraph, or in what came from it. */
export type Rewrite = (row: unknown) => void;

type Change = (row: Row) => void;

const ON = "... on ";

/** @returns undefined where there is nothing to change */
export function compileRewrites(rewrites: readonly FetchDataRewrite[] | undefined, types: Types): Rewrite | undefined {
  if (!rewrites?.length) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, types));
  return (row) => {
    for (const change of compiled) change(row);
  };
}

function compileRewrite(rewrite: FetchDataRewrite, types: Types): Rewrite {
  const steps = [...rewrite.path];
  const last = steps.pop();
  if (last === undefined) return () => {};
  return compilePath(steps, changeOf(rewrite, last), types);
}

function changeOf(rewrite: FetchDataRewrite, name: string): Change {
  if (rewrite.kind === "ValueSetter") return (row) => write(row, name, rewrite.setValueTo);
  const read = readerOf(name);
  return (row) => {
    const value = read(row);
    // another row of the same list may be of a type whose field was not renamed
    if (value === undefined) return;
    write(row, rewrite.renameKeyTo, value);
    delete row[name];
  };
}

function compilePath([first, ...rest]: readonly string[], change: Change, types: Types): Rewrite {
  if (first === undefined) return forEach(change);
  const inner = compilePath(rest, change, types);
  if (first.startsWith(ON)) {
    const isOf = types.testFor(first.slice(ON.length));
    return forEach((row) => {
      const { __typename: name } = row;
      if (isOf(typeof name === "string" ? types.numberOf(name) : UNNAMED, true)) inner(row);
    });
  }
  const read = readerOf(first);
  return forEach((row) => inner(read(row)));
}

function forEach(change: Change): Rewrite {
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isRow(value)) change(value);
  };
  return visit;
}
