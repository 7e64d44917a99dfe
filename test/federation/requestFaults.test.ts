import { buildSchema, GraphQLError, graphqlSync } from "graphql";
import { faultOfVariable } from "../../gateway/requestFaults";

const SCHEMA = buildSchema(`
  enum Command { CLAIM OBJECT }
  input Answer { disclosureId: ID!, command: Command }
  type Query { ask(input: Answer!): String }`);

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
