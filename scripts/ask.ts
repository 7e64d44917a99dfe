import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type DocumentNode, parse, print, separateOperations } from "graphql";
import { demonstrationClients } from "./client/demonstrationClients";

const REFUSED = 3;
const OPERATIONS = join(__dirname, "../../schema/operations");
const USAGE = `Asks the running platform as an account of the demonstration, and prints the answer's data as JSON.
  npm run -s ask -- ACCOUNT OPERATION [VARIABLES]
OPERATION is a saved operation (FILE, or FILE:NAME where the file holds several) or a text in GraphQL, VARIABLES a JSON
object. The exit code is 3 where a rule refuses a mutation. Saved operations:
  ${savedOperations().join("\n  ")}`;

function savedOperations(): string[] {
  const files = existsSync(OPERATIONS) ? readdirSync(OPERATIONS) : [];
  return files
    .filter((file) => file.endsWith(".graphql"))
    .flatMap((file) => {
      const names = Object.keys(separateOperations(parse(readFileSync(join(OPERATIONS, file), "utf8"))));
      const base = basename(file, ".graphql");
      return names.length > 1 ? names.map((name) => `${base}:${name}`) : [base];
    });
}

/** @throws Error that lists the saved operations where the text is neither one of them nor GraphQL */
function sourceOf(operation: string): string {
  if (operation.includes("{")) return operation;
  if (!savedOperations().includes(operation)) throw new Error(`there is no saved operation "${operation}"\n${USAGE}`);
  const [file, name] = operation.split(":");
  const operations = separateOperations(parse(readFileSync(join(OPERATIONS, `${file}.graphql`), "utf8")));
  return print((name ? operations[name] : Object.values(operations)[0]) as DocumentNode);
}

function variablesOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`VARIABLES is not JSON: ${(cause as Error).message}`);
  }
}

/** A mutation's answer that says no: it is data, so that only its fields tell. */
function isRefusal(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "code" in answer && "remedy" in answer;
}

async function main(): Promise<void> {
  const [account, operation, variables = "{}"] = process.argv.slice(2);
  if (!account || !operation) throw new Error(USAGE);
  const client = demonstrationClients(process.env)(account);
  const data = await client.ask<object>(sourceOf(operation), variablesOf(variables));
  process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
  if (Object.values(data).some(isRefusal)) process.exitCode = REFUSED;
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
