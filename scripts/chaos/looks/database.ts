import { Client } from "pg";
import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import { CANARY } from "../acts/clues";
import { type Look, numbered, type Sighting } from "../checker";
import type { Cluster } from "../clusters";
import { byVersion } from "../expected";
import * as place from "../places";

const KINDS = [
  ...["PublicationSubmitted", "PublicationRecalled", "PublicationAccepted", "PublicationReturned"],
  ...["OrderIssued", "OrderAnswered", "OrderDecided"],
  ...["ReleaseIssued", "ReleaseFollowed", "ReleaseWithdrawn", "ReleaseAcknowledged"],
  ...["FindingStatusChanged", "ClueReferred", "ClueReceived", "ClueReturned", "ClueDisposal", "ClueConcluded"],
];
const EVENTS = [
  ...["PublicationSubmitted", "PublicationRecalled", "FindingClaimedDone", "FindingReturned", "ClueRegistered"],
  "OrderIssued",
];
/** Decisions stand in the journal of whoever decided, and once more in the owner's, which follows them. */
const DECISIONS = ["PublicationAccepted", "PublicationReturned"];

interface Row {
  id: string;
  office: string;
  target: string;
  version: number;
  status: string;
}

/** What lies in the databases, seen by a superuser: nobody's rules, nobody's answers. */
export async function lookIntoDatabases(clusters: Record<string, Cluster>): Promise<Look[]> {
  const looks = await Promise.all(TIERS.map((tier) => lookInto(tier, clusters[nameOfTier(tier)] as Cluster)));
  return looks.flat();
}

async function lookInto(tier: Tier, { adminUrl }: Cluster): Promise<Look[]> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return [
      ...(await inboxes(client)),
      ...(await journals(client, tier)),
      ...(await books(client, tier)),
      ...(await copies(client, tier)),
      ...(await standing(client, tier, "order", place.ordersOf, ["office_order"])),
      ...(await standing(client, tier, "release", place.releasesOf, ["release", "received_release"])),
      ...(await standing(client, tier, "supervision", place.supervisionsOf, ["supervision", "received_supervision"])),
      ...(await clues(client, tier)),
    ];
  } finally {
    await client.end();
  }
}

async function inboxes(client: Client): Promise<Look[]> {
  const { rows } = await client.query<Message>(
    `select source, destination, kind, subject, payload from inbox where kind = any ($1)
     order by source, destination, epoch, sequence`,
    [KINDS],
  );
  const pairs = new Map(place.streams().map(([source, destination]) => [place.inboxOf(source, destination), true]));
  const saw = rows.map(({ source, destination, kind, subject, payload }) => {
    const where = place.inboxOf(source, destination);
    const about = kind.startsWith("Clue") ? "" : ` ${subject}`;
    const saysStatus = kind === "FindingStatusChanged" || kind === "ReleaseFollowed";
    const status = saysStatus ? ` ${(JSON.parse(payload) as { status: string }).status}` : "";
    return { where: pairs.has(where) ? where : place.INBOX_ELSEWHERE, key: `${kind}${about}${status}` };
  });
  return grouped(saw, [...pairs.keys(), place.INBOX_ELSEWHERE]).map((look) => ({ ...look, saw: numbered(look.saw) }));
}

interface Message {
  source: string;
  destination: string;
  kind: string;
  subject: string;
  payload: string;
}

async function journals(client: Client, tier: Tier): Promise<Look[]> {
  const { rows } = await client.query<{ office: string; event: string; object_id: string }>(
    `select office, event, object_id from journal
     where (event = any ($1)) or (event = any ($2) and object_kind = 'ReceivedPublication') order by entry`,
    [EVENTS, DECISIONS],
  );
  const saw = rows.map(({ office, event, object_id }) => ({
    where: place.journalOf(office),
    key: `${event} ${object_id}`,
  }));
  const all = grouped(saw, place.OF_TIER[tier].map(place.journalOf));
  return all.map((look) => ({ ...look, saw: numbered(look.saw) }));
}

async function books(client: Client, tier: Tier): Promise<Look[]> {
  const { rows } = await client.query<Row>("select id, office, target_id as target, version, status from publication");
  const saw = rows.sort(byVersion).map((row) => ({ where: place.bookOf(row.office), ...sightingOf(row) }));
  return grouped(saw, place.OF_TIER[tier].map(place.bookOf));
}

async function copies(client: Client, tier: Tier): Promise<Look[]> {
  const { rows } = await client.query<Row>(
    "select id, office, target_id as target, number as version, status from received_publication",
  );
  const offices = place.OF_TIER[tier];
  const saw = rows.sort(byVersion).map((row) => {
    const where = offices.includes(row.office) ? place.copiesOf(row.office) : place.COPIES_ELSEWHERE;
    return { where, ...sightingOf(row) };
  });
  return grouped(saw, [...offices.map(place.copiesOf), place.COPIES_ELSEWHERE]);
}

/** How each stands on each side. */
async function standing(
  client: Client,
  tier: Tier,
  what: string,
  at: (office: string) => string,
  tables: readonly string[],
): Promise<Look[]> {
  const asked = tables.map((table) => `select id, office, status from ${table}`);
  const { rows } = await client.query<{ id: string; office: string; status: string }>(asked.join(" union all "));
  const saw = rows.map(({ id, office, status }) => ({ where: at(office), key: `${what} ${id}`, says: status }));
  return grouped(saw, place.OF_TIER[tier].map(at));
}

/** And the words of clues, which are in no table: not in one that this file names, but in any. */
async function clues(client: Client, tier: Tier): Promise<Look[]> {
  const { rows } = await client.query<{ id: string }>("select id from clue");
  const kept = { where: place.cluesIn(tier), saw: rows.map(({ id }) => ({ key: `clue ${id}` })) };
  const tables = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const search = tables.rows.map(
    ({ name }) => `select '${name}' as key where exists (select 1 from "${name}" t where t::text like '%${CANARY}%')`,
  );
  const found = await client.query<Sighting>(search.join(" union all "));
  return [kept, { where: place.wordsIn(tier), saw: found.rows }];
}

function sightingOf({ id, status }: Row): Sighting {
  return { key: `publication ${id}`, says: status };
}

function grouped(saw: readonly ({ where: string } & Sighting)[], wheres: readonly string[]): Look[] {
  const looks = new Map<string, Sighting[]>(wheres.map((where) => [where, []]));
  for (const { where, ...sighting } of saw) {
    const there = looks.get(where) ?? [];
    there.push(sighting);
    looks.set(where, there);
  }
  return [...looks].map(([where, saw]) => ({ where, saw }));
}
