import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const MANIFEST = JSON.stringify({ dependencies: { pg: "1.0.0" }, devDependencies: { jest: "1.0.0" } });
const planted: string[] = [];

/** Writes a small house of these files (path → text) into a folder of its own.
 * @returns the root of the house; `clearHouses` takes it away */
export function plantHouse(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "planted-house-"));
  planted.push(root);
  for (const [path, text] of Object.entries({ "package.json": MANIFEST, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export function clearHouses(): void {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true, force: true });
}
