// Before `npm start`, `npm test` and `npm run check`: installs what is missing and compiles what has changed; with --dashboard
// it builds the page too.
// Plain JavaScript without dependencies, because nothing is installed or compiled yet when it runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const LEAST_NODE = [20, 19];
const ROOT = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const at = (...parts) => join(ROOT, ...parts);
const STAMP = at("dist", ".compiled");
/** Not in node_modules, which an installation removes. */
const LOCK = at("dist", ".bootstrap.lock");
/** No installation lasts so long: its number belongs to another process by now. */
const ABANDONED_MS = 15 * 60_000;
const CLAIM_MS = 5_000;
/** Beside the built page, not in it: a build empties that folder. */
const PAGE_STAMP = at("dist", ".browser");
const PAGE = at("dist", "browser", "index.html");
const PAGE_BUILDER = at("dist", "scripts", "dashboard", "index.js");
/** What the page is made of: its own sources, the operations that it asks, the schema and the life cycles. */
const PAGE_ROOMS = ["dashboard", "schema/operations", "subgraphs/domain", "scripts/dashboard"];
const COMPILER = at("node_modules", "typescript", "bin", "tsc");

/** @returns the reason why this Node does not do, or undefined */
function reasonToRefuseNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return undefined;
  return `This platform needs Node ${LEAST_NODE.join(".")} or later (22 or 24 for a site); this is Node ${version}.`;
}

/** Compares what is installed, by npm's own record, with what the lock file asks for.
 * @returns the reason to install, or undefined */
function reasonToInstall() {
  const installed = readJson(at("node_modules", ".package-lock.json"))?.packages;
  if (!installed) return "nothing is installed yet";
  const wanted = readJson(at("package-lock.json"))?.packages;
  if (!wanted) throw new Error("package-lock.json is missing or damaged: restore it (git checkout package-lock.json).");
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || !path.includes("node_modules/")) continue;
    const found = installed[path];
    if (!found && entry.optional) continue; // of another system
    if (!found || !existsSync(at(path))) return `${path} is not installed`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} is of another version`;
  }
  return undefined;
}

/** Compares sources, settings and compiler with those of the last compilation.
 * @returns the reason to compile, or undefined */
function reasonToCompile(sources) {
  if (!existsSync(STAMP)) return "nothing is compiled yet";
  if (readFileSync(STAMP, "utf8") !== fingerprint(sources)) return "sources have changed";
  const missing = sources.find((source) => !existsSync(outputOf(source)));
  return missing && `the compiled ${relative(ROOT, missing)} is missing`;
}

function fingerprint(sources) {
  const hash = createHash("sha256");
  for (const file of [...sources, at("tsconfig.json"), at("node_modules", ".package-lock.json")]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(ROOT, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function findSources() {
  return rooms()
    .flatMap((room) => filesUnder(at(room)))
    .filter(isSource)
    .sort();
}

function rooms() {
  const { include } = readJson(at("tsconfig.json")) ?? {};
  if (!include) throw new Error("tsconfig.json must be plain JSON and name its folders in `include`.");
  return include;
}

function isSource(file) {
  return file.endsWith(".ts") && !file.endsWith(".d.ts");
}

/** What a package folder within has installed is no source. */
function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== "node_modules");
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function outputOf(source) {
  return at("dist", relative(ROOT, source).replace(/\.ts$/, ".js"));
}

/** @returns the reason to build the page, or undefined */
function reasonToBuildPage() {
  if (!existsSync(PAGE_BUILDER)) return undefined; // a site has the built page alone
  if (!existsSync(PAGE_STAMP) || !existsSync(PAGE)) return "it is not built yet";
  return readFileSync(PAGE_STAMP, "utf8") === fingerprint(pageSources()) ? undefined : "its sources have changed";
}

function pageSources() {
  const generated = at("dashboard", "generated");
  const files = PAGE_ROOMS.flatMap((room) => filesUnder(at(...room.split("/"))));
  return [...files.filter((file) => !file.startsWith(generated)), at("schema", "supergraph.graphql")].sort();
}

function buildPage(reason) {
  console.error(`Building the dashboard: ${reason}.`);
  rmSync(PAGE_STAMP, { force: true });
  const stamp = fingerprint(pageSources());
  run([process.execPath, PAGE_BUILDER], "The dashboard cannot be built; see above.");
  writeFileSync(PAGE_STAMP, stamp);
}

function install(reason) {
  console.error(`Installing packages: ${reason}.`);
  // The compiler is a development package, so an environment of production must not leave it out.
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--include=optional"];
  run(npm ? [process.execPath, npm, ...args] : ["npm", ...args], "The installation failed; see above.");
}

function compile(sources, reason) {
  if (sources.some((source) => !existsSync(outputOf(source)))) {
    rmSync(at("dist", ".tsbuildinfo"), { force: true }); // it believes in files that were removed
  }
  console.error(`Compiling: ${reason}.`);
  rmSync(STAMP, { force: true });
  const stamp = fingerprint(sources); // from before: what is saved meanwhile is compiled next time
  run([process.execPath, COMPILER, "-p", ROOT], "The sources do not compile; see above.");
  removeStaleOutputs(sources);
  writeFileSync(STAMP, stamp);
}

/** A test or an entry point whose source was deleted must not run on. */
function removeStaleOutputs(sources) {
  const valid = new Set(sources.map(outputOf));
  for (const file of rooms().flatMap((room) => filesUnder(at("dist", room)))) {
    if (/\.js(\.map)?$/.test(file) && !valid.has(file.replace(/\.map$/, ""))) rmSync(file);
  }
}

function run([command, ...args], failure) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (error) throw error;
  if (status !== 0) throw new Error(failure);
}

/** Lets one at a time install and compile; the others wait and then find that nothing is left to do. */
async function withLock(work) {
  const owner = join(LOCK, String(process.pid));
  for (let told = false; ; told = true) {
    try {
      mkdirSync(dirname(LOCK), { recursive: true });
      mkdirSync(LOCK);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!told) console.error("Another start installs or compiles; waiting for it.");
    await new Promise((resolve) => setTimeout(resolve, 100));
    removeAbandonedLock();
  }
  try {
    writeFileSync(owner, "");
    await work();
  } finally {
    rmSync(owner, { force: true });
    rmdirSync(LOCK);
  }
}

/** The folder holds one file, named after its owner's process; there is none for a moment only, unless the owner was killed in it. */
function removeAbandonedLock() {
  try {
    const pid = readdirSync(LOCK)[0];
    const age = Date.now() - statSync(LOCK).mtimeMs;
    if (pid ? isAlive(Number(pid)) && age < ABANDONED_MS : age < CLAIM_MS) return;
    if (pid) rmSync(join(LOCK, pid)); // whoever removes it may remove the folder: nobody else finds it any more
    rmdirSync(LOCK);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw error; // another one was faster
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // absent or cut off: the caller says what that means
  }
}

async function bootstrap() {
  const refused = reasonToRefuseNode(process.versions.node);
  if (refused) throw new Error(refused);
  const withPage = process.argv.includes("--dashboard");
  const isPageDue = () => (withPage ? reasonToBuildPage() : undefined);
  if (!reasonToInstall() && !reasonToCompile(findSources()) && !isPageDue()) return;
  await withLock(() => {
    const toInstall = reasonToInstall();
    if (toInstall) install(toInstall);
    const sources = findSources();
    const toCompile = reasonToCompile(sources);
    if (toCompile) compile(sources, toCompile);
    const toBuild = isPageDue();
    if (toBuild) buildPage(toBuild);
  });
}

bootstrap().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
