import { buildSchema, GraphQLError, type GraphQLScalarType, graphqlSync } from "graphql";
import { faultOfLiteral, faultOfVariable } from "../../gateway/requestFaults";

const SCHEMA = buildSchema(`
  enum Command { CLAIM OBJECT }
  scalar Date
  input Answer { disclosureId: ID!, command: Command, on: Date, version: Int, note: String, final: Boolean }
  type Query { ask(input: Answer!): String }`);

// as a tier does it
const DATE = SCHEMA.getType("Date") as GraphQLScalarType;
DATE.parseValue = DATE.parseLiteral = () => {
  throw new GraphQLError("not a Date");
};

function faultOf(input: object) {
  const source = "query ($input: Answer!) { ask(input: $input) }";
  const { errors = [] } = graphqlSync({ schema: SCHEMA, source, variableValues: { input } });
  return faultOfVariable((errors[0] as GraphQLError).message)?.details.fields;
}

test("a field that is missing in a variable is named", () => {
  expect(faultOf({ command: "CLAIM" })).toEqual([{ path: "input.disclosureId", reason: "必填。It is required." }]);
});

test("of a value that an enumeration does not have the enumeration is named, and the value is not repeated", () => {
  const [fault] = faultOf({ disclosureId: "1", command: "CLAIMM" }) ?? [];
  expect(fault).toEqual({ path: "input.command", reason: "不是 Command 的取值。It is none of the values of Command." });
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
  [{ clue: 3 }, "input", "没有的字段"],
])("what is expected is said in Chinese: %j", (given, path, reason) => {
  expect(faultOf({ disclosureId: "1", ...given })).toEqual([{ path, reason: expect.stringContaining(reason) }]);
});

test("a literal that only a tier can refuse is told in Chinese too", () => {
  const [error] =
    graphqlSync({ schema: SCHEMA, source: 'query { ask(input: { disclosureId: 1, on: "x" }) }' }).errors ?? [];
  expect(faultOfLiteral((error as GraphQLError).message)?.message).toMatch(/^应为存在的日期/);
  expect(faultOfLiteral("another sentence")).toBeUndefined();
});
