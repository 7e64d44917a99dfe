import { closest } from "./client/closest";
import { demonstrationClients } from "./client/demonstrationClients";
import { findSavedOperation, savedOperations } from "./client/savedOperation";

const REFUSED = 3;
const USAGE = `Asks the running platform as an account of the demonstration, and prints the answer's data as JSON.
  npm run -s ask -- ACCOUNT OPERATION [VARIABLES]
OPERATION is a saved operation (FILE, or FILE:NAME where the file holds several) or a text in GraphQL, VARIABLES a JSON
object. The exit code is 3 where a rule refuses a mutation. Saved operations:
  ${savedOperations().join("\n  ")}`;

/** @throws Error that names the closest saved operations where the text is neither one of them nor GraphQL */
function sourceOf(operation: string): string {
  if (operation.includes("{")) return operation;
  const text = findSavedOperation(operation);
  if (!text) throw new Error(unknownOperation(operation));
  return text;
}

/** Names the closest: the whole list would push the sentence off the screen. */
function unknownOperation(wanted: string): string {
  const namesOf = (name: string) => [name, name.split(":")[0] as string];
  const close = closest(wanted, savedOperations(), namesOf).map((name) => `  ${name}`);
  return [`there is no saved operation "${wanted}"; close names are`, ...close, "npm run -s ask lists all"].join("\n");
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
