import { findUnreached } from "../../scripts/check/reach";
import { findStrayOperations, operationFiles } from "../../scripts/operations";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const SCHEMAS = {
  "schema/province.graphql": "type Query { provinceRounds: Int } type Mutation { moveProvinceRound: Int }",
  "schema/city.graphql": "type Query { cityRounds: Int }",
  "schema/county.graphql": "type Query { countyRounds: Int } extend type Query { countyUnits: Int }",
};
const COUNTY = {
  "schema/operations/rounds.graphql": "# 轮次。\n# Rounds.\nquery Rounds { countyRounds }",
  "schema/operations/units.graphql": "query Units { countyUnits }",
};

test("a question or a mutation of a tier that no saved operation asks for is found", () => {
  const city = { "schema/operations/city.graphql": "query City { cityRounds }" };
  expect(findUnreached(plantHouse({ ...SCHEMAS, ...COUNTY, ...city }))).toEqual([
    "schema/province.graphql: no saved operation reaches query provinceRounds",
    "schema/province.graphql: no saved operation reaches mutation moveProvinceRound",
  ]);
});

test("an operation of one tier is made for the others, in their names and with its comment", () => {
  const files = operationFiles(
    plantHouse({
      "schema/operations/move.graphql":
        "# 办理。\nmutation Move($input: I!) { moveCountyRound(input: $input) { ... on CountyRoundList { county { ...r } } } }\nfragment r on CountyRound { id }",
    }),
  );
  expect(files.map(({ file }) => file)).toEqual([
    "schema/operations/move.province.graphql",
    "schema/operations/move.city.graphql",
  ]);
  const text = files[1]?.generate() ?? "";
  expect(text).toMatch(/^# 市级。Of the city; generated from move\.graphql .*\n# 办理。\nmutation MoveOfCity\(/);
  expect(text).toContain("moveCityRound(input: $input)");
  expect(text).toContain("... on CityRoundList {");
  expect(text).toContain("fragment r on CityRound {");
  expect(text).toContain("county {");
});

test.each([
  ["asks several tiers", "query A { countyRounds cityRounds }"],
  ["asks none", "query A { viewer { id } }"],
  ["says by its name of which tier it is", "query AOfCounty { countyRounds }"],
])("nothing is made of an operation that %s", (_, text) => {
  expect(operationFiles(plantHouse({ "schema/operations/a.graphql": text }))).toEqual([]);
});

test("nothing is made where a tier has the operation by hand", () => {
  const hand = { "schema/operations/b.graphql": "query AOfCity { cityRounds }" };
  const files = operationFiles(plantHouse({ "schema/operations/a.graphql": "query A { countyRounds }", ...hand }));
  expect(files.map(({ file }) => file)).toEqual(["schema/operations/a.province.graphql"]);
});

test("a generated file whose source is gone is found", () => {
  const stray = { "schema/operations/gone.city.graphql": "query GoneOfCity { cityRounds }" };
  expect(findStrayOperations(plantHouse({ ...COUNTY, ...stray }))).toEqual([
    "schema/operations/gone.city.graphql is generated from nothing: delete it",
  ]);
});
