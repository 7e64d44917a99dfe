import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import { compileRewrites } from "./rewrites";
import { merge, type Row, readerOf, write } from "./rows";
import { quoted } from "./scalars";
import type { Types } from "./types";

/** @returns what a subgraph must know of a row to find its entity, as JSON; undefined where the row has not all of it */
export type Represent = (row: Row) => string | undefined;

type Build = (row: Row) => Row | null;
type Part = (row: Row, result: Row) => boolean;

/** Nearly every row is of one type, and is found by some of its plain fields: then they are written as they are. All others are
 * built first: what several types ask for comes together, objects inside, and what the plan renames on the way. */
export function compileRepresentation(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: Types,
): Represent {
  const built = throughObjects(selections, rewrites, types);
  if (rewrites?.length) return built;
  const kinds = selections.map((selection) => {
    const condition = selection.kind === "InlineFragment" ? selection.typeCondition : undefined;
    return { isOf: condition ? types.testFor(condition) : undefined, write: writerOf(selection) };
  });
  if (kinds.some(({ isOf }) => !isOf)) return built;
  const perType = new Map<unknown, Represent>();
  return (row) => {
    const { __typename: type } = row;
    let represent = perType.get(type);
    if (!represent) {
      const [first, ...further] = kinds.filter(({ isOf }) => isOf?.(row, false));
      represent = first && further.length === 0 && first.write ? first.write : built;
      // a subgraph that makes up names must not fill this
      if (first) perType.set(type, represent);
    }
    return represent(row);
  };
}

/** @returns undefined where something inside is no plain field */
function writerOf(selection: QueryPlanSelectionNode): Represent | undefined {
  if (selection.kind !== "InlineFragment") return undefined;
  const fields = selection.selections.flatMap((field) => {
    if (field.kind === "InlineFragment" || field.selections?.length) return [];
    const name = field.alias ?? field.name;
    return [{ name, read: readerOf(name), head: `${JSON.stringify(name)}:` }];
  });
  const names = new Set(fields.map(({ name }) => name));
  if (fields.length !== selection.selections.length || names.size !== fields.length || !names.has("__typename"))
    return undefined;
  return (row) => {
    let text = "";
    for (const { read, head } of fields) {
      const value = read(row);
      if (value === undefined) return undefined;
      const json = typeof value === "string" ? quoted(value) : JSON.stringify(value);
      text += text ? `,${head}${json}` : head + json;
    }
    return `{${text}}`;
  };
}

function throughObjects(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: Types,
): Represent {
  const build = compileBuild(selections, types);
  const rewrite = compileRewrites(rewrites, types);
  return (row) => {
    const found = build(row);
    if (typeof found?.__typename !== "string") return undefined;
    rewrite?.(found);
    return JSON.stringify(found);
  };
}

function compileBuild(selections: readonly QueryPlanSelectionNode[], types: Types): Build {
  const parts = selections.map((selection) => compilePart(selection, types));
  return (row) => {
    const result: Row = {};
    for (const part of parts) if (!part(row, result)) return null;
    return result;
  };
}

function compilePart(selection: QueryPlanSelectionNode, types: Types): Part {
  if (selection.kind === "InlineFragment") {
    const { typeCondition, selections } = selection;
    if (!typeCondition) return () => true;
    const build = compileBuild(selections, types);
    const isOf = types.testFor(typeCondition);
    return (row, result) => {
      const found = isOf(row, false) ? build(row) : null;
      if (found) merge(result, found);
      return true;
    };
  }
  const name = selection.alias ?? selection.name;
  const read = readerOf(name);
  const copy = selection.selections?.length ? copying(compileBuild(selection.selections, types)) : same;
  return (row, result) => {
    const value = read(row);
    if (value === undefined) return false;
    write(result, name, copy(value));
    return true;
  };
}

function copying(build: Build): (value: unknown) => unknown {
  const copy = (value: unknown): unknown => {
    if (value === null) return null;
    return Array.isArray(value) ? value.map(copy) : build(value as Row);
  };
  return copy;
}

function same(value: unknown): unknown {
  return value;
}
