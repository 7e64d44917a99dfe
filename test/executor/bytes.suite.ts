import { Bytes, bytesOf } from "../../gateway/executor/bytes";
import { Random } from "../../scripts/random";

describe("what is written piece by piece", () => {
  test("is what its pieces are, those that stand there already too, wherever it is taken back", () => {
    const random = new Random(7);
    for (let turn = 0; turn < 500; turn++) {
      const out = Bytes.begin();
      // now and then so long that a piece makes it grow
      const source = "what was found ".repeat(turn % 25 ? 4 : 4_000);
      let expected = source;
      out.ascii(source);
      for (let piece = 0; piece < 40; piece++) {
        const kind = random.int(0, 3);
        const from = random.int(1, source.length - 1);
        const end = random.int(from, source.length);
        const back = random.int(source.length, expected.length);
        if (kind === 0) out.put(bytesOf("put"));
        else if (kind === 1) out.copy(Buffer.from("copied"), 1, 4);
        else if (kind === 2) out.backTo(back);
        else {
          // in two pieces that follow each other, as fields do
          const middle = random.int(from, end);
          out.again(from, middle);
          out.again(middle, end);
        }
        const written = ["put", "opi", "", source.slice(from, end)][kind] as string;
        expected = kind === 2 ? expected.slice(0, back) : expected + written;
      }
      expect(String(out.end())).toBe(expected);
    }
  });

  test("grows, forgets what is taken back, and leaves what was written before as it is", () => {
    const first = Bytes.begin();
    first.json(JSON.stringify("汉".repeat(100_000)));
    const { at } = first;
    first.ascii("forgotten");
    first.backTo(at);
    const one = first.end();
    const second = Bytes.begin();
    const nested = Bytes.begin();
    second.put(Buffer.from("x".repeat(1_000_000)));
    nested.ascii("y");
    expect([String(nested.end()), second.copyFrom(10).length]).toEqual(["y", 999_990]);
    expect(second.end().length).toBe(1_000_000);
    const third = Bytes.begin();
    third.ascii("z".repeat(10));
    third.drop();
    expect(JSON.parse(String(one))).toBe("汉".repeat(100_000));
  });

  test("has no part any more in what was let go of", () => {
    const first = Bytes.begin();
    first.drop();
    const second = Bytes.begin();
    second.ascii("another's");
    first.ascii("late");
    expect([String(second.end()), String(first.end())]).toEqual(["another's", "late"]);
  });
});
