type Text = (value: unknown) => string | undefined;

const LARGEST_INT = 2 ** 31;

/** How a value of a scalar is written; undefined for what is none of its values. Of a scalar that only the subgraphs know
 * each value is one. */
export function scalarWriter(name: string): Text {
  return Object.hasOwn(SCALARS, name) ? (SCALARS[name] as Text) : (value) => JSON.stringify(value);
}

const SCALARS: Readonly<Record<string, Text>> = {
  String: (value) => (typeof value === "string" ? quoted(value) : undefined),
  ID: (value) => (typeof value === "string" ? quoted(value) : Number.isInteger(value) ? `"${value}"` : undefined),
  Int: (value) => (isInt(value) ? String(value) : undefined),
  Float: (value) => (typeof value === "number" ? JSON.stringify(value) : undefined),
  Boolean: (value) => (typeof value === "boolean" ? String(value) : undefined),
};

function isInt(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= -LARGEST_INT && (value as number) < LARGEST_INT;
}

/** Longer texts are quoted faster by JSON itself. */
const SHORT = 64;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const ESCAPED = /[\u0000-\u001f"\\\ud800-\udfff]/;

export function quoted(text: string): string {
  return text.length < SHORT && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
}
