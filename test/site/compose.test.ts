import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GATEWAY_SETTINGS } from "../../gateway/config";
import { TIER_NAMES } from "../../schema/contract/tier";
import { GATEWAY_FLAGS } from "../../scripts/supervisor/platformProcesses";
import { SUBGRAPH_SETTINGS } from "../../subgraphs/tier/config";
import { generatedEnvironment, ownServices, ROOT, readComposeFile, variablesOfFile } from "./composeFile";

const environment = generatedEnvironment();
const file = readComposeFile(environment);
const services = Object.entries(file.services);
const own = ownServices(file);
const oneShots = own.filter(([, { restart }]) => restart === "no").map(([name]) => name);
const staying = services.filter(([name]) => !oneShots.includes(name));

const tierOf = (name: string) => TIER_NAMES.find((tier) => name.split("-").includes(tier));
const namesOf = (found: typeof services) => found.map(([name]) => name).sort();
const whoHas = (variable: string) =>
  namesOf(services.filter(([, service]) => JSON.stringify(service).includes(environment[variable] as string)));

describe("docker-compose.yml", () => {
  test("each tier has a PostgreSQL, a preparation, a subgraph and a worker, and before all of them is one gateway", () => {
    const expected = TIER_NAMES.flatMap((tier) => [`postgres-${tier}`, `prepare-${tier}`, tier, `${tier}-worker`]);
    expect(namesOf(services)).toEqual([...expected, "gateway"].sort());
    expect(own).toHaveLength(10);
  });

  test.each(TIER_NAMES)("the %s tier starts when its database is prepared, which waits for its PostgreSQL", (tier) => {
    const { [`prepare-${tier}`]: preparation, [tier]: subgraph, [`${tier}-worker`]: worker } = file.services;
    expect(preparation?.depends_on).toEqual({ [`postgres-${tier}`]: { condition: "service_healthy" } });
    const prepared = { [`prepare-${tier}`]: { condition: "service_completed_successfully" } };
    expect([subgraph?.depends_on, worker?.depends_on]).toEqual([prepared, prepared]);
  });

  test.each(TIER_NAMES)("a second process of the %s tier is the same as the first, where it is asked for", (tier) => {
    const second = `${tier}-2`;
    const urls = `http://${tier}:4001,http://${second}:4001`;
    const asked = { ...environment, COMPOSE_PROFILES: second, [`${tier.toUpperCase()}_URL`]: urls };
    const { services: found } = readComposeFile(asked);
    expect(found[second]).toEqual({ ...file.services[tier], profiles: [second] });
    expect(namesOf(Object.entries(found))).toEqual([...namesOf(services), second].sort());
    expect(found.gateway?.environment[`${tier.toUpperCase()}_URL`]).toBe(urls);
    expect(file.services.gateway?.environment[`${tier.toUpperCase()}_URL`]).toBe(`http://${tier}:4001`);
  });

  test("only the gateway publishes a port, on loopback unless the site says otherwise", () => {
    expect(namesOf(services.filter(([, { ports }]) => ports))).toEqual(["gateway"]);
    expect(file.services.gateway?.ports).toEqual(["127.0.0.1:4000:4000"]);
  });

  test.each(variablesOfFile().required)("%s is required: compose stops without it, and names it", (name) => {
    expect(() => readComposeFile({ ...environment, [name]: "" })).toThrow(`set ${name}`);
  });

  test("nothing secret has a default", () => {
    const ofGateway = Object.keys(GATEWAY_SETTINGS).filter((name) => name !== "METRICS_HOST");
    const ofTiers = TIER_NAMES.map((tier) => `${tier.toUpperCase()}_URL`);
    const addresses = ["GATEWAY_ADDRESS", "GATEWAY_PORT", "OIDC_AUDIENCE", ...ofTiers];
    const settings = [...addresses, ...ofGateway, ...Object.keys(SUBGRAPH_SETTINGS), "LOG_LEVEL"];
    expect(variablesOfFile().optional).toEqual([...new Set(settings)].sort());
    const literal = own.flatMap(([, service]) =>
      Object.entries(service.environment).filter(
        ([name, value]) =>
          /KEY(?!S_DIR)|PASSWORD|DATABASE_URL/.test(name) &&
          !Object.values(environment).some((secret) => value.includes(secret)),
      ),
    );
    expect(literal).toEqual([]);
  });

  test("what a site sets reaches the process that reads it, and what it does not set is the default of that process", () => {
    const { METRICS_HOST, ...ofGateway } = GATEWAY_SETTINGS;
    const toGateway = Object.fromEntries(Object.keys(ofGateway).map((name) => [name, `set.${name}`]));
    const toSubgraph = { ATTACHMENT_MAX_BYTES: "4096", LOG_LEVEL: "warn" };
    const told = readComposeFile({ ...environment, ...toGateway, ...toSubgraph }).services;
    expect(told.gateway?.environment).toMatchObject({ ...toGateway, DASHBOARD_MAPS: "/maps", LOG_LEVEL: "warn" });
    for (const tier of TIER_NAMES) {
      expect(told[tier]?.environment).toMatchObject(toSubgraph);
      expect(told[`${tier}-worker`]?.environment).toMatchObject({ LOG_LEVEL: "warn" });
      const bytes = SUBGRAPH_SETTINGS.ATTACHMENT_MAX_BYTES.default;
      expect(file.services[tier]?.environment).toMatchObject({ ATTACHMENT_MAX_BYTES: bytes, LOG_LEVEL: "info" });
    }
    // an empty variable counts as absent for the gateway
    const unset = file.services.gateway?.environment ?? {};
    const others = Object.entries(ofGateway).filter(([name, { default: own }]) => unset[name] && unset[name] !== own);
    expect(others).toEqual([]);
  });

  test.each(TIER_NAMES)("the secrets of the %s tier are told to whom they concern, and to nobody else", (tier) => {
    const upper = tier.toUpperCase();
    expect(whoHas(`${upper}_KEY`)).toEqual([tier, "gateway"].sort());
    expect(whoHas(`${upper}_ADMIN_PASSWORD`)).toEqual([`postgres-${tier}`, `prepare-${tier}`]);
    expect(whoHas(`${upper}_OWNER_PASSWORD`)).toEqual([`prepare-${tier}`]);
    expect(whoHas(`${upper}_SUBGRAPH_PASSWORD`)).toEqual([tier, `prepare-${tier}`].sort());
    expect(whoHas(`${upper}_WORKER_PASSWORD`)).toEqual([`${tier}-worker`, `prepare-${tier}`].sort());
    expect(whoHas(`${upper}_EXCHANGE_KEY`)).toEqual([`${tier}-worker`]);
  });

  test("every service of ours runs as a site, and none of them is the development issuer", () => {
    expect(own.filter(([, service]) => service.environment.PLATFORM_MODE !== "site")).toEqual([]);
    expect(own.filter(([, { command }]) => /issuer|start|seed|token/.test(String(command)))).toEqual([]);
  });

  test("whatever stays has a health check and is started again; the rest runs once and is waited for", () => {
    expect(staying.filter(([, { healthcheck, restart }]) => !healthcheck || restart !== "unless-stopped")).toEqual([]);
    expect(oneShots.sort()).toEqual(TIER_NAMES.map((tier) => `prepare-${tier}`).sort());
    // `up --wait` takes the end of a one-shot for a failure unless a service that stays asks for it
    const awaited = staying.flatMap(([, { depends_on = {} }]) =>
      Object.entries(depends_on).flatMap(([name, { condition }]) =>
        condition === "service_completed_successfully" ? [name] : [],
      ),
    );
    expect([...new Set(awaited)].sort()).toEqual(oneShots);
  });

  test("no network leads outside but the gateway's, and no tier's database is on another tier's network", () => {
    const open = Object.entries(file.networks).filter(([, network]) => !network?.internal);
    expect(open.map(([name]) => name)).toEqual(["outside"]);
    expect(namesOf(services.filter(([, { networks }]) => networks.includes("outside")))).toEqual(["gateway"]);
    for (const [name, { networks }] of services) {
      const tier = tierOf(name);
      const between = tier === name ? ["federation"] : name.endsWith("-worker") ? ["exchange"] : [];
      const allowed = tier ? [tier, ...between] : ["federation", "outside"];
      expect([name, networks]).toEqual([name, allowed]);
    }
  });

  test("a new cluster counts as healthy only when it listens to others, and is kept where PostgreSQL 18 puts it", () => {
    for (const [name, service] of services.filter(([name]) => name.startsWith("postgres-"))) {
      expect(service.image).toBe("postgres:18");
      expect(service.healthcheck?.test).toEqual(["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"]);
      expect(service.volumes).toEqual([`${tierOf(name)}-data:/var/lib/postgresql`]);
    }
  });

  test("a site's maps are where the gateway looks for them, to be read only, and it looks for none where there are none", () => {
    const mapsOf = ({ services: { gateway } }: typeof file) => [gateway?.environment.DASHBOARD_MAPS, gateway?.volumes];
    expect(mapsOf(file)).toEqual(["", ["/dev/null:/maps:ro"]]);
    const withMaps = readComposeFile({ ...environment, DASHBOARD_MAPS: "/srv/maps" });
    expect(mapsOf(withMaps)).toEqual(["/maps", ["/srv/maps:/maps:ro"]]);
  });

  test("a subgraph alone may write, into the volumes of its own tier's files and keys, where the image's user owns the folders", () => {
    const mounted = own.flatMap(([name, { volumes = [] }]) => {
      const writable = volumes.filter((each) => !each.endsWith(":ro"));
      return writable.length > 0 ? [[name, writable]] : [];
    });
    expect(mounted).toEqual(
      TIER_NAMES.map((tier) => [tier, [`${tier}-files:/platform/files`, `${tier}-keys:/platform/keys`]]),
    );
    const withFolder = own.filter(([, service]) => service.environment.FILES_DIR);
    const folders = withFolder.map(([name, { environment }]) => [
      name,
      environment.FILES_DIR,
      environment.CLUE_KEYS_DIR,
    ]);
    expect(folders).toEqual(TIER_NAMES.map((tier) => [tier, "files", "keys"]));
    const named = TIER_NAMES.flatMap((tier) => [`${tier}-data`, `${tier}-files`, `${tier}-keys`]);
    expect(Object.keys(file.volumes).sort()).toEqual(named.sort());
    const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");
    expect(dockerfile).toMatch(/RUN install -d -o node -g node -m 700 files keys\nUSER node/);
  });

  test("one service builds the image that the others run, and nobody fetches it from elsewhere", () => {
    expect(namesOf(own.filter(([, { build }]) => build))).toEqual(["gateway"]);
    expect(namesOf(own.filter(([, { pull_policy }]) => pull_policy !== "never"))).toEqual(["gateway"]);
  });
});

describe("the Dockerfile", () => {
  const lines = readFileSync(join(ROOT, "Dockerfile"), "utf8").split("\n");

  test("no process of ours is root or may become it", () => {
    expect(lines.filter((line) => line.startsWith("USER "))).toEqual(["USER node"]);
    const hardened = { read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] };
    for (const [, service] of own) expect(service).toMatchObject(hardened);
  });

  test("the gateway's memory is divided as the supervisor divides it", () => {
    const [, gateway] = own.find(([name]) => name === "gateway") ?? [];
    expect(gateway?.command?.slice(1, -1)).toEqual(GATEWAY_FLAGS);
  });

  test("every command that a service runs is a compiled file", () => {
    const commands = own.flatMap(([, { command = [], healthcheck }]) => [command, healthcheck?.test.slice(1) ?? []]);
    const files = commands.flat().filter((word) => word.startsWith("dist/"));
    expect(new Set(files).size).toBe(9);
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("neither secrets nor what this machine has built goes into the image's context", () => {
    const ignored = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".env*", "data", "**/node_modules", "dist", ".git"]));
  });
});
