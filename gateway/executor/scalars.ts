import { type GraphQLOutputType, getNullableType, isScalarType } from "graphql";
import { endOfShortInt, endOfText, endOfValue, isDigit, SIGN } from "./json";
import type { Value } from "./store";
import type { Writing } from "./writing";

/** Writes a value that is there and is not null.
 * @returns false for what is none of the type, of which nothing is written */
export type WriteValue = (value: Value, writing: Writing) => boolean;

const { MINUS, QUOTE } = SIGN;
const LARGEST_INT = 2 ** 31;
const [LETTER_F, LETTER_T] = [0x66, 0x74];

/** Of a scalar that only the subgraphs know each value is one. */
export function scalarWriter(name: string): WriteValue {
  return Object.hasOwn(SCALARS, name) ? (SCALARS[name] as WriteValue) : writeAny;
}

/** Which plain values are values of a type, as they are: bits. */
export type Plain = number;
const [TEXTS, SHORT_INTS] = [1, 2];
const PLAIN: Readonly<Record<string, Plain>> = {
  String: TEXTS,
  ID: TEXTS,
  Int: SHORT_INTS,
  Float: SHORT_INTS,
  Boolean: 0,
};

export function plainOf(type: GraphQLOutputType): Plain {
  const inside = getNullableType(type);
  if (!isScalarType(inside)) return 0;
  return Object.hasOwn(PLAIN, inside.name) ? (PLAIN[inside.name] as Plain) : TEXTS | SHORT_INTS;
}

/** @returns the place behind a value that can be written as it stands there; 0 where somebody has to look at it */
export function endAsItStands(plain: Plain, bytes: Buffer, value: Value): number {
  if (plain === 0 || value < 0) return 0;
  if (bytes[value] === QUOTE) return (plain & TEXTS) === 0 ? 0 : endOfText(bytes, value);
  return (plain & SHORT_INTS) === 0 ? 0 : endOfShortInt(bytes, value);
}

const SCALARS: Readonly<Record<string, WriteValue>> = {
  String: writeText,
  ID: (value, writing) => writeText(value, writing) || writeNumber(value, writing, Number.isInteger, '"'),
  Int: (value, writing) => writeShortInt(value, writing) || writeNumber(value, writing, isInt),
  Float: (value, writing) => writeShortInt(value, writing) || writeNumber(value, writing, Number.isFinite),
  Boolean: writeBoolean,
};

function writeText(value: Value, { out, store: { bytes } }: Writing): boolean {
  if (value < 0 || bytes[value] !== QUOTE) return false;
  out.again(value, endOfText(bytes, value));
  return true;
}

function writeShortInt(value: Value, { out, store: { bytes } }: Writing): boolean {
  const end = value < 0 ? 0 : endOfShortInt(bytes, value);
  if (end === 0) return false;
  out.again(value, end);
  return true;
}

/** As it is written in JavaScript.
 * @param fits whether it is one of the type */
function writeNumber(value: Value, { out, store: { bytes } }: Writing, fits: (n: number) => boolean, quote = "") {
  if (value < 0 || !(bytes[value] === MINUS || isDigit(bytes[value]))) return false;
  const number = Number(bytes.toString("latin1", value, endOfValue(bytes, value)));
  if (!fits(number)) return false;
  out.ascii(`${quote}${String(number)}${quote}`);
  return true;
}

function writeBoolean(value: Value, { out, store: { bytes } }: Writing): boolean {
  if (value < 0 || (bytes[value] !== LETTER_T && bytes[value] !== LETTER_F)) return false;
  out.ascii(bytes[value] === LETTER_T ? "true" : "false");
  return true;
}

function writeAny(value: Value, writing: Writing): boolean {
  const { out, store } = writing;
  if (value > 0) {
    out.again(value, endOfValue(store.bytes, value));
    return true;
  }
  // an object whose fields are known is none of these
  if (!store.isList(value)) return false;
  out.ascii("[");
  for (let index = 0; index < store.lengthOf(value); index++) {
    if (index > 0) out.ascii(",");
    writeAny(store.elementOf(value, index), writing);
  }
  out.ascii("]");
  return true;
}

function isInt(value: number): boolean {
  return Number.isInteger(value) && value >= -LARGEST_INT && value < LARGEST_INT;
}
