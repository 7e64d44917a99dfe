import { Client } from "pg";
import { parentOf } from "../../schema/contract/regionCode";
import { nameOfTier } from "../../schema/contract/tier";
import type { Wrong } from "./checker";
import type { Cluster } from "./clusters";
import type { Ledger, PublicationState } from "./ledger";
import { superiorsOf, tierOf } from "./offices";
import { copiesOf, inboxOf } from "./places";

export const PLANTS = ["loss", "double", "leak", "reorder"] as const;
export type Plant = (typeof PLANTS)[number];

/** What a platform that goes wrong would do to the copies of one submission: past all triggers, by a superuser. */
const STATEMENTS: Record<Plant, string> = {
  loss: "delete from received_publication where id = $1 and office = $2 and $3::text is not null and $4::text is not null",
  double: `insert into received_publication
    select (jsonb_populate_record(p, jsonb_build_object('id', left(p.id, -4) || 'AAAA', 'is_current', false))).*
    from received_publication p where id = $1 and office = $2 and $3::text is not null and $4::text is not null`,
  leak: `insert into received_publication select (jsonb_populate_record(p, jsonb_build_object('office', $4::text))).*
    from received_publication p where id = $1 and office = $2 and $3::text is not null`,
  reorder: `update inbox i set sequence = -i.sequence where i.destination = $2 and i.source = $3 and $4::text is not null
    and i.kind = 'PublicationSubmitted' and i.subject = $1`,
};

/** What a look must say of a plant. */
export interface Complaint {
  wrong: Wrong;
  /** what the line that says so contains */
  words: string;
}

/** Plants one fault where a publication was received. It stays there: the platform is not used any more.
 * @returns what must be noticed now
 * @throws where nothing fits, or nothing was changed */
export async function plant(which: Plant, ledger: Ledger, clusters: Record<string, Cluster>): Promise<Complaint> {
  const { id, office: source } = chosen(which, ledger);
  const receiver = parentOf(source) as string;
  const stranger = receiver === "9901" ? "9902" : "9901";
  const { adminUrl } = clusters[nameOfTier(tierOf(receiver))] as Cluster;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    const { rowCount } = await client.query(STATEMENTS[which], [id, receiver, source, stranger]);
    if (!rowCount) throw new Error(`the ${which} could not be planted`);
  } finally {
    await client.end();
  }
  return {
    loss: { wrong: "lost", words: `${copiesOf(receiver)}: publication ${id}` },
    double: { wrong: "doubled", words: `${copiesOf(receiver)}: publication ${id.slice(0, -4)}AAAA` },
    leak: { wrong: "leaked", words: `${copiesOf(stranger)}: publication ${id}` },
    reorder: { wrong: "reordered", words: inboxOf(source, receiver) },
  }[which] as Complaint;
}

/** One that a city received. In a stream the last one that was submitted is taken to its beginning; each of the others is
 * another, so that one plant does not undo another. */
function chosen(which: Plant, ledger: Ledger): PublicationState {
  const received = [...ledger.publications.values()].filter(({ office }) => superiorsOf(office).length === 2);
  const found = which === "reorder" ? received.at(-1) : received[PLANTS.indexOf(which)];
  if (!found || received.length <= PLANTS.length) throw new Error("too little was submitted to plant anything in");
  return found;
}
