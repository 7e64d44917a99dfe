import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigurationError, readConfiguration } from "../../gateway/config";
import { StandardError } from "../../schema/logs/standardError";
import { composeFakeSupergraph, send } from "../support/fakeTiers";
import { GatewayUnderTest } from "../support/gatewayUnderTest";
import { until } from "../support/until";
import { testWhole } from "../support/whole";

const ENTRY = resolve(__dirname, "../../gateway/index.js");

describe("the last words of a process", () => {
  const start = async () => {
    const child = spawn(process.execPath, [resolve(__dirname, "../support/lastWords.js")], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    await once(child, "message");
    return { child, ended: once(child, "exit") };
  };

  test("are read to the last line", async () => {
    const { child, ended } = await start();
    const words = text(child.stderr as never);
    child.send("end");
    expect((await words).trim().split("\n").length).toBe(5_000);
    expect(await ended).toEqual([0, null]);
  });

  test("keep no process alive whose reader has died", async () => {
    const { child, ended } = await start();
    child.stderr?.destroy();
    child.send("end");
    expect(await ended).toEqual([0, null]);
  });

  test("that tell of a fault leave at once, and take with them what was told before", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "log-")), "log");
    const fd = openSync(file, "a");
    const log = new StandardError(fd);
    log.write('{"level":30,"msg":"informs"}\n');
    await pause(0);
    expect(readFileSync(file, "utf8")).toBe("");
    log.write('{"level":50,"msg":"fails"}\n');
    await until("both are there", () => readFileSync(file, "utf8").split("\n").length === 3, 1);
    log.write('{"level":30,"msg":"informs"}\n');
    await until("so is the next in the end", () => readFileSync(file, "utf8").split("\n").length === 4, 1);
    closeSync(fd);
    rmSync(dirname(file), { recursive: true });
  });

  test("go on where the disk was full", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "log-")), "log");
    const full = openSync("/dev/full", "w");
    const log = new StandardError(full);
    log.write("lost\n");
    await pause(100);
    closeSync(full);
    // the same number: the lowest that is free
    for (let fd = -1; fd !== full; ) fd = openSync(file, "a");
    await until("there is room", () => {
      log.write("told\n");
      return readFileSync(file, "utf8").includes("told");
    });
    rmSync(dirname(file), { recursive: true });
  });
});

describe("the gateway's process", () => {
  const dir = mkdtempSync(join(tmpdir(), "gateway-process-"));
  const started: ChildProcess[] = [];
  const environment = {
    GATEWAY_PORT: "0",
    SUPERGRAPH_FILE: join(dir, "supergraph.graphql"),
    REGIONS_DIR: "schema/regions",
    OIDC_ISSUER: "http://127.0.0.1:9/",
    PROVINCE_URL: "http://127.0.0.1:9",
    CITY_URL: "http://127.0.0.1:9",
    COUNTY_URL: "http://127.0.0.1:9",
    PROVINCE_KEY: "p".repeat(32),
    CITY_KEY: "c".repeat(32),
    COUNTY_KEY: "n".repeat(32),
  };

  const start = (changes: Record<string, string | undefined>) => {
    const child = spawn(process.execPath, [ENTRY], {
      env: { ...environment, ...changes },
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.push(child);
    return child;
  };

  beforeAll(() => writeFileSync(environment.SUPERGRAPH_FILE, composeFakeSupergraph()));
  afterAll(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(dir, { recursive: true });
  });

  test.each([
    ["COUNTY_KEY", "too-short-secret"],
    ["COUNTY_KEY", environment.CITY_KEY],
    ["CITY_URL", "ftp://secret.invalid"],
    ["COUNTY_URL", "http://127.0.0.1:9,secret"],
    ["COUNTY_URL", "http://secret.invalid:9, http://secret.invalid:9/"],
    ["OIDC_ISSUER", undefined],
    ["GATEWAY_PORT", "secret"],
    ["GATEWAY_HOST", "0.0.0.0"],
    ["SUPERGRAPH_FILE", "/secret/missing"],
    ["PLATFORM_MODE", "secret"],
    ["GATEWAY_OPERATIONS", "secret"],
    ["GATEWAY_DEVELOPERS", "county:530115.clerk, secret"],
    ["RATE_REQUESTS", "0"],
    ["RATE_NEW_TEXTS", "secret"],
    ["RATE_COST", "999"],
    ["GATEWAY_CONCURRENCY", "3"],
    ["GATEWAY_PROCESSES", "0"],
    ["GATEWAY_QUEUE_MS", "-1"],
    ["GATEWAY_STANDING_MS", "1001"],
    ["METRICS_PORT", "65536"],
  ])("a bad %s is refused by its name and without its value (%s)", (name, value) => {
    const read = () => readConfiguration({ ...environment, [name]: value });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(name);
    expect(read).not.toThrow("secret");
  });

  test("a tier may have several addresses, with commas between them", () => {
    const { tiers } = readConfiguration({ ...environment, COUNTY_URL: "http://127.0.0.1:9, http://127.0.0.1:10/" });
    expect(tiers.county.urls.map(String)).toEqual(["http://127.0.0.1:9/", "http://127.0.0.1:10/"]);
    expect(tiers.city.urls.map(String)).toEqual(["http://127.0.0.1:9/"]);
  });

  test("every variable that is wrong is named, before anything starts", async () => {
    const child = start({ CITY_KEY: "short", COUNTY_URL: "" });
    const [message, [code]] = await Promise.all([text(child.stderr as never), once(child, "exit")]);
    expect(code).toBe(2);
    expect(message).toMatch(/COUNTY_URL: .*\nCITY_KEY: |CITY_KEY: .*\nCOUNTY_URL: /);
  });

  test("what has been asked is answered before it ends", async () => {
    const platform = await new GatewayUnderTest().start();
    let release: (() => void) | undefined;
    platform.tiers.county.answerWith = (response) => {
      release = () => send(response, 200, { data: { countyPerson: "late" } });
    };
    const answer = platform.ask("{ countyPerson }");
    await until("the tier is asked", () => release);
    const probe = connect(Number(new URL(platform.gateway.url).port), "127.0.0.1");
    await once(probe, "connect");
    await fetch(`${platform.gateway.url}/health/live`); // by now the gateway has the other connection too
    const probed = text(probe);
    probe.write("GET /health/ready HTTP/1.1\r\nhost: probe\r\n\r\n");
    const stopped = platform.stop();
    expect(await probed).toMatch(/^HTTP\/1.1 503 (?:.|\r\n)*connection: close(?:.|\r\n)*"status":"draining"/);
    release?.();
    expect((await answer).data).toEqual({ countyPerson: "late" });
    await stopped;
    await expect(platform.ask("{ countyPerson }")).rejects.toThrow();
  });

  test("it starts while every tier and the issuer are down, says so, and ends when it is told to", async () => {
    const child = start({});
    const lines: string[] = [];
    child.stderr?.on("data", (chunk) => lines.push(String(chunk)));
    const url = await until("it says where it listens", () => /"url":"([^"]+)"/.exec(lines.join(""))?.[1]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ tiers: { province: "down", city: "down", county: "down" } });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  testWhole?.("it ends with a message where the supergraph does not hold", async () => {
    const bad = join(dir, "bad.graphql");
    writeFileSync(bad, "type Query { x: Int }");
    const child = start({ SUPERGRAPH_FILE: bad });
    const [message, [code]] = await Promise.all([text(child.stderr as never), once(child, "exit")]);
    expect(code).toBe(1);
    expect(message).toContain("the gateway cannot start");
  });
});
