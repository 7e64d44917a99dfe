import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type DocumentNode, parse, print, separateOperations } from "graphql";

const OPERATIONS = join(__dirname, "../../../schema/operations");

/** @returns FILE for each file of schema/operations that holds one operation, FILE:NAME for each of several */
export function savedOperations(): string[] {
  const files = existsSync(OPERATIONS) ? readdirSync(OPERATIONS) : [];
  return files
    .filter((file) => file.endsWith(".graphql"))
    .flatMap((file) => {
      const base = basename(file, ".graphql");
      const names = Object.keys(operationsOf(base));
      return names.length > 1 ? names.map((name) => `${base}:${name}`) : [base];
    });
}

/** @param name FILE or FILE:NAME
 * @returns the text of one operation, undefined where there is none of this name */
export function findSavedOperation(name: string): string | undefined {
  if (!savedOperations().includes(name)) return undefined;
  const [file = "", operation] = name.split(":");
  const operations = operationsOf(file);
  return print((operation ? operations[operation] : Object.values(operations)[0]) as DocumentNode);
}

function operationsOf(file: string): Record<string, DocumentNode> {
  return separateOperations(parse(readFileSync(join(OPERATIONS, `${file}.graphql`), "utf8")));
}
