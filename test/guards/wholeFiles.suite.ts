import { wholeFiles } from "../../scripts/wholeFiles";
import { clearHouses, plantHouse } from "./plantedHouse";

afterAll(clearHouses);

const ASKS = 'require("../support/whole");';

test("a test file runs as a whole where it lies in test/whole, asks whether it does, or runs something that asks", () => {
  const tests = plantHouse({
    "whole/long.test.js": "",
    "whole/rows.js": "",
    "federation/tierDown.test.js": ASKS,
    "federation/rounds.test.js": "",
    "federation/gateway.test.js": 'require("./gatewayTiers");',
    "federation/gatewayTiers.js": ASKS,
    "storage/storage.test.js": "(0, suites_1.runSuites)(__dirname);",
    "storage/figures.suite.js": ASKS,
    "security/visibility.sql.test.js": ASKS,
    "dashboard/pages.test.js": 'require("./work.suite");',
    "dashboard/work.suite.js": 'require("../looks/order");',
    "looks/order.js": ASKS,
    "support/whole.js": "",
  });
  expect(wholeFiles(tests)).toEqual([
    "dashboard/pages.test.js",
    "federation/gateway.test.js",
    "federation/tierDown.test.js",
    "storage/storage.test.js",
    "whole/long.test.js",
  ]);
});

test("what asks and is run by no test file is noticed", () => {
  const tests = plantHouse({ "federation/gatewayTiers.js": ASKS, "federation/rounds.test.js": "" });
  expect(() => wholeFiles(tests)).toThrow("no test file runs federation/gatewayTiers.js");
});
