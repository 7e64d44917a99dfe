import type { QueryPlanSelectionNode } from "@apollo/query-planner";
import { merge, type Row, readerOf, write } from "./rows";
import type { Types } from "./types";

/** @returns what a subgraph must know of a row to find its entity; null where the row has not all of it */
export type Represent = (row: Row) => Row | null;

type Part = (row: Row, result: Row) => boolean;

export function compileRepresentation(selections: readonly QueryPlanSelectionNode[], types: Types): Represent {
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
    const represent = compileRepresentation(selections, types);
    return (row, result) => {
      const found = types.isOf(row, typeCondition, false) ? represent(row) : null;
      if (found) merge(result, found);
      return true;
    };
  }
  const name = selection.alias ?? selection.name;
  const read = readerOf(name);
  const copy = selection.selections?.length ? copying(compileRepresentation(selection.selections, types)) : same;
  return (row, result) => {
    const value = read(row);
    if (value === undefined) return false;
    write(result, name, copy(value));
    return true;
  };
}

function copying(represent: Represent): (value: unknown) => unknown {
  const copy = (value: unknown): unknown => {
    if (value === null) return null;
    return Array.isArray(value) ? value.map(copy) : represent(value as Row);
  };
  return copy;
}

function same(value: unknown): unknown {
  return value;
}
