import { Text } from "./text";

/** What a subgraph sends for an object, as it was read from JSON: a text in it is a string or a `Text`. */
export type Row = Record<string, unknown>;

/** Names that every object seems to have. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** @returns what reads a field of a row, undefined where the row has none: a caller may name a field `__proto__` */
export function readerOf(name: string): (row: Row) => unknown {
  return INHERITED.has(name) ? (row) => (Object.hasOwn(row, name) ? row[name] : undefined) : (row) => row[name];
}

/** @returns the same of a name that was not known before */
export function read(row: Row, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

export function write(row: Row, name: string, value: unknown): void {
  if (name !== "__proto__") row[name] = value;
  else Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
}

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Text);
}

/** Brings what another fetch found into a row. Lists of the same length are the same objects in the same order. */
export function merge(target: Row, source: Row): void {
  for (const name in source) {
    const value = source[name];
    if (value !== undefined) write(target, name, merged(target, name, value));
  }
}

function merged(target: Row, name: string, value: unknown): unknown {
  // most values are texts, and nothing is brought into one
  if (typeof value !== "object" || value === null || value instanceof Text) return value;
  return Object.hasOwn(target, name) ? both(target[name], value) : value;
}

function both(old: unknown, value: unknown): unknown {
  if (isRow(old) && isRow(value)) {
    merge(old, value);
    return old;
  }
  if (!Array.isArray(old) || !Array.isArray(value) || old.length !== value.length) return value;
  for (let index = 0; index < old.length; index++) old[index] = both(old[index], value[index]);
  return old;
}
