import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GATEWAY_SETTINGS } from "../../gateway/config";
import {
  databaseConnections,
  PROJECT,
  readConfiguration,
  settingsToRepeat,
  subgraphPorts,
} from "../../scripts/supervisor/configuration";
import { gatewayEnvironment, type Outside, portsOf, settingsOf } from "../../scripts/supervisor/platformProcesses";
import { greeting } from "../../scripts/supervisor/terminal";
import { APART, BESIDE, BESIDE_THE_POOL, OF_A_WORKER } from "../../subgraphs/storage/connections";
import { SUBGRAPH_SETTINGS } from "../../subgraphs/tier/config";

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
  [{ GATEWAY_DEVELOPERS: "somebody" }, "GATEWAY_DEVELOPERS: must be accounts"],
  [{ RATE_REQUESTS: "0" }, "RATE_REQUESTS: "],
  [{ CITY_PORT: "4001" }, "CITY_PORT: is the same port as PROVINCE_PORT"],
  [{ COUNTY_REPLICAS: "5" }, "COUNTY_REPLICAS: must be a whole number, 1 to 4"],
  [{ COUNTY_REPLICAS: "2", ISSUER_PORT: "4023" }, "COUNTY_REPLICAS: is the same port as ISSUER_PORT"],
  [{ GATEWAY_HOST: "0.0.0.0" }, "GATEWAY_HOST: must be a loopback address"],
  [{ OIDC_ISSUER: "https://login.example" }, "OIDC_ISSUER: "],
  [{ PLATFORM_MODE: "site", OIDC_ISSUER: "https://login.example" }, "PLATFORM_EMBEDDED_DATABASE: must be `yes`"],
  [{ PLATFORM_MODE: "site", PLATFORM_EMBEDDED_DATABASE: "yes" }, "OIDC_ISSUER: is needed"],
])("the bad setting %j is refused by its name", (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(message);
});

test("what the greeting says works where it is pasted: settings of this platform stand in front of the command", () => {
  expect(settingsToRepeat(readConfiguration({}))).toBe("");
  const elsewhere = readConfiguration({ PLATFORM_DATA: "/tmp/it's here", ISSUER_PORT: "21005", COUNTY_PORT: "21003" });
  expect(settingsToRepeat(elsewhere)).toBe("PLATFORM_DATA='/tmp/it'\\''s here' ISSUER_PORT=21005 ");
  const folder = mkdtempSync(join(tmpdir(), "greeting-"));
  const accountsFile = join(folder, "accounts.json");
  const accounts = Array.from({ length: 31 }, (_, i) => ({ id: `county:990101.a${i}`, label: "经办人" }));
  writeFileSync(accountsFile, JSON.stringify({ accounts }));
  const settings = settingsToRepeat(readConfiguration({ PLATFORM_DATA: "/data/second", ISSUER_PORT: "21005" }));
  const said = greeting("http://127.0.0.1:21000", { accountsFile, settings });
  rmSync(folder, { recursive: true });
  const commands = said.split("\n").filter((line) => line.includes("npm run"));
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    expect(command).toContain("PLATFORM_DATA=/data/second ISSUER_PORT=21005 npm run -s token -- ");
  }
  expect(commands.at(-1)).toMatch(/^ {4}curl -s http:\/\/127\.0\.0\.1:21000\/graphql /);
});

test("what a site sets for its gateway or its subgraphs is handed on to them", () => {
  const developers = "county:530115.clerk,city:5301.clerk";
  const configuration = readConfiguration({
    GATEWAY_DEVELOPERS: developers,
    GATEWAY_OPERATIONS: "saved",
    RATE_COST: "",
    ATTACHMENT_MAX_BYTES: "4096",
  });
  const env = settingsOf(GATEWAY_SETTINGS, configuration);
  expect(env).toMatchObject({ GATEWAY_DEVELOPERS: developers, GATEWAY_OPERATIONS: "saved", RATE_COST: "500000" });
  expect(env).not.toHaveProperty("METRICS_PORT");
  expect(settingsOf(SUBGRAPH_SETTINGS, configuration)).toMatchObject({
    ATTACHMENT_MAX_BYTES: "4096",
    DATABASE_POOL: "10",
  });
});

test("a tier with several processes has a port for each, and the gateway is told all of them", () => {
  const configuration = readConfiguration({ COUNTY_REPLICAS: "3", CITY_PORT: "5002" });
  expect(subgraphPorts(configuration, "county")).toEqual([4003, 4023, 4043]);
  expect(subgraphPorts(configuration, "city")).toEqual([5002]);
  expect(portsOf(configuration).map(({ port }) => port)).toEqual(expect.arrayContaining([4003, 4023, 4043, 5002]));
  const outside = { configuration, secrets: { province: { key: "p" }, city: { key: "c" }, county: { key: "n" } } };
  expect(gatewayEnvironment(outside as unknown as Outside)).toMatchObject({
    ...{ PROVINCE_URL: "http://127.0.0.1:4001", CITY_URL: "http://127.0.0.1:5002", COUNTY_KEY: "n" },
    COUNTY_URL: "http://127.0.0.1:4003,http://127.0.0.1:4023,http://127.0.0.1:4043",
  });
});

test("the embedded server takes as many connections as all processes together may open, and some for commands", () => {
  const needed = (environment: NodeJS.ProcessEnv) => databaseConnections(readConfiguration(environment));
  expect(needed({})).toBe(200);
  const four = { PROVINCE_REPLICAS: "4", CITY_REPLICAS: "4", COUNTY_REPLICAS: "4" };
  expect(needed(four)).toBe(12 * (10 + BESIDE_THE_POOL) + 3 * OF_A_WORKER + 40);
  expect(needed({ ...four, DATABASE_POOL: "30" }) - needed(four)).toBe(12 * 20);
});

test("the handbook counts connections as the processes open them", () => {
  const handbook = readFileSync(join(PROJECT, "docs", "operations.md"), "utf8");
  const { DATABASE_POOL: pool } = readConfiguration({});
  for (const words of [
    `connections for operations ${pool}. A subgraph opens ${BESIDE_THE_POOL} more at most: ${BESIDE} for standings and health, ${APART} for looks`,
    `1 that listens; a worker ${OF_A_WORKER}.`,
    `\`DATABASE_POOL\` says and ${BESIDE_THE_POOL} more at most, a worker ${OF_A_WORKER}: four processes\nand their worker ${4 * (pool + BESIDE_THE_POOL) + OF_A_WORKER},`,
  ]) {
    expect(handbook).toContain(words);
  }
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
