import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** A package and the arguments for its program. */
type Command = readonly [packageName: string, args: readonly string[]];

/** Format and lint; a warning is a fault too. */
export const LINT: Command = ["@biomejs/biome", ["ci", "--error-on-warnings", "--colors=off", "."]];

/** Types of every file, whatever dist holds. */
export const COMPILE: Command = ["typescript", ["-p", ".", "--noEmit", "--incremental", "false"]];

/** Types of the page, which is compiled for browsers. */
export const COMPILE_PAGE: Command = ["typescript", ["-p", "dashboard"]];

/** Runs the program of an installed package with this Node.
 * @returns the lines that it printed, without colours, where it exits with anything but 0 */
export async function findCommandFaults(root: string, [packageName, args]: Command): Promise<string[]> {
  const child = spawn(process.execPath, [binaryOf(root, packageName), ...args], {
    cwd: root,
    env: { ...process.env, CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return [];
  const lines = stripVTControlCharacters(printed.join("")).split("\n");
  return [`${packageName} exited with ${code}`, ...lines.filter((line) => line.trim() !== "")];
}

function binaryOf(root: string, packageName: string): string {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { bin: Record<string, string> };
  const [path] = Object.values(bin);
  if (!path) throw new Error(`${packageName} has no program: run npm ci`);
  return join(folder, path);
}
