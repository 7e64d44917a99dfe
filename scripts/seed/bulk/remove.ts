import type { Client } from "pg";
import type { Tier } from "../../../schema/contract/tier";
import { type Numbered, rangeOfPart } from "./numbering";
import type { BulkSet } from "./plan";
import { SEED_ACTOR } from "./writer";

/** Which column of a table says that a row belongs to the set: its own id, or what it is of. The first that it has. */
const COLUMNS: [column: string, kind: Numbered][] = [
  ["finding_id", "finding"],
  ["target_id", "target"],
  ["publication_id", "publication"],
  ["rectification_id", "rectification"],
  ["action_id", "immediate_action"],
  ["round_id", "round"],
  ["unit_id", "unit"],
];
const OWN: Record<string, Numbered> = {
  unit: "unit",
  round: "round",
  round_target: "target",
  appointment: "appointment",
  authorisation: "authorisation",
  finding: "finding",
  publication: "publication",
  rectification: "rectification",
  immediate_action: "immediate_action",
  term: "term",
};

interface Deletion {
  table: string;
  column: string;
  kind: Numbered;
  /** of rows with ids of their own: what else says whose they are */
  parents: [column: string, kind: Numbered][];
}

/** Every table that may hold rows of a set: found in the catalogue, so that a new table is never forgotten. The sums of the
 * figures are mended instead. */
export async function deletionsOf(client: Client): Promise<Deletion[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname as table,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnotnull and a.attnum > 0) as columns
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^figure_' order by 1`,
  );
  return rows.flatMap(({ table, columns }) => {
    const own = OWN[table];
    const parents = COLUMNS.filter(([name]) => columns.includes(name));
    const [column, kind] = own ? ["id", own] : (parents[0] ?? []);
    return column && kind ? [{ table, column, kind, parents: own ? parents : [] }] : [];
  });
}

/** Removes one part of a set in one transaction, with whatever has come to hang on its findings and targets: cells, alerts,
 * attachments. The journal keeps that it was loaded, and is told that it is gone. Triggers and foreign keys are left aside.
 * @throws Error where somebody has entered rounds, targets or findings beside it */
export async function removePart(
  client: Client,
  { tier, set, part, office, label }: { tier: Tier; set: BulkSet; part: number; office: string; label: string },
  deletions: readonly Deletion[],
): Promise<void> {
  const rangeOf = (kind: Numbered) => rangeOfPart(tier, set, part, kind);
  await client.query("begin");
  try {
    for (const { table, kind, parents } of deletions) {
      for (const [column, of] of parents) {
        const { rowCount } = await client.query(
          `select from ${table} where ${column} >= $1 and ${column} < $2 and not (id >= $3 and id < $4) limit 1`,
          [...rangeOf(of), ...rangeOf(kind)],
        );
        if (rowCount)
          throw new Error(`somebody has entered rows of ${table} in the synthetic book of ${office}: it stays`);
      }
    }
    await client.query(JOURNAL, [...rangeOf("round"), SEED_ACTOR]);
    await client.query("set local session_replication_role = replica");
    for (const { table, column, kind } of deletions) {
      await client.query(`delete from ${table} where ${column} >= $1 and ${column} < $2`, rangeOf(kind));
    }
    await client.query("delete from seed_stage where label = $1", [label]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw cause;
  }
}

const JOURNAL = `insert into journal (office, event, object_kind, object_id, object_version, actor, at, body)
  select office, 'RoundRemoved', 'Round', id, version, $3, now(), json_build_object('office', office, 'event', 'RoundRemoved',
    'objectKind', 'Round', 'objectId', id, 'objectVersion', version, 'actor', $3::text, 'at', now(),
    'details', json_build_object('synthetic', true))::text
  from round where id >= $1 and id < $2 order by ordinal`;
