import type { DataSource, EntityManager } from "typeorm";

/** Whatever the database's own catalogue says against the promise that the policies bind everybody: one sentence a fault.
 * A subgraph refuses to start while there is any.
 * @param db a connection of the runtime role */
export async function catalogueFaults(db: Pick<DataSource | EntityManager, "query">): Promise<string[]> {
  const faults: string[] = [];
  for (const check of CHECKS) {
    const rows: { fault: string }[] = await db.query(check);
    faults.push(...rows.map((row) => row.fault));
  }
  return faults;
}

/** Tables without rows of any office. The runtime role has no privilege on them. */
const INTERNAL_TABLES = ["migration", "seed_stage", "seed_step"];
/** What of a clue may stand in the database as text: who, when, where it goes, hashes and signatures. Everything that it says is
 * sealed bytes; a further column of text is a fault until it is named here. */
const OPEN_OF_CLUES: Record<string, readonly string[]> = {
  clue: [
    ...["id", "office", "owner", "status", "sealed_hash", "registered_by", "approved_by", "receiver"],
    "entered_by_office",
  ],
  clue_part: ["id", "office", "clue_id", "owner", "kind", "written_by"],
  clue_key: ["id", "office", "clue_id", "owner", "holder", "generation"],
  clue_reporter: ["clue_id", "office", "owner", "generation"],
  clue_subject: ["office", "clue_id", "owner", "mark"],
  clue_custody: [
    ...["id", "office", "clue_id", "owner", "event", "from_custody", "to_custody", "statement", "hash"],
    ...["from_key", "from_signature", "to_key", "to_signature"],
  ],
  clue_receipt: [
    ...["id", "office", "clue_id", "sender", "receiver", "status", "received_by", "disposal", "proposed_by"],
    ...["decided_by", "outcome", "entered_by_office"],
  ],
  clue_alert: ["id", "office", "clue_id", "owner"],
  clue_declaration: ["id", "office", "round_id", "declared_by"],
  clue_known: ["clue_id"],
  clue_denial: ["clue_id", "person"],
};
/** Registers that everyone signed in may read: a foreign key to them tells nobody anything. */
const REGISTERS = ["office", "term", "unit", "account", "taxonomy", "taxonomy_term"];
/** What a unique key may consist of without the office: random ids tell nobody anything either, and a retry's key is
 * read together with its person. */
const UNGUESSABLE = ["account_role", "idempotency"];

const list = (names: string[]) => `(${names.map((name) => `'${name}'`).join(", ")})`;
const columns = (relation: string, numbers: string) =>
  `(select array_agg(a.attname::text) from pg_attribute a where a.attrelid = ${relation} and a.attnum = any (${numbers}))`;
const ROLES = "(select r.* from pg_roles r where pg_has_role(current_user, r.oid, 'MEMBER'))";
const TABLES = `(select c.*, c.relname::text as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p'))`;

/** Whether what index `i` of table `c` rests on stands in a policy of the table. */
const ASKED_BY_POLICY = `exists (select from pg_policy p where p.polrelid = c.oid and i.indexprs is not null
  and strpos(pg_get_expr(p.polqual, p.polrelid), pg_get_indexdef(i.indexrelid, 1, true)) > 0)`;

const CHECKS = [
  // The role itself: a superuser, an owner or somebody who bypasses row-level security is bound by nothing.
  `select format('%s is a superuser, or may bypass row-level security, make roles or make databases', rolname) as fault
   from ${ROLES} r where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication`,
  `select format('%s is owned by %s, which the runtime role may act as', c.relname, r.rolname) as fault
   from pg_class c join ${ROLES} r on r.oid = c.relowner where c.relnamespace = 'public'::regnamespace`,
  `select format('function %s is owned by %s, which the runtime role may act as', p.proname, r.rolname) as fault
   from pg_proc p join ${ROLES} r on r.oid = p.proowner where p.pronamespace = 'public'::regnamespace`,
  `select format('the runtime role may create objects in %s', what) as fault
   from (values ('the schema', has_schema_privilege('public', 'CREATE')),
                ('the database', has_database_privilege(current_database(), 'CREATE')),
                ('a temporary schema', has_database_privilege(current_database(), 'TEMPORARY'))) as v (what, may)
   where may`,
  `select format('the runtime role owns the %s', what) as fault
   from (select 'database' as what, datdba as owner from pg_database where datname = current_database()
         union all select 'schema', nspowner from pg_namespace where nspname = 'public') as o
   join ${ROLES} r on r.oid = o.owner`,

  // Tables: policies that are there, switched on, and binding the owner too.
  `select format('%s has no row-level security', name) as fault
   from ${TABLES} c where name not in ${list(INTERNAL_TABLES)} and not relrowsecurity`,
  `select format('%s does not force row-level security upon its owner', name) as fault
   from ${TABLES} c where name not in ${list(INTERNAL_TABLES)} and not relforcerowsecurity`,
  `select format('%s has no policy for the runtime role', name) as fault
   from ${TABLES} c where name not in ${list(INTERNAL_TABLES)} and not exists
     (select from pg_policy p join ${ROLES} r on r.oid = any (p.polroles) where p.polrelid = c.oid)`,
  `select format('policy %s on %s is for everybody', polname, polrelid::regclass) as fault
   from pg_policy where 0 = any (polroles)`,
  `select format('policy %s on %s lets the runtime role pass without a condition', polname, polrelid::regclass) as fault
   from pg_policy p join ${ROLES} r on r.oid = any (p.polroles)
   where p.polpermissive and (pg_get_expr(polqual, polrelid) = 'true' or pg_get_expr(polwithcheck, polrelid) = 'true')`,
  `select format('the runtime role has %s on %s', privilege, name) as fault
   from ${TABLES} c, unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
   where has_table_privilege(c.oid, privilege)`,
  `select format('the runtime role may read or write %s, which has no policies', name) as fault
   from ${TABLES} c where name in ${list(INTERNAL_TABLES)} and
     (has_any_column_privilege(c.oid, 'SELECT') or has_any_column_privilege(c.oid, 'INSERT') or has_any_column_privilege(c.oid, 'UPDATE'))`,
  `select format('%s may be used by everybody', c.relname) as fault
   from pg_class c, aclexplode(c.relacl) x where c.relnamespace = 'public'::regnamespace and x.grantee = 0`,

  // The journal is appended to, unnumbered, and by no other way.
  `select 'the runtime role may change the journal' as fault where has_any_column_privilege('journal', 'UPDATE')`,
  `select format('the runtime role may set journal.%s, which is the sequencer''s', name) as fault
   from unnest(array['number', 'previous_hash', 'hash']) as name where has_column_privilege('journal', name, 'INSERT')`,
  `select format('trigger %s, which keeps the journal append-only, is missing or off', name) as fault
   from unnest(array['journal_append_only', 'journal_no_truncate']) as name where not exists
     (select from pg_trigger where tgrelid = 'journal'::regclass and tgname = name and tgenabled in ('O', 'A'))`,

  // What of a book has versions, somebody changes: and whoever changes it on behalf leaves the mark (0017).
  `select format('%s has versions and no trigger mark_on_behalf: what is entered on behalf is not marked', c.name) as fault
   from ${TABLES} c where not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'mark_on_behalf'
       and t.tgenabled in ('O', 'A'))
     and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('office', 'version')) = 2`,

  // What is corrected keeps both values, whoever writes (0018).
  `select format('%s has corrections and no trigger kept: what stood there before could be lost', c.name) as fault
   from ${TABLES} c join pg_attribute a on a.attrelid = c.oid and a.attname = 'corrections' and not a.attisdropped
   where not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'kept' and t.tgenabled in ('O', 'A'))`,

  // Of a clue nothing stands in clear, and nobody but its holders' own process reads what is sealed.
  `select format('%s.%s could hold what a clue says in clear', c.name, a.attname) as fault
   from ${TABLES} c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   join pg_type t on t.oid = a.atttypid
   where c.name ~ '^clue(_|$)' and (t.typcategory in ('S', 'A', 'U') and t.typname <> 'bytea' or t.typname like 'json%')
     and not c.name || '.' || a.attname in ${list(Object.entries(OPEN_OF_CLUES).flatMap(([table, names]) => names.map((name) => `${table}.${name}`)))}`,
  `select format('the worker role may read %s, which is sealed', c.name) as fault
   from ${TABLES} c join pg_roles w on w.rolname = 'tier_worker'
   where c.name ~ '^clue(_|$)' and has_any_column_privilege(w.oid, c.oid, 'SELECT')`,
  `select format('%s does not ask whether the clue concerns the caller', c.name) as fault
   from ${TABLES} c where c.name in ('clue', 'clue_receipt') and exists (select from pg_policy p
     join ${ROLES} r on r.oid = any (p.polroles) where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', 'w', '*')
       and pg_get_expr(p.polqual, p.polrelid) !~ 'clue_subject')`,
  `select format('trigger %s, which keeps chains of custody append-only, is missing or off', name) as fault
   from unnest(array['clue_custody_append_only', 'clue_custody_no_truncate']) as name where not exists
     (select from pg_trigger where tgrelid = 'clue_custody'::regclass and tgname = name and tgenabled in ('O', 'A'))`,
  `select 'the journal shows what happened to clues to more than their holders' as fault where not exists
     (select from pg_policy where polrelid = 'journal'::regclass and polname = 'of_clue' and not polpermissive)`,

  // Ways around the policies: views and functions with their owner's rights.
  `select format('view %s reads with the rights of its owner: set security_invoker', c.relname) as fault
   from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
     and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
  `select format('%s is a materialised view, which no policy binds', c.relname) as fault
   from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'm'`,
  `select format('function %s runs with the rights of its owner', p.proname) as fault
   from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
  `select format('rule %s on %s rewrites statements', r.rulename, r.ev_class::regclass) as fault
   from pg_rewrite r join pg_class c on c.oid = r.ev_class
   where c.relnamespace = 'public'::regnamespace and r.rulename <> '_RETURN'`,

  // Foreign keys and unique keys are checked without the policies: with the office in the key, they say nothing about
  // the rows of another office.
  `select format('foreign key %s of %s does not carry the office', k.conname, k.conrelid::regclass) as fault
   from pg_constraint k join ${TABLES} referenced on referenced.oid = k.confrelid
   where k.contype = 'f' and referenced.name not in ${list(REGISTERS)}
     and not (${columns("k.conrelid", "k.conkey")} @> array['office'] and ${columns("k.confrelid", "k.confkey")} @> array['office'])`,
  `select format('unique key %s of %s does not carry the office', i.indexrelid::regclass, c.name) as fault
   from pg_index i join ${TABLES} c on c.oid = i.indrelid
   where i.indisunique and i.indnkeyatts > 1 and c.name not in ${list(UNGUESSABLE)}
     and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'office')
     and exists (select from unnest(${columns("i.indrelid", "i.indkey::int2[]")}) as name where name !~ '(^id|_id)$')
     and not ${columns("i.indrelid", "i.indkey::int2[]")} @> array['office']`,

  // What is not leakproof is not looked up in an index under a policy: the database walks through the whole table. Only what
  // the table's own policy asks itself is, whatever it is (0015).
  `select format('index %s of %s rests on %s, which is not leakproof: no query under the policies can use it',
     i.indexrelid::regclass, c.name, p.oid::regprocedure) as fault
   from pg_index i join ${TABLES} c on c.oid = i.indrelid and c.relrowsecurity
   cross join lateral regexp_matches(i.indexprs::text, ':(?:funcid|opfuncid) (\\d+)', 'g') as called
   join pg_proc p on p.oid = called[1]::oid where not p.proleakproof and not ${ASKED_BY_POLICY}`,
  `select format('index %s of %s compares by %s, which is not leakproof: no query under the policies can use it',
     i.indexrelid::regclass, c.name, p.oid::regprocedure) as fault
   from pg_index i join ${TABLES} c on c.oid = i.indrelid and c.relrowsecurity
   cross join lateral unnest(i.indclass::oid[]) as class
   join pg_opclass o on o.oid = class
   join pg_amop a on a.amopfamily = o.opcfamily and a.amoplefttype = o.opcintype and a.amoprighttype = o.opcintype
   join pg_operator op on op.oid = a.amopopr join pg_proc p on p.oid = op.oprcode
   where not p.proleakproof and not ${ASKED_BY_POLICY}`,
  `select format('%s.%s is of type %s, whose comparison is not leakproof: use text with a check', c.name, a.attname,
     format_type(a.atttypid, null)) as fault
   from ${TABLES} c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   join pg_type t on t.oid = a.atttypid where c.relrowsecurity and t.typtype = 'e'`,
];
