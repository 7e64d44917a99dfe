import { buildSchema } from "graphql";
import { readReply } from "../../gateway/execution/tierReply";
import { Field } from "../../gateway/executor/field";
import { type Layout, Layouts } from "../../gateway/executor/layouts";
import { readCompact } from "../../gateway/executor/reading";
import { Replies, Stored } from "../../gateway/executor/replies";
import type { Row } from "../../gateway/executor/rows";
import { MISSING, Store, type Value } from "../../gateway/executor/store";
import { Types } from "../../gateway/executor/types";
import { Random } from "../../scripts/random";

const LETTERS = ["a", "~", "é", "汉", "😀", "\ud83d", '"', "\\", "\n", "\u0000", "\u2028", "/"];
const NAMES = ["id", "title", "__typename", "__proto__", "constructor", "inside"];
const KEYS = [...NAMES, "a\nb", "汉", "notAskedFor"];
const NUMBERS = [0, 1, -1, 42, 1.5, -0.25, 1e21, 2 ** 31, 2 ** 53, 1e-7, -1e300, 123456789012345, 1234567890123456];

const FIELDS = NAMES.slice(0, -1).join(" ");
const layouts = new Layouts();
const LAYOUT = layouts.of(`{ ${FIELDS} inside { id ...F } } fragment F on Book { ${FIELDS} inside { title } }`);
const types = new Types(buildSchema("type Query { book: Book } type Book { id: ID }"));

/** What was read, in the order of the layout. */
function seen(value: Value, layout: Layout | undefined, store: Store): unknown {
  if (store.isList(value))
    return Array.from({ length: store.lengthOf(value) }, (_, i) => seen(store.elementOf(value, i), layout, store));
  if (!layout || !store.isObject(value)) return JSON.parse(store.jsonOf(value));
  const fields = layout.names.map((name, slot) => {
    const inside = new Field(name).of(-value, store);
    return inside === MISSING ? [] : [name, seen(inside, layout.inside[slot], store)];
  });
  return fields.filter(({ length }) => length > 0);
}

/** The same of what JSON.parse gives. */
function expected(value: unknown, layout: Layout | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => expected(each, layout));
  if (!layout || typeof value !== "object" || value === null) return value;
  const row = value as Record<string, unknown>;
  const names = [...layout.names.entries()].filter(([, name]) => Object.hasOwn(row, name));
  return names.map(([slot, name]) => [name, expected(row[name], layout.inside[slot])]);
}

function read(json: string | Buffer, layout: Layout | undefined) {
  const store = new Store(layouts.all);
  try {
    const value = readCompact({ store, types }, layout, Buffer.from(json as string));
    return value === undefined ? undefined : { seen: JSON.stringify(seen(value, layout, store)) };
  } finally {
    store.drop();
  }
}
const parsed = (json: string, layout: Layout | undefined) => JSON.stringify(expected(JSON.parse(json), layout));

function drawn(random: Random, depth: number): unknown {
  const kind = random.int(0, depth > 3 ? 4 : 7);
  if (kind === 0) return null;
  if (kind === 1) return random.one([true, false]);
  if (kind === 2) return random.one(NUMBERS);
  if (kind <= 4) return Array.from({ length: random.int(0, 9) }, () => random.one(LETTERS)).join("");
  const length = random.int(0, 4);
  if (kind === 5) return Array.from({ length }, () => drawn(random, depth + 1));
  const entries = Array.from({ length }, () => [random.one(KEYS), drawn(random, depth + 1)]);
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);
}

describe("compact JSON read in its bytes", () => {
  test("is what JSON.parse gives, whatever it is, in the fields that were asked for", () => {
    const random = new Random(11);
    for (let turn = 0; turn < 5_000; turn++) {
      const layout = turn % 4 ? LAYOUT : undefined;
      const json = JSON.stringify(Array.from({ length: 3 }, () => drawn(random, 0)));
      expect(read(json, layout)?.seen).toBe(parsed(json, layout));
    }
  });

  test("is left to JSON.parse where it is cut or changed somewhere, unless it is still the same to both", () => {
    const random = new Random(12);
    const odd = ['"', "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", " ", "\\", "u", "\u0001", "t"];
    for (let turn = 0; turn < 20_000; turn++) {
      const layout = turn % 4 ? LAYOUT : undefined;
      const whole = JSON.stringify([drawn(random, 0), drawn(random, 1)]);
      const at = random.int(0, whole.length - 1);
      const json = `${whole.slice(0, at)}${random.one(["", ...odd])}${whole.slice(at + random.int(0, 1))}`;
      const found = read(json, layout);
      // half of a sign becomes another one on the way into bytes
      if (found) expect(found.seen).toBe(parsed(Buffer.from(json).toString(), layout));
    }
  });

  test("says of objects what their type is, or that it is none", () => {
    const store = new Store(layouts.all);
    const names = ['"Book"', '"Nothing"', "7", "null"].map((name) => {
      const value = readCompact({ store, types }, LAYOUT, Buffer.from(`{"id":"1","__typename":${name}}`)) as Value;
      return types.nameOf(store.typeOf(-value));
    });
    expect(names).toEqual(["Book", undefined, undefined, undefined]);
    store.drop();
  });

  test.each([
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ["a text with a sign that must be escaped", '"a\tb"'],
    ["a text with a sign that cannot be escaped", '"a\\xb"'],
    ["half of a sign's number", '"\\u12"'],
    ["a name that is escaped", '{"\\u0069d":"1"}'],
    ["a type that is escaped", '{"__typename":"Bo\\u006fk"}'],
    ["a sign that need not be escaped", '"\\/"'],
    ["a number that begins with a zero", "[01]"],
    ["blanks", '{ "id":1}'],
    ["something behind", "{}{}"],
    ["nothing", ""],
    ["depth", `${"[".repeat(300)}${"]".repeat(300)}`],
    ["depth of what nobody asked for", `{"x":${"[".repeat(300)}${"]".repeat(300)}}`],
  ])("leaves %s to JSON.parse", (_, json) => {
    expect(read(json, LAYOUT)).toBeUndefined();
  });
});

describe("the memory of a run", () => {
  const ofAnother = Buffer.from('{"id":"of another","title":"x"}');

  test("is used again, and nothing of what stood there is read", () => {
    const first = new Store(layouts.all);
    readCompact({ store: first, types }, LAYOUT, ofAnother);
    const { bytes } = first;
    first.drop();
    const second = new Store(layouts.all);
    expect(second.bytes).toBe(bytes);
    for (let length = 1; length < ofAnother.length; length++)
      expect(readCompact({ store: second, types }, LAYOUT, ofAnother.subarray(0, length))).toBeUndefined();
    const empty = readCompact({ store: second, types }, LAYOUT, Buffer.from("{}")) as Value;
    expect(LAYOUT.names.map((name) => new Field(name).of(-empty, second))).toEqual(LAYOUT.names.map(() => MISSING));
    second.drop();
  });

  test("that was let go of is nobody's any more, also where an answer comes late", () => {
    const first = new Store(layouts.all);
    first.drop();
    const second = new Store(layouts.all);
    const value = readCompact({ store: second, types }, LAYOUT, ofAnother) as Value;
    readCompact({ store: first, types }, LAYOUT, Buffer.from('{"id":"late","title":"y"}'));
    first.drop();
    expect(JSON.stringify(seen(value, LAYOUT, second))).toBe('[["id","of another"],["title","x"]]');
    expect(new Store(layouts.all).bytes).not.toBe(second.bytes);
  });

  test("grows with what is said", () => {
    const json = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, inside: [{ title: "汉" }] })));
    expect(read(json, LAYOUT)?.seen).toBe(parsed(json, LAYOUT));
  });
});

describe("a reply of a tier", () => {
  const replies = new Replies({ operation: "{ id }", requires: undefined }, types, layouts);
  const replyOf = (text: string) => {
    const store = new Store(layouts.all);
    const read = (bytes: Buffer, from: number, end: number) => replies.read(store, bytes, from, end);
    const reply = readReply(Buffer.from(text), { read });
    if (!(reply?.data instanceof Stored)) return reply;
    const value = new Field("id").of(reply.data.row, store);
    return { data: { id: JSON.parse(store.jsonOf(value)) as unknown } };
  };

  test.each([
    '{"data":{"id":"b"}}\n',
    '{"data":{"id":"b"}}',
    '{ "data": { "id": "b" } }',
    '{"data":{"id":"b"},"extensions":{}}',
  ])("has its data: %s", (text) => {
    expect(replyOf(text)?.data).toEqual({ id: "b" });
  });

  test("has its fields by their names, however these are written", () => {
    const store = new Store(layouts.all);
    const reply = readReply(Buffer.from('{"data":{"id":"a","\\u0069d":"b"}}'), {
      read: (...at) => replies.read(store, ...at),
    });
    const value = new Field("id").of(replies.store(store, reply?.data as Row), store);
    expect(store.jsonOf(value)).toBe('"b"');
    store.drop();
  });

  test("with errors has them as plain values", () => {
    const errors = [{ message: "m", path: ["a", 1], extensions: { code: "FORBIDDEN" } }];
    expect(replyOf(JSON.stringify({ errors, data: null }))).toEqual({ errors, data: null });
    expect(replyOf(JSON.stringify({ data: { a: 1 }, errors }))).toEqual({ errors, data: { a: 1 } });
  });

  test.each(["", "\n", "{}", "[]", "null", '"x"', '{"data":null}', '{"data":"x"}', '{"data":1}', '{"errors":[]}', "{"])(
    "is none: %j",
    (text) => {
      expect(replyOf(text)).toBeUndefined();
    },
  );
});
