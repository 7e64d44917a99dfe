import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** Runs every file `*.suite.ts` of a folder as part of one test file: half of what a small file costs is to load what all of them
 * load. Each is a `describe` with its own hooks; `npx jest dist/test/domain -t deadline` runs one. */
export function runSuites(folder: string): void {
  const files = readdirSync(folder).filter((file) => file.endsWith(".suite.js"));
  describe.each(files.map((file) => basename(file, ".suite.js")))("%s:", (name) => {
    require(join(folder, `${name}.suite.js`));
  });
}
