import type { Bytes } from "./bytes";
import { Text } from "./text";

/** Writes a value.
 * @returns false for what is none of the type, of which nothing is written */
export type WriteValue = (value: unknown, out: Bytes) => boolean;

const LARGEST_INT = 2 ** 31;

/** Of a scalar that only the subgraphs know each value is one. */
export function scalarWriter(name: string): WriteValue {
  return Object.hasOwn(SCALARS, name) ? (SCALARS[name] as WriteValue) : writeAny;
}

const SCALARS: Readonly<Record<string, WriteValue>> = {
  String: writeText,
  ID: (value, out) => (Number.isInteger(value) ? writeText(String(value), out) : writeText(value, out)),
  Int: (value, out) => isInt(value) && writeInt(value, out),
  Float: (value, out) => Number.isFinite(value) && writePlain(value as number, out),
  Boolean: (value, out) => typeof value === "boolean" && writePlain(value, out),
};

function writeText(value: unknown, out: Bytes): boolean {
  if (value instanceof Text) return writeThrough(value, out);
  if (typeof value !== "string") return false;
  out.quoted(value);
  return true;
}

function writeThrough(text: Text, out: Bytes): true {
  text.writeTo(out);
  return true;
}

function writeInt(value: number, out: Bytes): true {
  out.int(value);
  return true;
}

/** JSON writes them as they are written in JavaScript. */
function writePlain(value: number | boolean, out: Bytes): boolean {
  out.ascii(String(value));
  return true;
}

function writeAny(value: unknown, out: Bytes): boolean {
  if (value instanceof Text) return writeThrough(value, out);
  out.json(JSON.stringify(value));
  return true;
}

function isInt(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= -LARGEST_INT && (value as number) < LARGEST_INT;
}
