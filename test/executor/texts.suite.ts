import { hashOf, Texts } from "../../gateway/executor/texts";

/** @returns bytes of JSON in which all of them stand, and where each begins */
function written(words: readonly string[]): { bytes: Buffer; at: number[] } {
  const texts = words.map((word) => Buffer.from(JSON.stringify(word)));
  let end = 1;
  const at = texts.map(({ length }) => {
    const from = end;
    end += length;
    return from;
  });
  return { bytes: Buffer.concat([Buffer.from(" "), ...texts]), at };
}

describe("numbered texts", () => {
  test("have one number where they are equal, however many there are, and whatever is escaped in them", () => {
    const words = Array.from({ length: 5_000 }, (_, i) => `county:finding-${i}${i % 3 ? "" : '"\\\n'}`);
    const { bytes, at } = written([...words, ...words]);
    const texts = new Texts(bytes);
    expect(at.slice(0, 5_000).map((each, number) => texts.add(each, number))).toEqual([...words.keys()]);
    expect(at.slice(5_000).map((each) => texts.add(each, -1))).toEqual([...words.keys()]);
  });

  test("that were chosen for their hashes are compared with a few others only, and asked for once more where they come again", () => {
    const bits = 0x3ff;
    const chosen: string[] = [];
    for (let i = 0; chosen.length < 200; i++) {
      const word = `chosen ${i}`;
      if ((hashOf(Buffer.from(JSON.stringify(word)), 0) & bits) === 0) chosen.push(word);
    }
    const { bytes, at } = written(chosen);
    const texts = new Texts(bytes);
    expect(at.map((each, number) => texts.add(each, number))).toEqual([...chosen.keys()]);
    // the first have filled the places that may be looked at: no other is kept, and none is compared with more
    const again = at.map((each, number) => texts.add(each, 1_000 + number));
    expect(again).toEqual(chosen.map((_, number) => (number < 64 ? number : 1_000 + number)));
  });
});
