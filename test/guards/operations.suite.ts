import { readFileSync } from "node:fs";
import { join } from "node:path";
import { composeSupergraph } from "../../scripts/check/composition";
import { findOperationFaults } from "../../scripts/check/operations";
import { savedOperations } from "../../scripts/client/savedOperation";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const supergraph = composeSupergraph([
  {
    name: "county",
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@inaccessible"])
      type Query { finding(id: ID!): Finding }
      type Finding @key(fields: "id") { id: ID! status: String secret: String @inaccessible }`,
  },
]);

function faultsOf(files: Record<string, string>): string[] {
  return findOperationFaults(plantHouse(files), supergraph);
}

test("an operation that the schema can answer is in order", () => {
  const text = "query OneFinding($id: ID!) { finding(id: $id) { id status } }";
  expect(faultsOf({ "schema/operations/one.graphql": text })).toEqual([]);
});

test.each([
  ["an unknown field", "query A { finding(id: 1) {\n colour } }", /one\.graphql:2 .*colour/],
  ["a field that the API hides", "query A { finding(id: 1) { secret } }", /one\.graphql:1 .*secret/],
  ["a missing argument", "query A { finding { id } }", /one\.graphql:1 .*argument "id"/],
  ["a variable of another type", "query A($id: Boolean!) { finding(id: $id) { id } }", /one\.graphql:1 .*"\$id"/],
  ["an entrance that only the gateway may use", "query A { _service { sdl } }", /one\.graphql:1 .*_service/],
  ["an operation without a name", "{ finding(id: 1) { id } }", /one\.graphql has an operation without a name/],
  ["a text that is no GraphQL", "query {", /one\.graphql:1 Syntax Error/],
])("%s is found", (_, text, fault) => {
  const faults = faultsOf({ "schema/operations/one.graphql": text });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(fault);
});

test("two operations of the same name are found", () => {
  const text = "query A { finding(id: 1) { id } }";
  expect(faultsOf({ "schema/operations/one.graphql": text, "schema/operations/two.graphql": text })).toEqual([
    "schema/operations/two.graphql saves an operation A, as schema/operations/one.graphql does",
  ]);
});

test("a folder without operations checks nothing and says so", () => {
  expect(faultsOf({})).toEqual(["schema/operations holds no *.graphql file"]);
});

test("what the README asks by name is a saved operation, as `npm run -s ask` takes it", () => {
  const readme = readFileSync(join(__dirname, "../../../README.md"), "utf8");
  const asked = [...readme.matchAll(/(?:ask -- \S+|\$ …) ([\w-][\w.:-]*)/g)].map(([, name]) => name as string);
  const named = asked.filter((name) => name !== "OPERATION");
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !savedOperations().includes(name))).toEqual([]);
});
