/** An object of JSON: variables, and what of an answer had to be parsed. */
export type Row = Record<string, unknown>;

/** Names that every object seems to have. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** @returns what reads a field of a row, undefined where the row has none: a caller may name a field `__proto__` */
export function readerOf(name: string): (row: Row) => unknown {
  return INHERITED.has(name) ? (row) => (Object.hasOwn(row, name) ? row[name] : undefined) : (row) => row[name];
}

export function write(row: Row, name: string, value: unknown): void {
  if (name !== "__proto__") row[name] = value;
  else Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
}

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Brings one object into another. Lists of the same length are the same objects in the same order. */
export function mergeRows(target: Row, source: Row): void {
  for (const name in source) {
    write(target, name, Object.hasOwn(target, name) ? both(target[name], source[name]) : source[name]);
  }
}

function both(old: unknown, value: unknown): unknown {
  if (isRow(old) && isRow(value)) {
    mergeRows(old, value);
    return old;
  }
  if (!Array.isArray(old) || !Array.isArray(value) || old.length !== value.length) return value;
  return old.map((each, index) => both(each, value[index]));
}
