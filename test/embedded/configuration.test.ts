import { readConfiguration } from "../../scripts/supervisor/configuration";

test("without any setting the platform is a demonstration on loopback with the documented ports", () => {
  expect(readConfiguration({})).toMatchObject({
    PLATFORM_MODE: "demo",
    GATEWAY_HOST: "127.0.0.1",
    GATEWAY_PORT: 4000,
    COUNTY_PORT: 4003,
    COUNTY_WORKER_PORT: 4013,
    ISSUER_PORT: 4005,
    DATABASE_PORT: 4054,
  });
});

test.each([
  [{ GATEWAY_PORT: "fourty" }, "GATEWAY_PORT: "],
  [{ GATEWAY_PORT: "70000" }, "GATEWAY_PORT: "],
  [{ PLATFORM_MODE: "production" }, "PLATFORM_MODE: "],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL: "],
  [{ CITY_PORT: "4001" }, "CITY_PORT: is the same port as PROVINCE_PORT"],
  [{ GATEWAY_HOST: "0.0.0.0" }, "GATEWAY_HOST: must be a loopback address"],
  [{ OIDC_ISSUER: "https://login.example" }, "OIDC_ISSUER: "],
  [{ PLATFORM_MODE: "site", OIDC_ISSUER: "https://login.example" }, "PLATFORM_EMBEDDED_DATABASE: must be `yes`"],
  [{ PLATFORM_MODE: "site", PLATFORM_EMBEDDED_DATABASE: "yes" }, "OIDC_ISSUER: is needed"],
])("the bad setting %j is refused by its name", (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(message);
});

test("a refusal does not repeat the value, which may be a secret in the wrong place", () => {
  expect(() => readConfiguration({ GATEWAY_PORT: "hunter2" })).toThrow(expect.not.stringContaining("hunter2"));
});

test("a site that asks for the embedded database by name gets it", () => {
  const environment = {
    PLATFORM_MODE: "site",
    PLATFORM_EMBEDDED_DATABASE: "yes",
    OIDC_ISSUER: "https://login.example",
  };
  expect(readConfiguration(environment)).toMatchObject({ PLATFORM_MODE: "site" });
});
