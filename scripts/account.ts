import { parseArgs } from "node:util";
import { Client } from "pg";
import { homeTierOfAccount } from "../schema/contract/ids";
import { ROLES, type Role } from "../schema/contract/standing";
import type { Tier } from "../schema/contract/tier";
import { conflictingRole } from "../subgraphs/domain/office/roles";

const OFFICE_CODE_LENGTH: Record<Tier, number> = { PROVINCE: 2, CITY: 4, COUNTY: 6 };

const USAGE = `Opens, changes and closes accounts of a tier, as the owner of its database (OWNER_DATABASE_URL).
  npm run account -- list [--office 530115]
  npm run account -- open county:530115.clerk --office 530115 --roles CLERK --label "晋宁区 经办人"
  npm run account -- roles county:530115.clerk --roles CLERK,COORDINATOR
  npm run account -- close county:530115.clerk
An account's id is the subject ("sub") of its access token. Roles: ${ROLES.join(", ")}`;

interface Command {
  name: string;
  id: string;
  office?: string;
  label?: string;
  roles: Role[];
}

/** @throws Error that says what is wrong with the command line */
export function parseCommand(argv: string[]): Command {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { office: { type: "string" }, label: { type: "string" }, roles: { type: "string" } },
  });
  const [name = "", id = ""] = positionals;
  if (!["list", "open", "roles", "close"].includes(name)) throw new Error(USAGE);
  if (name !== "list" && !homeTierOfAccount(id))
    throw new Error(`"${id}" is no account id, such as county:530115.clerk`);
  const roles = (values.roles?.split(",") ?? []).map((role) => role.trim());
  const unknown = roles.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown) throw new Error(`there is no role ${unknown}; roles: ${ROLES.join(", ")}`);
  const conflict = conflictingRole(roles as Role[]);
  if (conflict) throw new Error(`${conflict} excludes every other role`);
  if ((name === "open" || name === "roles") && roles.length === 0) throw new Error("name at least one role by --roles");
  if (name === "open" && !(values.office && values.label)) throw new Error("open needs --office and --label");
  if (name === "open" && values.office?.length !== OFFICE_CODE_LENGTH[homeTierOfAccount(id) ?? "COUNTY"]) {
    throw new Error(`office ${values.office} is not of the tier of ${id}`);
  }
  return { name, id, office: values.office, label: values.label, roles: roles as Role[] };
}

/** Carries out a command in one transaction, with its journal entry.
 * @returns what to print */
export async function carryOut(client: Client, command: Command): Promise<string> {
  if (command.name === "list") return list(client, command.office);
  await client.query("begin");
  try {
    const office = await change(client, command);
    await record(client, office, command);
    await client.query("commit");
    return `${command.id}: ${command.name}`;
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}

async function list(client: Client, office: string | undefined): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `select concat_ws('  ', a.id, a.office, case when a.active then 'active' else 'closed' end,
       coalesce(string_agg(r.role, ',' order by r.role), '-'), a.label) as line
     from account a left join account_role r on r.account_id = a.id
     where $1::text is null or a.office = $1 group by a.id order by a.id`,
    [office ?? null],
  );
  return rows.map((row) => row.line).join("\n") || "no accounts";
}

/** @returns the office of the account */
async function change(client: Client, { name, id, office, label, roles }: Command): Promise<string> {
  if (name === "open") {
    const { rowCount } = await client.query("select 1 from office where code = $1", [office]);
    if (!rowCount) throw new Error(`this tier has no office ${office}`);
    const opened = await client.query(
      "insert into account (id, office, label, active, rights_epoch) values ($1, $2, $3, true, 1) on conflict do nothing",
      [id, office, label],
    );
    if (!opened.rowCount) throw new Error(`${id} exists already; change it by "roles" or "close"`);
  } else {
    const active = name === "roles" ? "active" : "false";
    const changed = await client.query<{ office: string }>(
      `update account set active = ${active}, rights_epoch = rights_epoch + 1 where id = $1 returning office`,
      [id],
    );
    if (!changed.rows[0]) throw new Error(`this tier has no account ${id}`);
    office = changed.rows[0].office;
  }
  if (name !== "close") {
    await client.query("delete from account_role where account_id = $1", [id]);
    await client.query("insert into account_role (account_id, role) select $1, unnest($2::text[])", [id, roles]);
  }
  return office as string;
}

async function record(client: Client, office: string, { name, id, roles, label }: Command): Promise<void> {
  const { rows } = await client.query<{ rights_epoch: number }>("select rights_epoch from account where id = $1", [id]);
  const version = rows[0]?.rights_epoch ?? 1;
  const event = { open: "AccountOpened", roles: "AccountRolesChanged", close: "AccountClosed" }[name] as string;
  const at = new Date().toISOString();
  const actor = "operator";
  const body = { office, event, objectKind: "Account", objectId: id, objectVersion: version, actor, at };
  await client.query(
    `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
     values ($1, $2, 'Account', $3, $4, $5, $6, $7)`,
    [office, event, id, version, actor, at, JSON.stringify({ ...body, details: { roles, label } })],
  );
}

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  const url = process.env.OWNER_DATABASE_URL;
  if (!url) throw new Error("OWNER_DATABASE_URL is not set: the connection of the tier's owner role");
  const client = new Client({ connectionString: url, application_name: "account" });
  await client.connect();
  try {
    process.stdout.write(`${await carryOut(client, command)}\n`);
  } finally {
    await client.end();
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
