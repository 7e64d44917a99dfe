import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is known of a test file before it runs: nothing is remembered, so that the first run of a clone is as fast as any. */
export interface Kind {
  /** a platform, of which two are lent at once (`support/platformLender`) */
  borrows: boolean;
  /** for limits of time to pass, much longer than it works */
  waits: boolean;
  /** of its text, with all that it runs: jest would look at the file alone */
  length: number;
}

/** A run says of each file what it cost, and what it took by the clock. */
const WAIT = /\/(federation\/(gateway\w*|databaseAway)|exchange\/kinds|embedded\/(postgres|supervise))\.test\.js$/;

export function kindOf(path: string): Kind {
  const text = textOf(path);
  return { borrows: text.includes("borrowPlatform"), waits: WAIT.test(path), length: text.length };
}

/** With what it runs of its folder. */
function textOf(path: string): string {
  const folder = dirname(path);
  const text = readFileSync(path, "utf8");
  const parts = text.includes("runSuites")
    ? readdirSync(folder).filter((file) => file.endsWith(".suite.js"))
    : [...text.matchAll(/require\("\.\/([\w/]+)"\)/g)].map(([, name]) => `${name}.js`);
  const files = parts.map((part) => join(folder, part)).filter((part) => existsSync(part) && statSync(part).isFile());
  return [text, ...files.map((file) => readFileSync(file, "utf8"))].join("\n");
}
