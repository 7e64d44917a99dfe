import { type Answers, verdictOn } from "../../scripts/difference/compare";
import { searchDifference } from "../../scripts/difference/search";
import { SEED } from "../security/howMany";
import { WHOLE } from "../support/whole";

const OPERATIONS = Number(process.env.TEST_OPERATIONS ?? (WHOLE ? 60 : 20));

test(`${OPERATIONS} operations over drawn graphs give what the library gives, or what an undivided schema gives (seed ${SEED})`, async () => {
  const { compared, different } = await searchDifference({ operations: OPERATIONS, seed: SEED });
  expect(different).toBeUndefined();
  expect(compared).toBe(OPERATIONS);
});

describe("the comparison notices", () => {
  const told = (data: unknown, errors: string[] = []) => ({ data, errors });
  const SOUND = { a: { b: 1, c: [1, 2] }, d: null };

  test.each<[string, unknown, string[]]>([
    ["a value that is another", { a: { b: 2, c: [1, 2] }, d: null }, []],
    ["an element that is missing", { a: { b: 1, c: [1] }, d: null }, []],
    ["a list in another order", { a: { b: 1, c: [2, 1] }, d: null }, []],
    ["fields in another order", { a: { c: [1, 2], b: 1 }, d: null }, []],
    ["a null that went one level too far up", { a: null, d: null }, []],
    ["an error that nobody told", SOUND, ['[["a","b"],"WRONG_1"]']],
  ])("%s", (_, data, errors) => {
    const answers: Answers = { ours: told(data, errors), stock: told(SOUND), undivided: told(SOUND) };
    expect(verdictOn(answers)).toBe("DIFFERENT");
  });

  test("nothing where all agree, and who is wrong where the library alone differs", () => {
    expect(verdictOn({ ours: told(SOUND), stock: told(SOUND), undivided: told(SOUND) })).toBe("EQUAL");
    expect(verdictOn({ ours: told(SOUND), stock: told(null), undivided: told(SOUND) })).toBe("STOCK_WRONG");
    expect(verdictOn({ ours: told(SOUND), stock: told(null), undivided: told({}) })).toBe("DIFFERENT");
  });
});
