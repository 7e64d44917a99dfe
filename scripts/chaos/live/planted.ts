import { Client } from "pg";
import { nameOfTier, type Tier } from "../../../schema/contract/tier";
import type { Cluster } from "../clusters";
import * as place from "../places";
import { READERS, type Reader } from "./followers";
import type { Happening } from "./happenings";
import type { LiveVerdict } from "./holding";

export const LIVE_PLANTS = ["loss", "double", "reorder", "after revocation", "leak"] as const;
export type LivePlant = (typeof LIVE_PLANTS)[number];

/** What the checker must say of a plant. */
interface LiveComplaint {
  wrong: "lost" | "doubled" | "reordered" | "leaked" | "revoked";
  words: string;
}

const ABOVE = readerOf("province:99.director", "COUNTY");
const STRANGER = readerOf("county:990102.director", "COUNTY");
const DEMOTED = readerOf("county:990101.watcher-demoted", "COUNTY");

/** Whoever hears again what was planted. */
export const HEARS_PLANTS = (reader: Reader) => [ABOVE, STRANGER, DEMOTED].includes(reader);

function readerOf(person: string, tier: Tier): Reader {
  const reader = READERS.find((each) => each.person === person && each.tier === tier);
  if (!reader) throw new Error(`${person} follows nothing`);
  return reader;
}

type Happened = Record<Tier, readonly Happening[]>;
type Complaints = ReadonlyMap<LivePlant, LiveComplaint>;

/** Plants faults where a tier keeps what can be followed, past all triggers, by a superuser: what a tier that goes wrong would do.
 * They stay there: the platform is not used any more.
 * @returns what must be noticed once these are heard again
 * @throws where nothing fits, or nothing was changed */
export async function plantLive({ COUNTY }: Happened, clusters: Record<string, Cluster>): Promise<Complaints> {
  const submissions = COUNTY.filter(({ about }) => about === "PUBLICATION");
  const [lost, doubled, first, second] = submissions.slice(-4) as [Happening, Happening, Happening, Happening];
  if (!second) throw new Error("too little was submitted to plant anything in");
  await asSuperuser(clusters[nameOfTier("COUNTY")], [
    ["delete from live_event where number = $1", [lost.number]],
    [AGAIN, [doubled.number]],
    ["update live_event set number = -number where number = $1", [first.number]],
    ["update live_event set number = $1 where number = $2", [first.number, second.number]],
    ["update live_event set number = $1 where number = $2", [second.number, -first.number]],
    ["insert into account_role (account_id, role) values ($1, 'CLERK')", [DEMOTED.person]],
  ]);
  return new Map<LivePlant, LiveComplaint>([
    ["loss", { wrong: "lost", words: `${again(ABOVE)}: ${lost.key}` }],
    ["double", { wrong: "doubled", words: `${again(ABOVE)}: ${doubled.key}` }],
    ["reorder", { wrong: "reordered", words: `${again(ABOVE)}: ${first.key}` }],
    ["after revocation", { wrong: "revoked", words: `${again(DEMOTED)}: ` }],
  ]);
}

/** One that everybody hears of whatever is submitted. Apart from the others, since it gives back what others had taken away. */
export async function plantLeak({ COUNTY }: Happened, clusters: Record<string, Cluster>): Promise<Complaints> {
  const foreign = COUNTY.find(({ office, about }) => office === "990101" && about === "PUBLICATION");
  if (!foreign) throw new Error("nothing was submitted that could leak");
  await asSuperuser(clusters[nameOfTier("COUNTY")], [["alter table publication disable row level security", []]]);
  return new Map<LivePlant, LiveComplaint>([["leak", { wrong: "leaked", words: `${again(STRANGER)}: ` }]]);
}

/** At a place that was somebody else's, which nobody follows. */
const AGAIN = `with free as (select number, substring(hash from 1 for 8) as mark from journal j
    where number > $1 and number <= (select number from live_progress)
      and not exists (select from live_event e where e.number = j.number) order by number limit 1),
  place as (insert into live_place (number, mark) select number, mark from free on conflict do nothing)
  insert into live_event
  select (jsonb_populate_record(e, jsonb_build_object('number', f.number))).* from live_event e, free f where e.number = $1`;

/** Those of the plants that the checker has noticed for what they are. */
export function noticedIn(complaints: Complaints, verdict: LiveVerdict): LivePlant[] {
  return LIVE_PLANTS.filter((plant) => {
    const complaint = complaints.get(plant);
    return complaint && verdict[complaint.wrong].some((line) => line.startsWith(complaint.words));
  });
}

function again({ person, tier, region }: Reader): string {
  return place.replays(person, tier, region);
}

async function asSuperuser(
  cluster: Cluster | undefined,
  statements: [text: string, values: unknown[]][],
): Promise<void> {
  const client = new Client({ connectionString: cluster?.adminUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const [text, values] of statements) {
      const { rowCount, command } = await client.query(text, values);
      if (!rowCount && command !== "ALTER") throw new Error(`could not be planted: ${text}`);
    }
  } finally {
    await client.end();
  }
}
