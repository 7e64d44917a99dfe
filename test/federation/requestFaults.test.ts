import {
  buildSchema,
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  graphqlSync,
  parse,
  validate,
} from "graphql";
import { faultOfLiteral, faultOfVariable, requestFaultOf, valuesIn } from "../../gateway/requestFaults";

function numbered(count: number): string {
  return Array.from({ length: count }, (_, i) => `N${i + 1}`).join(" ");
}
const SCHEMA = buildSchema(`
  enum Command { CLAIM OBJECT }
  enum Twenty { ${numbered(20)} }
  enum More { ${numbered(21)} }
  scalar Date
  input Answer { disclosureId: ID!, command: Command, on: Date, version: Int, note: String, final: Boolean, twenty: Twenty, more: More }
  type Query { ask(input: Answer!): String }`);

// as a tier does it
const DATE = SCHEMA.getType("Date") as GraphQLScalarType;
DATE.parseValue = DATE.parseLiteral = () => {
  throw new GraphQLError("not a Date");
};

function faultOf(input: object, schema?: GraphQLSchema) {
  const source = "query ($input: Answer!) { ask(input: $input) }";
  const { errors = [] } = graphqlSync({ schema: SCHEMA, source, variableValues: { input } });
  return faultOfVariable((errors[0] as GraphQLError).message, (type) => valuesIn(schema, type))?.details.fields;
}

test("a field that is missing in a variable is named", () => {
  expect(faultOf({ command: "CLAIM" })).toEqual([{ path: "input.disclosureId", reason: "必填。It is required." }]);
});

test("of a value that an enumeration does not have the enumeration is named, and the value is not repeated", () => {
  const [fault] = faultOf({ disclosureId: "1", command: "CLAIMM" }) ?? [];
  expect(fault).toEqual({ path: "input.command", reason: "不是 Command 的取值。It is none of the values of Command." });
});

test("what an enumeration has is listed where a person reads it through, and where its schema is known", () => {
  const reasons = [{ command: "CLAIMM" }, { twenty: "N21" }, { more: "N22" }].map(
    (given) => faultOf({ disclosureId: "1", ...given }, SCHEMA)?.[0]?.reason,
  );
  expect(reasons).toEqual([
    "不是 Command 的取值，应为：CLAIM, OBJECT。It is none of the values of Command, which are CLAIM, OBJECT.",
    expect.stringMatching(/, N19, N20\.$/),
    "不是 More 的取值。It is none of the values of More.",
  ]);
});

test("of the schema only enumerations are listed", () => {
  expect(valuesIn(SCHEMA, "Answer")).toBeUndefined();
  expect(valuesIn(undefined, "Command")).toBeUndefined();
});

test("no value poses as the name of a field or of an enumeration", () => {
  const posing = '; Field "secret" of required type "ID!" was not provided.';
  const faults = faultOf({ disclosureId: { posing }, command: "CLAIM" });
  expect(faults).toEqual([{ path: "input.disclosureId", reason: expect.stringContaining("与类型不符") }]);
});

test.each([
  [{ on: "2026-02-30" }, "input.on", "应为存在的日期"],
  [{ version: "3; not a Date" }, "input.version", "应为整数"],
  [{ note: 3 }, "input.note", "应为文字"],
  [{ final: "no" }, "input.final", "应为 true 或 false"],
  [{ clue: 3 }, "input.clue", "没有此字段"],
  [{ notes: 3 }, "input.notes", "没有此字段"],
  [{ "<b>x</b>": 3 }, "input", "没有的字段"],
  [{ ["n".repeat(61)]: 3 }, "input", "没有的字段"],
])("what is expected is said in Chinese: %j", (given, path, reason) => {
  expect(faultOf({ disclosureId: "1", ...given })).toEqual([{ path, reason: expect.stringContaining(reason) }]);
});

test("of a field that the schema does not have the name is told, and never the one that may be meant", () => {
  const told = JSON.stringify(faultOf({ disclosureId: "1", notee: "secret" }));
  expect(told).toContain("input.notee");
  expect(told).not.toMatch(/Did you mean|"note"|secret|Answer/);
  const source = "query { ask(input: { disclosureId: 1, notee: 1 }) }";
  const [error] = validate(SCHEMA, parse(source));
  const asked = new GraphQLError((error as GraphQLError).message, {
    nodes: error?.nodes,
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
  });
  expect(requestFaultOf(asked)?.message).toMatch(
    / notee: 接口定义中没有此字段。The schema has no such field at this place\.$/,
  );
});

test("a literal that only a tier can refuse is told in Chinese too", () => {
  const [error] =
    graphqlSync({ schema: SCHEMA, source: 'query { ask(input: { disclosureId: 1, on: "x" }) }' }).errors ?? [];
  expect(faultOfLiteral((error as GraphQLError).message)?.message).toMatch(/^应为存在的日期/);
  expect(faultOfLiteral("another sentence")).toBeUndefined();
});
