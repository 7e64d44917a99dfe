const { availableParallelism } = require("node:os");

/** Jest runs what tsc compiled: no transform, so the tests load the same files as the platform. @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/dist"],
  testMatch: ["<rootDir>/dist/test/**/*.test.js"],
  // what only `npm run whole` runs
  testPathIgnorePatterns: ["/node_modules/", ...(process.env.TEST_WHOLE ? [] : ["<rootDir>/dist/test/whole/"])],
  transform: {},
  testEnvironment: "<rootDir>/dist/test/runtime/environment.js",
  runtime: "<rootDir>/dist/test/runtime/runtime.js",
  ...(process.env.TEST_WHOLE ? {} : { runner: "<rootDir>/dist/test/cost/lanes.js" }),
  testRunner: "<rootDir>/dist/test/cost/runner.js",
  testSequencer: "<rootDir>/dist/test/cost/sequencer.js",
  reporters: ["default", "<rootDir>/dist/test/cost/reporter.js"],
  globalSetup: "<rootDir>/dist/test/setup.js",
  globalTeardown: "<rootDir>/dist/test/teardown.js",
  // As a whole they run in one row: tests wait for the database and for processes some of the time, so one more at once than there are
  // cores. With five on two cores the same work took more processor time, and what must happen within seconds (chaos) did not.
  maxWorkers: Math.min(4, availableParallelism() + 1),
  // It only ends what hangs: on a busy machine nothing fails because it is slow. The whole form runs measurements of minutes.
  testTimeout: process.env.TEST_WHOLE ? 900_000 : 300_000,
  errorOnDeprecated: true,
};
