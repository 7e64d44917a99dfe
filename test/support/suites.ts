import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** Runs every file `*.suite.ts` of a folder as part of one test file: half of what a small file costs is to load what all of them
 * load. Each is a `describe` with its own hooks; `npx jest dist/test/domain -t deadline` runs one.
 * @param isMine of those that wait long, where another file of the folder runs the rest meanwhile */
export function runSuites(folder: string, isMine: (name: string) => boolean = () => true): void {
  const files = readdirSync(folder).filter((file) => file.endsWith(".suite.js"));
  describe.each(files.map((file) => basename(file, ".suite.js")).filter(isMine))("%s:", (name) => {
    require(join(folder, `${name}.suite.js`));
  });
}
