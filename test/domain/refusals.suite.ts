import { isRefused, REFUSALS, REFUSALS_BY_CONCEPT, refuse } from "../../subgraphs/domain/refusals";

const entries = Object.entries(REFUSALS);

test.each(entries)("%s is told in Chinese and in English, each with a remedy", (code, text) => {
  expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  for (const chinese of [text.zh, text.remedyZh]) expect(chinese).toMatch(/^[^a-z]*\p{Script=Han}.*。$/u);
  for (const english of [text.en, text.remedyEn]) {
    expect(english).toMatch(/^[A-Z].*\.$/);
    expect(english).not.toMatch(/\p{Script=Han}/u);
  }
});

test("each code stands with one concept", () => {
  const codes = Object.values(REFUSALS_BY_CONCEPT).flatMap((refusals) => Object.keys(refusals));
  expect(codes.filter((code, place) => codes.indexOf(code) !== place)).toEqual([]);
});

test("no two codes say the same", () => {
  for (const language of ["zh", "en"] as const) {
    expect(new Set(entries.map(([, text]) => text[language])).size).toBe(entries.length);
  }
});

test("a refusal is told from an answer", () => {
  expect(isRefused(refuse("STALE_VERSION", "county:AAAAAAAAAAAAAAAAAAAAAA"))).toBe(true);
  expect(isRefused({ to: "CLOSED", event: "FindingClosed" })).toBe(false);
  expect(isRefused(["county:AAAAAAAAAAAAAAAAAAAAAA"])).toBe(false);
});
