import { readReply } from "../../gateway/execution/tierReply";
import { readCompact } from "../../gateway/executor/reading";
import { Text } from "../../gateway/executor/text";
import { Texts } from "../../gateway/executor/texts";
import { Random } from "../../scripts/random";

const LETTERS = ["a", "~", "é", "汉", "😀", "\ud83d", '"', "\\", "\n", "\u0000", "\u2028", "/"];
const KEYS = ["id", "title", "__typename", "__proto__", "constructor", "a\nb", "汉"];
const NUMBERS = [0, 1, -1, 42, 1.5, -0.25, 1e21, 2 ** 31, 2 ** 53, 1e-7, -1e300, 123456789012345, 1234567890123456];

const read = (json: string | Buffer) => {
  const bytes = Buffer.from(json as string);
  return readCompact(bytes, 0, bytes.length);
};
/** As whoever compares it sees it. */
const seen = (value: unknown) => JSON.stringify(value);

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

describe("compact JSON read without strings", () => {
  test("is what JSON.parse gives, whatever it is", () => {
    const random = new Random(11);
    for (let turn = 0; turn < 5_000; turn++) {
      const json = JSON.stringify(Array.from({ length: 3 }, () => drawn(random, 0)));
      expect(seen(read(json))).toBe(json);
    }
  });

  test("is left to JSON.parse where it is cut or changed somewhere, unless it is still the same to both", () => {
    const random = new Random(12);
    const odd = ['"', "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", " ", "\\", "u", "\u0001", "t"];
    for (let turn = 0; turn < 20_000; turn++) {
      const whole = JSON.stringify([drawn(random, 0), drawn(random, 1)]);
      const at = random.int(0, whole.length - 1);
      const json = `${whole.slice(0, at)}${random.one(["", ...odd])}${whole.slice(at + random.int(0, 1))}`;
      const found = read(json);
      // half of a sign becomes another one on the way into bytes
      if (found !== undefined) expect(seen(found)).toBe(seen(JSON.parse(Buffer.from(json).toString())));
    }
  });

  test("keeps texts as they are, but for the name of a type and what is escaped", () => {
    const row = read('{"__typename":"Book","a":"b","c":"\\u0064"}') as Record<string, unknown>;
    expect([row.__typename, row.a instanceof Text, String(row.a), row.c]).toEqual(["Book", true, "b", "d"]);
  });

  test.each([
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ["a text with a sign that must be escaped", '"a\tb"'],
    ["a number that begins with a zero", "[01]"],
    ["blanks", '{ "a":1}'],
    ["something behind", "{}{}"],
    ["nothing", ""],
    ["depth", `${"[".repeat(200)}${"]".repeat(200)}`],
    ["very many different keys", `{${Array.from({ length: 300 }, (_, i) => `"k${i}":1`).join(",")}}`],
  ])("leaves %s to JSON.parse", (_, json) => {
    expect(read(json)).toBeUndefined();
  });
});

describe("a reply of a tier", () => {
  const replyOf = (text: string) => readReply(Buffer.from(text));

  test.each([
    '{"data":{"a":"b"}}\n',
    '{"data":{"a":"b"}}',
    '{ "data": { "a": "b" } }',
    '{"data":{"a":"b"},"extensions":{}}',
  ])("has its data: %s", (text) => {
    expect(seen(replyOf(text)?.data)).toBe('{"a":"b"}');
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

test("equal texts have one number, however many there are", () => {
  const bytes = Buffer.from(JSON.stringify(Array.from({ length: 3_000 }, (_, i) => `t${i % 1_000}`)));
  const texts = readCompact(bytes, 0, bytes.length) as Text[];
  const found = new Texts();
  let count = 0;
  const numbers = texts.map((text) => {
    const number = found.add(text, count);
    if (number === count) count++;
    return number;
  });
  expect([count, numbers]).toEqual([1_000, Array.from({ length: 3_000 }, (_, i) => i % 1_000)]);
});
