import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import { bytesOf } from "./bytes";
import { Field } from "./field";
import { SIGN } from "./json";
import { compileRewrites } from "./rewrites";
import { mergeRows, type Row, write } from "./rows";
import { MISSING, NULL, type Store, type Value } from "./store";
import type { Types } from "./types";
import { NONE, type Wanted } from "./wanted";

/** Asks for the entity that an object is by what its subgraph must know of it.
 * @returns its number; NONE where the object has not all of it */
type Represent = (row: number, wanted: Wanted) => number;

type Build = (row: number, store: Store) => Row | null;
type Part = (row: number, store: Store, result: Row) => boolean;

/** Nearly every object is of one type, and is found by some of its plain fields: then they are written as they are. All others are
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
  const perType: (Represent | undefined)[] = [];
  return (row, wanted) => {
    const type = wanted.store.typeOf(row);
    let represent = perType[type];
    if (!represent) {
      const [first, ...further] = kinds.filter(({ isOf }) => isOf?.(type, false));
      represent = first?.fields && further.length === 0 ? plainly(first.fields, types.nameOf(type) as string) : built;
      perType[type] = represent;
    }
    return represent(row, wanted);
  };
}

interface PlainField {
  name: string;
  field: Field;
  /** in JSON */
  head: string;
}

/** @returns undefined where something inside is no plain field */
function plainFieldsOf(selection: QueryPlanSelectionNode): PlainField[] | undefined {
  if (selection.kind !== "InlineFragment") return undefined;
  const fields = selection.selections.flatMap((field) => {
    if (field.kind === "InlineFragment" || field.selections?.length) return [];
    const name = field.alias ?? field.name;
    return [{ name, field: new Field(name), head: `${JSON.stringify(name)}:` }];
  });
  const names = new Set(fields.map(({ name }) => name));
  const isPlain = fields.length === selection.selections.length && names.size === fields.length;
  return isPlain && names.has(TYPENAME) ? fields : undefined;
}

const TYPENAME = "__typename";

function plainly(fields: readonly PlainField[], type: string): Represent {
  const whole = wholly(fields, type);
  const [first, second, ...further] = fields;
  if (first?.name !== TYPENAME || !second || further.length > 0) return whole;
  const head = bytesOf(`{"__typename":"${type}",${second.head}`);
  return (row, wanted) => {
    const { store } = wanted;
    const value = second.field.of(row, store);
    return value > 0 && store.bytes[value] === SIGN.QUOTE ? wanted.addText(head, value) : whole(row, wanted);
  };
}

function wholly(fields: readonly PlainField[], type: string): Represent {
  return (row, wanted) => {
    let text = "";
    for (const { name, field, head } of fields) {
      const value = field.of(row, wanted.store);
      if (value === MISSING) return NONE;
      text += `${text && ","}${head}${name === TYPENAME ? `"${type}"` : wanted.store.jsonOf(value)}`;
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
    const found = build(row, wanted.store);
    if (typeof found?.__typename !== "string") return NONE;
    rewrite?.(found);
    return wanted.add(JSON.stringify(found));
  };
}

function compileBuild(selections: readonly QueryPlanSelectionNode[], types: Types): Build {
  const parts = selections.map((selection) => compilePart(selection, types));
  return (row, store) => {
    const result: Row = {};
    for (const part of parts) if (!part(row, store, result)) return null;
    return result;
  };
}

function compilePart(selection: QueryPlanSelectionNode, types: Types): Part {
  if (selection.kind === "InlineFragment") {
    const { typeCondition, selections } = selection;
    if (!typeCondition) return () => true;
    const build = compileBuild(selections, types);
    const isOf = types.testFor(typeCondition);
    return (row, store, result) => {
      const found = isOf(store.typeOf(row), false) ? build(row, store) : null;
      if (found) mergeRows(result, found);
      return true;
    };
  }
  const name = selection.alias ?? selection.name;
  if (name === TYPENAME) return (row, store, result) => writeType(types.nameOf(store.typeOf(row)), result);
  const field = new Field(name);
  const build = selection.selections?.length ? compileBuild(selection.selections, types) : undefined;
  const copy = (value: Value, store: Store): unknown => {
    if (value === NULL) return null;
    if (store.isList(value))
      return Array.from({ length: store.lengthOf(value) }, (_, index) => copy(store.elementOf(value, index), store));
    if (store.isObject(value)) return build ? build(-value, store) : null;
    return JSON.parse(store.jsonOf(value)) as unknown;
  };
  return (row, store, result) => {
    const value = field.of(row, store);
    if (value === MISSING) return false;
    write(result, name, copy(value, store));
    return true;
  };
}

function writeType(name: string | undefined, result: Row): boolean {
  if (name !== undefined) result.__typename = name;
  return name !== undefined;
}
