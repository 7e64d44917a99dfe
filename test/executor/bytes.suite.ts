import { Bytes, bytesOf } from "../../gateway/executor/bytes";
import { Random } from "../../scripts/random";

const LETTERS = [
  "a",
  "~",
  "\u007f",
  "é",
  "߿",
  "ࠀ",
  "汉",
  "￿",
  "😀",
  "\ud83d",
  "\ude00",
  '"',
  "\\",
  "\n",
  "\u0000",
  "\u2028",
];

describe("what is written byte by byte", () => {
  test("is the JSON that JSON itself writes, whatever the texts are and however long", () => {
    const random = new Random(7);
    for (let turn = 0; turn < 2_000; turn++) {
      const letters = turn % 2 ? LETTERS : LETTERS.slice(0, 9); // most texts have nothing to escape
      const text = Array.from({ length: random.int(0, 70) }, () => random.one(letters)).join("");
      const out = Bytes.begin();
      out.put(bytesOf('{"text":'));
      out.quoted(text);
      out.ascii("}");
      expect(String(out.end())).toBe(JSON.stringify({ text }));
    }
  });

  test("is the same for whole numbers", () => {
    const powers = Array.from({ length: 10 }, (_, i) => 10 ** i);
    const random = new Random(7);
    const drawn = Array.from({ length: 2_000 }, () => random.int(-(2 ** 31), 2 ** 31 - 1));
    const edges = [
      0,
      -0,
      2 ** 31 - 1,
      -(2 ** 31),
      ...powers,
      ...powers.map((each) => -each),
      ...powers.map((each) => each - 1),
    ];
    for (const value of [...edges, ...drawn]) {
      const out = Bytes.begin();
      out.int(value);
      expect(String(out.end())).toBe(JSON.stringify(value));
    }
  });

  test("grows, forgets what is taken back, and leaves what was written before as it is", () => {
    const first = Bytes.begin();
    first.json(JSON.stringify("汉".repeat(100_000)));
    const { at } = first;
    first.ascii("forgotten");
    first.at = at;
    const one = first.end();
    const second = Bytes.begin();
    const nested = Bytes.begin();
    second.put(Buffer.from("x".repeat(1_000_000)));
    nested.ascii("y");
    expect([String(nested.end()), second.end().length, second.at]).toEqual(["y", 1_000_000, 1_000_000]);
    const third = Bytes.begin();
    third.ascii("z".repeat(10));
    third.drop();
    expect(JSON.parse(String(one))).toBe("汉".repeat(100_000));
  });
});
