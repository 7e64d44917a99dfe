import { parseArgs } from "node:util";
import type { Client } from "pg";
import { homeTierOfAccount } from "../schema/contract/ids";
import { tierOfOffice } from "../schema/contract/regionCode";
import { ROLES, type Role } from "../schema/contract/standing";
import { UNIT_ROLES } from "../subgraphs/domain/lifecycle";
import { answersForUnit, conflictingRole } from "../subgraphs/domain/office/roles";
import { entriesOf, type JournalEntry } from "../subgraphs/journal/append";
import { changeAsOperator, runAsOperator } from "./operator";

const COMMANDS = ["list", "open", "roles", "close"] as const;

const USAGE = `Opens, changes and closes accounts of a tier, as the owner of its database (OWNER_DATABASE_URL).
  npm run account -- list [--office 530115]
  npm run account -- open county:530115.clerk --office 530115 --roles CLERK --label "晋宁区 经办人"
  npm run account -- open county:530115.v07-head --office 530115 --unit V07 --roles UNIT_HEAD --label "某村 党组织负责人"
  npm run account -- roles county:530115.clerk --roles CLERK,COORDINATOR
  npm run account -- close county:530115.clerk
An account's id is the subject ("sub") of its access token. Roles: ${ROLES.join(", ")}.
${UNIT_ROLES.join(", ")} are of an inspected unit's people: they need --unit, its code in the register of the office.`;

interface Command {
  name: (typeof COMMANDS)[number];
  id: string;
  office?: string;
  /** its code in the office's register */
  unit?: string;
  label?: string;
  roles: Role[];
}

const OPTIONS = {
  office: { type: "string" },
  unit: { type: "string" },
  label: { type: "string" },
  roles: { type: "string" },
} as const;

/** @throws Error that says what is wrong with the command line */
export function parseCommand(argv: string[]): Command {
  const { positionals, values } = parseArgs({ args: argv, allowPositionals: true, options: OPTIONS });
  const [given, id = ""] = positionals;
  const name = COMMANDS.find((command) => command === given);
  if (!name) throw new Error(USAGE);
  const { office, unit, label } = values;
  const command = { name, id, office, unit, label, roles: readRoles(values.roles) };
  if (name !== "list" && !homeTierOfAccount(id)) {
    throw new Error(`"${id}" is no account id, such as county:530115.clerk`);
  }
  if ((name === "open" || name === "roles") && command.roles.length === 0) {
    throw new Error("name at least one role by --roles");
  }
  if (name === "open") refuseToOpen(command);
  else if (unit) throw new Error('--unit belongs to "open": an account never moves to another unit');
  return command;
}

function readRoles(text: string | undefined): Role[] {
  const roles = (text?.split(",") ?? []).map((role) => role.trim());
  const unknown = roles.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw new Error(`there is no role ${unknown}; roles: ${ROLES.join(", ")}`);
  const conflict = conflictingRole(roles as Role[]);
  if (conflict) throw new Error(`${conflict} may not stand beside the other roles`);
  return roles as Role[];
}

function refuseToOpen({ id, office, unit, label, roles }: Command): void {
  if (!(office && label)) throw new Error("open needs --office and --label");
  if (tierOfOffice(office) !== homeTierOfAccount(id)) {
    throw new Error(`office ${office} is not of the tier of ${id}`);
  }
  if (answersForUnit(roles) && !unit) throw new Error(`${roles.join(", ")} needs --unit: the unit that it answers for`);
  if (unit && !answersForUnit(roles)) throw new Error(`--unit is for ${UNIT_ROLES.join(", ")} alone`);
}

/** Carries out a command in one transaction, with its journal entry.
 * @returns what to print */
export async function carryOut(client: Client, command: Command): Promise<string> {
  if (command.name === "list") return list(client, command.office);
  await changeAsOperator(client, () => change(client, command));
  return `${command.id}: ${command.name}`;
}

async function list(client: Client, office: string | undefined): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `select concat_ws('  ', a.id, a.office, 'unit ' || u.code, case when a.active then 'active' else 'closed' end,
       coalesce((select string_agg(r.role, ',' order by r.role) from account_role r where r.account_id = a.id), '-'),
       a.label) as line
     from account a left join unit u on u.id = a.unit_id
     where $1::text is null or a.office = $1 order by a.id`,
    [office ?? null],
  );
  return rows.map((row) => row.line).join("\n") || "no accounts";
}

interface Changed {
  id: string;
  office: string;
  unit_id: string | null;
  rights_epoch: number;
}

const EVENTS = { open: "AccountOpened", roles: "AccountRolesChanged", close: "AccountClosed" } as const;
const entry = entriesOf("Account");

async function change(client: Client, command: Command): Promise<JournalEntry> {
  const { name, id, roles, label } = command;
  const changed = name === "open" ? await open(client, command) : await update(client, id, name === "roles");
  if (name === "roles" && answersForUnit(roles) !== (changed.unit_id !== null)) {
    const whom = changed.unit_id ? "a unit" : "no unit";
    throw new Error(`${id} answers for ${whom}: close it, and open another for ${roles.join(", ")}`);
  }
  if (name !== "close") {
    await client.query("delete from account_role where account_id = $1", [id]);
    await client.query("insert into account_role (account_id, role) select $1, unnest($2::text[])", [id, roles]);
  }
  const details = { roles, label, unitId: changed.unit_id ?? undefined };
  return entry(
    { id, office: changed.office, version: changed.rights_epoch },
    EVENTS[name as keyof typeof EVENTS],
    details,
  );
}

async function open(client: Client, { id, office = "", unit, label }: Command): Promise<Changed> {
  const { rowCount } = await client.query("select 1 from office where code = $1", [office]);
  if (!rowCount) throw new Error(`this tier has no office ${office}`);
  const { rows } = await client.query<Changed>(
    `insert into account (id, office, unit_id, label, active, rights_epoch) values ($1, $2, $3, $4, true, 1)
     on conflict do nothing returning *`,
    [id, office, unit ? await unitOf(client, office, unit) : null, label],
  );
  if (!rows[0]) throw new Error(`${id} exists already; change it by "roles" or "close"`);
  return rows[0];
}

/** A code may have gone from one unit to its successor: it names the one that stands in the register today. */
async function unitOf(client: Client, office: string, code: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `select id from unit where office = $1 and code = $2
       and valid_from <= office_today() and (valid_to is null or valid_to > office_today())
     order by valid_from desc limit 1`,
    [office, code],
  );
  if (!rows[0]) throw new Error(`the register of office ${office} has no unit ${code} today`);
  return rows[0].id;
}

async function update(client: Client, id: string, active: boolean): Promise<Changed> {
  const { rows } = await client.query<Changed>(
    `update account set active = ${active ? "active" : "false"}, rights_epoch = rights_epoch + 1
     where id = $1 returning *`,
    [id],
  );
  if (!rows[0]) throw new Error(`this tier has no account ${id}`);
  return rows[0];
}

if (require.main === module) runAsOperator("account", parseCommand, carryOut);
