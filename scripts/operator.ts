import type { Client } from "pg";
import { appendJournal, type JournalEntry } from "../subgraphs/journal/append";
import { rowsBy } from "../subgraphs/storage/db";
import { connectOwner } from "./connectOwner";

/** Who stands in the journal for whoever holds the owner's password. */
const OPERATOR = "operator";

/** Makes a change of the operator, in one transaction with the journal entry that the change gives. */
export async function changeAsOperator(client: Client, change: () => Promise<JournalEntry>): Promise<void> {
  await client.query("begin");
  try {
    const entry = await change();
    await appendJournal(rowsBy(client), OPERATOR, new Date().toISOString(), [entry]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}

/** Runs the program of an operator as the owner of a tier's database, and prints what it says.
 * @param parse reads the command line before anybody connects
 * @param carryOut returns what to print */
export async function runAsOperator<Command>(
  name: string,
  parse: (argv: string[]) => Command,
  carryOut: (client: Client, command: Command) => Promise<string>,
): Promise<void> {
  try {
    const command = parse(process.argv.slice(2));
    const url = process.env.OWNER_DATABASE_URL;
    if (!url) throw new Error("OWNER_DATABASE_URL is not set: the connection of the tier's owner role");
    const client = await connectOwner(url, name);
    try {
      process.stdout.write(`${await carryOut(client, command)}\n`);
    } finally {
      await client.end();
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
