import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import { bytesOf } from "./bytes";
import { compileRewrites } from "./rewrites";
import { merge, type Row, readerOf, write } from "./rows";
import { Text } from "./text";
import type { Types } from "./types";
import { NONE, type Wanted } from "./wanted";

/** Asks for the entity of a row by what its subgraph must know of it.
 * @returns its number; NONE where the row has not all of it */
type Represent = (row: Row, wanted: Wanted) => number;

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
    return { isOf: condition ? types.testFor(condition) : undefined, fields: plainFieldsOf(selection) };
  });
  if (kinds.some(({ isOf }) => !isOf)) return built;
  const perType = new Map<unknown, Represent>();
  return (row, wanted) => {
    const { __typename: type } = row;
    let represent = perType.get(type);
    if (!represent) {
      const [first, ...further] = kinds.filter(({ isOf }) => isOf?.(row, false));
      represent = first?.fields && further.length === 0 ? plainly(first.fields, String(type)) : built;
      // a subgraph that makes up names must not fill this
      if (first) perType.set(type, represent);
    }
    return represent(row, wanted);
  };
}

interface PlainField {
  name: string;
  read: (row: Row) => unknown;
  /** in JSON */
  head: string;
}

/** @returns undefined where something inside is no plain field */
function plainFieldsOf(selection: QueryPlanSelectionNode): PlainField[] | undefined {
  if (selection.kind !== "InlineFragment") return undefined;
  const fields = selection.selections.flatMap((field) => {
    if (field.kind === "InlineFragment" || field.selections?.length) return [];
    const name = field.alias ?? field.name;
    return [{ name, read: readerOf(name), head: `${JSON.stringify(name)}:` }];
  });
  const names = new Set(fields.map(({ name }) => name));
  const isPlain = fields.length === selection.selections.length && names.size === fields.length;
  return isPlain && names.has("__typename") ? fields : undefined;
}

function plainly(fields: readonly PlainField[], type: string): Represent {
  const whole = wholly(fields);
  const [first, second, ...further] = fields;
  if (first?.name !== "__typename" || !second || further.length > 0) return whole;
  const head = bytesOf(`{"__typename":"${type}",${second.head}`);
  return (row, wanted) => {
    const value = second.read(row);
    return typeof value === "string" || value instanceof Text ? wanted.addText(head, value) : whole(row, wanted);
  };
}

function wholly(fields: readonly PlainField[]): Represent {
  return (row, wanted) => {
    let text = "";
    for (const { read, head } of fields) {
      const value = read(row);
      if (value === undefined) return NONE;
      text += `${text && ","}${head}${JSON.stringify(value)}`;
    }
    return wanted.add(`{${text}}`);
  };
}

function throughObjects(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: Types,
): Represent {
  const build = compileBuild(selections, types);
  const rewrite = compileRewrites(rewrites, types);
  return (row, wanted) => {
    const found = build(row);
    if (typeof found?.__typename !== "string") return NONE;
    rewrite?.(found);
    return wanted.add(JSON.stringify(found));
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
