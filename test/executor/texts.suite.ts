import { Text } from "../../gateway/executor/text";
import { Texts } from "../../gateway/executor/texts";

const textOf = (words: string) => {
  const bytes = Buffer.from(JSON.stringify(words));
  return new Text(bytes, 0, bytes.length);
};

describe("numbered texts", () => {
  test("have one number where they are equal, however many there are", () => {
    const texts = new Texts();
    const words = Array.from({ length: 5_000 }, (_, i) => `county:finding-${i}`);
    expect(words.map((each, number) => texts.add(textOf(each), number))).toEqual([...words.keys()]);
    expect(words.map((each) => texts.add(textOf(each), -1))).toEqual([...words.keys()]);
  });

  test("that were chosen for their hashes are compared with a few others only, and asked for once more where they come again", () => {
    const bits = 0x3ff;
    const chosen: Text[] = [];
    for (let i = 0; chosen.length < 200; i++) {
      const text = textOf(`chosen ${i}`);
      if ((text.hash() & bits) === 0) chosen.push(text);
    }
    const texts = new Texts();
    expect(chosen.map((each, number) => texts.add(each, number))).toEqual([...chosen.keys()]);
    // the first have filled the places that may be looked at: no other is kept, and none is compared with more
    const again = chosen.map((each, number) => texts.add(each, 1_000 + number));
    expect(again).toEqual(chosen.map((_, number) => (number < 64 ? number : 1_000 + number)));
  });
});
