import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { Line } from "../../scripts/chaos/cuts";
import { canEnter } from "../../scripts/embedded/account";
import { type EmbeddedPostgres, startPostgres } from "../../scripts/embedded/postgres";
import { isHealthy } from "../../scripts/embedded/postmaster";
import { recoverySettings } from "../../scripts/embedded/recovery";
import { freePort, listen, refuseTakenPorts } from "../../scripts/supervisor/ports";
import { endProcess, processIdentity } from "../../scripts/supervisor/processIdentity";
import { until } from "../support/until";
import { testWhole } from "../support/whole";

const asRoot = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const superuserPassword = "a password with / ? ' and 密码";
let folder: string;
let dataDir: string;
let port: number;
let server: EmbeddedPostgres;
const parents: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "巡察 data "));
  chmodSync(folder, 0o755);
  dataDir = join(folder, "数据 库");
  port = await freePort();
  server = await startPostgres({ dataDir, port, superuserPassword });
});

afterAll(async () => {
  for (const parent of parents) parent.kill("SIGKILL");
  const started = await startPostgres({ dataDir, port, superuserPassword });
  await started.stop();
  rmSync(folder, { recursive: true });
});

async function query(sql: string, url = server.adminUrl): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Told {
  pid: number;
  adopted: boolean;
  dataDir: string;
  uid: number;
  error?: string;
}

/** Starts the launcher in a process of its own and reads what it says. */
async function startInParent(options: object, account: object = {}): Promise<{ parent: ChildProcess; told: Told }> {
  const script = join(__dirname, "fixtures", "startPostgres.js");
  const parent = spawn(process.execPath, [script, JSON.stringify(options)], {
    ...account,
    stdio: ["ignore", "pipe", "inherit"],
  });
  parents.push(parent);
  let text = "";
  parent.stdout.on("data", (chunk) => {
    text += chunk;
  });
  await until("the launcher has spoken", () => text.includes("\n"));
  return { parent, told: JSON.parse(text) };
}

test("the server runs in a folder with spaces and Chinese characters, which only its account may read", async () => {
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(server.dataDir).toBe(dataDir);
  const [row] = await query("select upper('é') as upper, current_setting('unix_socket_directories') as sockets");
  expect(row).toEqual({ upper: "É", sockets: "" });
});

test("as root, the server runs as somebody else", () => {
  const uid = statSync(`/proc/${server.pid}`).uid;
  expect(uid === 0).toBe(false);
  expect(uid === process.getuid?.()).toBe(!asRoot);
});

test("nobody gets in without the password", async () => {
  const wrong = server.adminUrl.replace(/:[^:@]*@/, ":wrong@");
  await expect(query("select 1", wrong)).rejects.toMatchObject({ code: "28P01" });
  expect(readFileSync(join(dataDir, "pg_hba.conf"), "utf8")).not.toMatch(/^[^#].*\btrust\b/m);
});

test("all ports that are taken are named at once, with the settings that name them", async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const taken = await Promise.all(ports.slice(1).map((port) => listen(port)));
  const named = ports.map((port, i) => ({ host: "127.0.0.1", port, setting: `PORT_${i}` }));
  const refused = await refuseTakenPorts(named).catch((error: Error) => error.message);
  for (const one of taken) one.close();
  expect(String(refused).match(/PORT_\d/g)).toEqual(["PORT_1", "PORT_2"]);
});

test("a port that is taken is named", async () => {
  const number = await freePort();
  const taken = await listen(number);
  const options = { dataDir: join(folder, "second"), port: number, superuserPassword, ephemeral: true };
  const refused = await startPostgres(options).catch((error: Error) => error.message);
  taken.close();
  expect(refused).toContain(`Port ${number} of 127.0.0.1 is in use by another program`);
});

test("what was committed survives a kill of the server", async () => {
  await query("create table kept as select generate_series(1, 1000) as number");
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  server = await startPostgres({ dataDir, port, superuserPassword });
  expect(await query("select count(*)::int from kept")).toEqual([{ count: 1000 }]);
});

test("a killed server has all that is left to be written out in one call, where the kernel tells of errors then", async () => {
  const asked = [
    ["linux", "5.7.19"],
    ["linux", "5.8.0-rc1"],
    ["linux", "6.18.44-fc"],
    ["darwin", "24.1.0"],
  ] as const;
  const method = { recovery_init_sync_method: "syncfs" };
  expect(asked.map(([platform, kernel]) => recoverySettings(platform, kernel))).toEqual([{}, method, method, {}]);
  const settings = recoverySettings(process.platform, release());
  expect(await query("show recovery_init_sync_method")).toEqual([{ recovery_init_sync_method: "fsync", ...settings }]);
});

test("the next start adopts the server that a killed parent left", async () => {
  await server.stop();
  const { parent, told } = await startInParent({ dataDir, port, superuserPassword });
  parent.kill("SIGKILL");
  await until("the parent is gone", () => parent.signalCode !== null);
  server = await startPostgres({ dataDir, port, superuserPassword });
  expect({ pid: server.pid, adopted: server.adopted }).toEqual({ pid: told.pid, adopted: true });
  expect(await query("select count(*)::int from kept")).toEqual([{ count: 1000 }]);
});

test("a server that has just been started, and takes its time for the first word, is not started once more", async () => {
  const line = await Line.open(port);
  const over = new URL(server.adminUrl);
  over.port = String(line.port);
  const expected = { dataDir: server.dataDir, adminUrl: over.href, ephemeral: false };
  line.cut("SILENCE", line);
  const busy = setTimeout(() => line.heal(line), 2_500);
  expect(await isHealthy(expected, { pid: server.pid, identity: processIdentity(server.pid) as string })).toBe(true);
  clearTimeout(busy);
  await line.close();
});

test("a server that was left running and does not answer is replaced", async () => {
  const frozen = server;
  process.kill(frozen.pid, "SIGSTOP");
  server = await startPostgres({ dataDir, port, superuserPassword });
  expect(server.adopted).toBe(false);
  expect(processIdentity(frozen.pid)).toBeUndefined();
  expect(await query("select count(*)::int from kept")).toEqual([{ count: 1000 }]);
});

test("a password that does not fit is no reason to touch the server", async () => {
  await expect(startPostgres({ dataDir, port, superuserPassword: "another" })).rejects.toThrow("does not fit");
  expect(processIdentity(server.pid)).toBeDefined();
});

test("a server that was left on another port, or with other settings, moves to those that are asked for", async () => {
  port = await freePort();
  server = await startPostgres({ dataDir, port, superuserPassword, settings: { max_connections: "60" } });
  expect(server.adopted).toBe(false);
  const said: string[] = [];
  server = await startPostgres({ dataDir, port, superuserPassword, log: (line) => said.push(line) });
  expect([server.adopted, said]).toEqual([false, [expect.stringContaining("other settings")]]);
  expect(await query("show max_connections")).toEqual([{ max_connections: "200" }]);
  expect(await query("select count(*)::int from kept")).toEqual([{ count: 1000 }]);
});

test("files of another major version are refused with what to do", async () => {
  await server.stop();
  const version = join(dataDir, "PG_VERSION");
  const present = readFileSync(version, "utf8");
  writeFileSync(version, "17\n");
  await expect(startPostgres({ dataDir, port, superuserPassword })).rejects.toThrow(
    /written by PostgreSQL 17.*Dump it/,
  );
  writeFileSync(version, present);
});

test("a pid file whose number belongs to another program does not keep the server from starting", async () => {
  const lines = [process.pid, dataDir, 1, port, "", "127.0.0.1", "", "ready"];
  writeFileSync(join(dataDir, "postmaster.pid"), `${lines.join("\n")}\n`, { mode: 0o644 });
  server = await startPostgres({ dataDir, port, superuserPassword });
  expect(await query("select count(*)::int from kept")).toEqual([{ count: 1000 }]);
});

testWhole?.("an ordinary user starts it too", async () => {
  const account = asRoot && canEnter(NOBODY, __dirname) ? NOBODY : {};
  const own = mkdtempSync(join(tmpdir(), "用户 "));
  chmodSync(own, 0o777);
  const options = { dataDir: join(own, "pg"), port: await freePort(), superuserPassword, ephemeral: true };
  const { told } = await startInParent(options, account);
  expect(told.error).toBeUndefined();
  const runsAs = statSync(`/proc/${told.pid}`).uid;
  await endProcess({ pid: told.pid, identity: processIdentity(told.pid) as string }, 5_000);
  rmSync(own, { recursive: true });
  // Where the checkout is hidden from every ordinary user, root is all that can start it.
  expect(runsAs === told.uid).toBe(told.uid !== 0);
});

testWhole?.("where the account can't enter the folder, root keeps the files elsewhere and says where", async () => {
  const hidden = mkdtempSync(join(tmpdir(), "hidden-"));
  chmodSync(hidden, 0o700);
  const said: string[] = [];
  const asked = join(hidden, "pg");
  const options = { dataDir: asked, port: await freePort(), superuserPassword, ephemeral: true };
  const placed = await startPostgres({ ...options, log: (line) => said.push(line) });
  await placed.stop();
  expect(lstatSync(asked).isSymbolicLink()).toBe(asRoot);
  expect(said.some((line) => line.includes(placed.dataDir))).toBe(asRoot);
  const again = await startPostgres(options);
  await again.stop();
  expect(again.dataDir).toBe(placed.dataDir);
  for (const path of [placed.dataDir, hidden]) rmSync(path, { recursive: true, force: true });
});
