import fc from "fast-check";
import {
  isUnder,
  levelOf,
  normaliseRegionCode,
  parentOf,
  REGION_LEVELS,
  tierOfOffice,
} from "../../schema/contract/regionCode";

const LENGTHS = [2, 4, 6, 9, 12] as const;

/** Any code that names something: no level of it is empty. */
const aCode = fc
  .tuple(
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: 1, max: 5 }),
  )
  .map(([province, city, county, township, village, depth]) =>
    [pad(province, 2), pad(city, 2), pad(county, 2), pad(township, 3), pad(village, 3)].slice(0, depth).join(""),
  );

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

describe("a region code", () => {
  test.each([
    ["53", "53"],
    ["5300", "53"],
    ["530000", "53"],
    ["530000000", "53"],
    ["530000000000", "53"],
    ["5301", "5301"],
    ["530100", "5301"],
    ["530100000000", "5301"],
    ["530115", "530115"],
    ["530115000", "530115"],
    ["530115000000", "530115"],
    ["530115001", "530115001"],
    ["530115001000", "530115001"],
    ["530115001002", "530115001002"],
    ["100000", "10"],
    ["530110", "530110"],
    ["530115100", "530115100"],
  ])("%s is brought to %s", (text, code) => {
    expect(normaliseRegionCode(text)).toBe(code);
  });

  test.each([
    ["nothing", ""],
    ["one digit", "5"],
    ["a length between the levels", "53011"],
    ["too many digits", "5301150010021"],
    ["a letter", "53O1"],
    ["a space", " 53"],
    ["a line feed at the end", "53\n"],
    ["a sign", "+5"],
    ["a spreadsheet's number", "5.3E+11"],
    ["full-width digits", "５３"],
    ["no province", "000000"],
    ["an empty city before a county", "530015"],
    ["an empty county before a township", "441900003"],
    ["an empty township before a village", "530115000002"],
  ])("%s is refused", (_why, text) => {
    expect(normaliseRegionCode(text)).toBeUndefined();
  });

  test("is the same after being normalised twice, whatever the digits", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 13 });
    fc.assert(
      fc.property(fc.oneof(digits, aCode), (text) => {
        const once = normaliseRegionCode(text);
        expect(once === undefined ? undefined : normaliseRegionCode(once)).toBe(once);
      }),
    );
  });

  test("padded with zeros to any longer length names the same region", () => {
    fc.assert(
      fc.property(aCode, fc.constantFrom(...LENGTHS), (code, length) => {
        expect(normaliseRegionCode(code.padEnd(length, "0"))).toBe(code);
      }),
    );
  });

  test("has the level of its length and lies under each of its ancestors", () => {
    fc.assert(
      fc.property(aCode, (code) => {
        expect(levelOf(code)).toBe(REGION_LEVELS[LENGTHS.indexOf(code.length as 2)]);
        const parent = parentOf(code);
        if (parent === undefined) expect(levelOf(code)).toBe("PROVINCE");
        else
          expect([isUnder(code, parent), isUnder(parent, code), normaliseRegionCode(parent)]).toEqual([
            true,
            false,
            parent,
          ]);
      }),
    );
  });

  test("names an office of its level's tier, and none below a county", () => {
    expect(["99", "9901", "990101", "990101001", "990101001001", "99010", ""].map(tierOfOffice)).toEqual([
      ...["PROVINCE", "CITY", "COUNTY"],
      ...[undefined, undefined, undefined, undefined],
    ]);
  });

  test("of one city is not under the next city, and everything is under itself", () => {
    expect(isUnder("530215", "5301")).toBe(false);
    expect(isUnder("5301", "5301")).toBe(true);
    expect(isUnder("5301", "")).toBe(false);
  });
});
