import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "docs/adr";

/** A decision that the index does not tell of is found by nobody who does not know it.
 * @returns one line per decision that has not one line of its own there, and per line without its page */
export function findUnlistedDecisions(root: string): string[] {
  const folder = join(root, FOLDER);
  const pages = readdirSync(folder).filter((file) => /^\d{4}-.*\.md$/.test(file));
  const index = readFileSync(join(folder, "README.md"), "utf8");
  const listed = [...index.matchAll(/^\| \[\d{4}\]\(([^)]+)\)/gm)].map(([, file = ""]) => file);
  const times = (file: string) => listed.filter((each) => each === file).length;
  return [
    ...pages
      .filter((file) => times(file) !== 1)
      .map((file) => `${file} has ${times(file)} lines in ${FOLDER}/README.md`),
    ...listed
      .filter((file) => !pages.includes(file))
      .map((file) => `${FOLDER}/README.md names ${file}, which is not there`),
  ];
}
