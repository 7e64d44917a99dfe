import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** npm and compiler of a small project: they do what the real ones do to the files, and count how often. */
const NPM = `
const fs = require("fs");
fs.appendFileSync("npm-runs", process.argv.slice(2).join(" ") + "\\n");
fs.rmSync("node_modules", { recursive: true, force: true });
const { packages } = JSON.parse(fs.readFileSync("package-lock.json"));
delete packages[""];
for (const path of Object.keys(packages)) fs.mkdirSync(path, { recursive: true });
fs.mkdirSync("node_modules/typescript/bin", { recursive: true });
fs.copyFileSync("compiler.js", "node_modules/typescript/bin/tsc");
const finish = () => fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
const finishOnce = () => (fs.existsSync("slow") ? setTimeout(finishOnce, 20) : finish());
finishOnce();`;
const COMPILER = `
const fs = require("fs");
fs.appendFileSync("compiler-runs", "run\\n");
fs.mkdirSync("dist/scripts", { recursive: true });
for (const file of fs.readdirSync("scripts").filter((name) => name.endsWith(".ts"))) {
  if (fs.readFileSync("scripts/" + file, "utf8").includes("mistake")) process.exit(2);
  fs.writeFileSync("dist/scripts/" + file.replace(/ts$/, "js"), "");
}`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "项目 bootstrap "));
  const source = join(__dirname, "..", "..", "..", "scripts", "bootstrap.mjs");
  mkdirSync(join(project, "scripts"));
  copyFileSync(source, join(project, "scripts", "bootstrap.mjs"));
  write("tsconfig.json", JSON.stringify({ include: ["scripts"] }));
  write("scripts/start.ts", "// a source");
  write("npm.js", NPM);
  write("compiler.js", COMPILER);
  lock({ "node_modules/pg": { version: "8.0.0" } });
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function lock(packages: Record<string, object>): void {
  write("package-lock.json", JSON.stringify({ packages: { "": { name: "small" }, ...packages } }));
}

function runs(name: "npm-runs" | "compiler-runs"): number {
  const file = join(project, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
}

/** @param heard told what it says while it runs */
async function bootstrap(heard: (words: string) => void = () => {}): Promise<string> {
  const running = promisify(execFile)(process.execPath, [join(project, "scripts", "bootstrap.mjs")], {
    env: { PATH: process.env.PATH, npm_execpath: join(project, "npm.js"), NODE_ENV: "production" },
  });
  running.child.stderr?.on("data", heard);
  return (await running).stderr;
}

test("a fresh clone is installed with its compiler, and compiled; the second time there is nothing to do", async () => {
  expect(await bootstrap()).toMatch(
    /Installing packages: nothing is installed yet[\s\S]*Compiling: nothing is compiled/,
  );
  expect(readFileSync(join(project, "npm-runs"), "utf8")).toContain("ci --include=dev");
  expect(await bootstrap()).toBe("");
  expect([runs("npm-runs"), runs("compiler-runs")]).toEqual([1, 1]);
});

test("a lock file with another version, or a package whose folder is gone, is a reason to install", async () => {
  await bootstrap();
  lock({ "node_modules/pg": { version: "8.1.0" } });
  expect(await bootstrap()).toContain("node_modules/pg is of another version");
  rmSync(join(project, "node_modules", "pg"), { recursive: true });
  expect(await bootstrap()).toContain("node_modules/pg is not installed");
  lock({ "node_modules/pg": { version: "8.1.0" }, "node_modules/for-windows": { version: "1.0.0", optional: true } });
  expect(await bootstrap()).toBe("");
});

test("an installation that was cut off is begun again", async () => {
  await bootstrap();
  rmSync(join(project, "node_modules", ".package-lock.json"));
  expect(await bootstrap()).toContain("nothing is installed yet");
});

test("a changed source is compiled, and what a deleted one left in dist is removed", async () => {
  write("scripts/old.ts", "// goes");
  await bootstrap();
  write("scripts/start.ts", "// another source");
  rmSync(join(project, "scripts", "old.ts"));
  expect(await bootstrap()).toContain("Compiling: sources have changed");
  expect(existsSync(join(project, "dist", "scripts", "start.js"))).toBe(true);
  expect(existsSync(join(project, "dist", "scripts", "old.js"))).toBe(false);
});

test("a compiled file that is gone is made again, although no source has changed", async () => {
  await bootstrap();
  write("dist/.tsbuildinfo", "the compiler's memory");
  rmSync(join(project, "dist", "scripts", "start.js"));
  expect(await bootstrap()).toContain("the compiled scripts/start.ts is missing");
  expect(existsSync(join(project, "dist", ".tsbuildinfo"))).toBe(false);
});

test("what a folder of peers has installed is no source", async () => {
  await bootstrap();
  write("scripts/bench/peers/node_modules/peer/index.ts", "mistake");
  expect(await bootstrap()).toBe("");
});

test("a source that does not compile fails each time until it is mended", async () => {
  await bootstrap();
  write("scripts/start.ts", "mistake");
  await expect(bootstrap()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("do not compile") });
  await expect(bootstrap()).rejects.toMatchObject({ code: 1 });
  write("scripts/start.ts", "mended");
  expect(await bootstrap()).toContain("Compiling");
});

test("two at once install and compile once", async () => {
  write("slow", "");
  const goOn = (words: string) => {
    if (words.includes("waiting for it")) rmSync(join(project, "slow"));
  };
  const said = await Promise.all([bootstrap(goOn), bootstrap(goOn)]);
  expect([runs("npm-runs"), runs("compiler-runs")]).toEqual([1, 1]);
  expect(said.filter((text) => text.includes("waiting for it"))).toHaveLength(1);
});

test("the lock of one that was killed keeps nobody waiting", async () => {
  write(`dist/.bootstrap.lock/${2 ** 22 + 1}`, "");
  expect(await bootstrap()).toContain("Compiling");
  expect(existsSync(join(project, "dist", ".bootstrap.lock"))).toBe(false);
});
