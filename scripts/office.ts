import { parseArgs } from "node:util";
import type { Client } from "pg";
import { ENROLMENTS, type Enrolment } from "../subgraphs/domain/office/office";
import { superiorsOf } from "../subgraphs/domain/tier";
import { entriesOf, type JournalEntry } from "../subgraphs/journal/append";
import { changeAsOperator, runAsOperator } from "./operator";

const USAGE = `Says how offices of a tier take part, as the owner of its database (OWNER_DATABASE_URL).
  npm run office -- list [--as ON_PAPER]
  npm run office -- enrol 530115 --as ON_PAPER
${ENROLMENTS.join(", ")}: an office keeps its book here; on paper, and the office directly above enters it; takes no part.`;

type Command = { name: "list"; as?: Enrolment } | { name: "enrol"; code: string; as: Enrolment };

/** @throws Error that says what is wrong with the command line */
export function parseCommand(argv: string[]): Command {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { as: { type: "string" } },
  });
  const [name, code] = positionals;
  const as = ENROLMENTS.find((enrolment) => enrolment === values.as);
  if (values.as !== undefined && !as) throw new Error(`--as is one of ${ENROLMENTS.join(", ")}`);
  if (name === "list") return { name, as };
  if (name !== "enrol" || !code || !as) throw new Error(USAGE);
  if (as === "ON_PAPER" && superiorsOf(code).length === 0) {
    throw new Error(`no office stands above ${code} that would enter for it`);
  }
  return { name, code, as };
}

/** Carries out a command in one transaction, with its journal entry.
 * @returns what to print */
export async function carryOut(client: Client, command: Command): Promise<string> {
  if (command.name === "list") return list(client, command.as);
  await changeAsOperator(client, () => enrol(client, command.code, command.as));
  return `${command.code}: ${command.as}`;
}

async function list(client: Client, as: Enrolment | undefined): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `select concat_ws('  ', code, enrolment, enrolled_on, name) as line from office
     where $1::text is null or enrolment = $1 order by code`,
    [as ?? null],
  );
  return rows.map((row) => row.line).join("\n") || "no offices";
}

/** The day of the enrolment is that of the present one: an office that leaves has none. */
async function enrol(client: Client, code: string, as: Enrolment): Promise<JournalEntry> {
  const { rows: found } = await client.query<{ id: string; enrolment: Enrolment; version: number }>(
    `select id, enrolment, 1 + (select count(*)::int from journal j where j.object_id = o.id) as version
     from office o where code = $1 for update`,
    [code],
  );
  const [office] = found;
  if (!office) throw new Error(`this tier has no office ${code}`);
  if (office.enrolment === as) throw new Error(`${code} is ${as} already`);
  await client.query(
    "update office set enrolment = $2, enrolled_on = case when $2 = 'ENROLLED' then office_today() end where code = $1",
    [code, as],
  );
  const details = { from: office.enrolment, to: as };
  return entriesOf("Office")(
    { id: office.id, office: code, version: office.version },
    "OfficeEnrolmentChanged",
    details,
  );
}

if (require.main === module) runAsOperator("office", parseCommand, carryOut);
