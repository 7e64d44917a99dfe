import {
  FIELD_REASONS,
  type FieldFault,
  type FieldReasonCode,
  faultAt,
  reasonOf,
} from "../../schema/contract/fieldReasons";
import { PROFILES } from "../../scripts/subgraphs";
import { FILE_FAULTS } from "../../subgraphs/files/badFile";
import { tierSchema } from "../../subgraphs/tier/schema";

/** What a clerk reads first: a Chinese sentence, then an English one. */
const BOTH = /^[^a-z。]*\p{Script=Han}[^。]*。.*[A-Za-z][^。]*\.$/u;

test.each([...Object.entries(FIELD_REASONS), ...Object.entries(FILE_FAULTS)])(
  "%s is said in Chinese and in English, with the same in braces",
  (_, { zh, en }) => {
    expect(`${zh}${en}`).toMatch(BOTH);
    const slots = (text: string) => [...text.matchAll(/\{(\w+?)(Zh)?\}/g)].map(([, slot]) => slot).sort();
    // which column is missing stands in the Chinese sentence; its name is Chinese
    if (slots(en).length) expect(slots(zh)).toEqual(slots(en));
  },
);

test("every rule of every input type says so by the registry", () => {
  for (const profile of Object.values(PROFILES)) tierSchema(profile);
  const kept = (globalThis as { classValidatorMetadataStorage?: { validationMetadatas: Map<unknown, Rule[]> } })
    .classValidatorMetadataStorage;
  const messages = [...(kept?.validationMetadatas.values() ?? [])].flat().map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(100);
  const known = Object.values(FIELD_REASONS).map(({ zh, en }) => patternOf(`${zh}${en}`));
  expect(messages.filter((message) => !known.some((pattern) => pattern.test(String(message))))).toEqual([]);
});

interface Rule {
  message: unknown;
}

function patternOf(text: string): RegExp {
  const plain = text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replace(/\{\w+\}/g, "\\d+")}$`);
}

test("what stands in braces is told, and a reason of one's own does not compile", () => {
  expect(faultAt("input.note", "LENGTH", { min: 1, max: 20 })).toEqual({
    path: "input.note",
    reason: "长度应为1至20字。It must have 1 to 20 characters.",
  });
  // @ts-expect-error a reason that has slots is not said without them
  expect(reasonOf("LENGTH")).toContain("undefined");
  // @ts-expect-error nothing but the registry makes a reason
  const own: FieldFault = { path: "input.note", reason: "not found" };
  // @ts-expect-error nor does it know what is not in it
  const unknown: FieldReasonCode = "NO_SUCH_REASON";
  expect([own.path, unknown]).toHaveLength(2);
});
