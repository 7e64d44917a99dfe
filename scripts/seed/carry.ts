import { readFileSync } from "node:fs";
import { Client } from "pg";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import { partsOfCustody } from "../../subgraphs/domain/clue/custody";
import { dispatchJournal } from "../../subgraphs/exchange/dispatcher";
import { kindNamed, kindOf } from "../../subgraphs/exchange/kinds";
import type { Draft, Entry, Kind } from "../../subgraphs/exchange/kinds/kind";
import { handOver } from "../../subgraphs/exchange/nextDoor";
import { sequenceJournal } from "../../subgraphs/journal/sequence";
import { installTypeParsers, rowsBy } from "../../subgraphs/storage/db";
import { findParcelsToShip, keepParcels } from "../../subgraphs/storage/exchange/parcel.repository";
import { readSigningKey } from "../../subgraphs/trust/keys";
import type { TierUrls } from "../provision";
import type { SigningKeyFile } from "../supervisor/signingKeys";

/** Brings what one tier has sent to another, at ten in the morning of a day of the story: the workers do not run yet, and find later
 * that what they carry is there. */
export type Carry = (from: Tier, to: Tier, on: string) => Promise<void>;

/** Brings everywhere what was said until now. */
export type CarryAll = (on: string) => Promise<void>;

/** All that was said by anybody, as the workers carry it: of the last story, behind which nothing is told. The receipts are signed here,
 * too: the workers find nothing left to carry, and would never ask for them. */
export function carrierOfAll(
  urls: Record<TierName, TierUrls>,
  signingKeys: Record<TierName, SigningKeyFile>,
): CarryAll {
  return async (on: string) => {
    installTypeParsers();
    const at = atTen(on);
    const sides = TIERS.map((tier) => {
      const name = nameOfTier(tier);
      const key = readSigningKey(readFileSync(signingKeys[name].file, "utf8"));
      return { tier, key, client: workerOf(urls[name]) };
    });
    try {
      for (const { client } of sides) await client.connect();
      for (let moved = 1; moved > 0; ) {
        moved = 0;
        for (const { tier, client } of sides) {
          moved += (await sequenceJournal(client)) + (await dispatchJournal(client, tier, at));
        }
        for (const from of sides) {
          for (const to of sides) for (const { taken } of await handOver(from, to, at)) moved += taken;
        }
      }
    } finally {
      for (const { client } of sides) await client.end();
    }
  };
}

const atTen = (on: string) => new Date(Date.parse(`${on}T10:00:00+08:00`)).toISOString();

function workerOf({ worker }: TierUrls): Client {
  return new Client({ connectionString: worker, application_name: "seed", options: "-c TimeZone=UTC" });
}

/** Brings what was said of one concept between two tiers, under the workers' role. What was carried before is set aside where it comes, as
 * it is when the workers send it once more. It is not all that was said: what other stories submitted on later days is in the journal by
 * now, and would arrive on a day before it was made. */
export function carrierOf(urls: Record<TierName, TierUrls>, what: "CLUES" | "ORDERS"): Carry {
  return async (from: Tier, to: Tier, on: string) => {
    const at = atTen(on);
    await asWorker(urls[nameOfTier(from)], async (source) => {
      await asWorker(urls[nameOfTier(to)], async (destination) => {
        if (what === "CLUES") await keepParcels(rowsBy(destination), await parcelsTo(to, source, at));
        else await apply(await draftsTo(to, source, from), destination, to, at);
      });
    });
  };
}

/** Clues, sealed. */
async function parcelsTo(to: Tier, source: Client, at: string) {
  const { rows } = await source.query<{ id: string }>("select id from sealed_parcel where way = 'OUT' order by number");
  const sent = await findParcelsToShip(
    rowsBy(source),
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => {
    const parcel = sent.get(id);
    if (!parcel) return [];
    const { office } = partsOfCustody(parcel.toCustody);
    return tierOfOffice(office) === to ? [{ ...parcel, office, way: "IN" as const, at }] : [];
  });
}

/** Orders and their answers, by the very kinds of messages that the workers send. */
async function draftsTo(to: Tier, source: Client, from: Tier): Promise<Draft[]> {
  const { rows } = await source.query<{ entry: number; body: string }>(
    "select entry, body from journal where object_kind in ('Order', 'ReceivedOrder') order by entry",
  );
  const said: Draft[] = [];
  for (const { entry, body } of rows) {
    const read = { ...(JSON.parse(body) as Entry), number: entry };
    said.push(...((await kindOf(read)?.draft(rowsBy(source), [read], from)) ?? []));
  }
  return said.filter(({ destination }) => tierOfOffice(destination) === to);
}

async function apply(drafts: readonly Draft[], destination: Client, tier: Tier, now: string): Promise<void> {
  await destination.query("begin");
  for (const { kind: name, payload, ...draft } of drafts) {
    const kind = kindNamed(name) as Kind;
    const message = { ...draft, payload: kind.read(JSON.parse(payload)) };
    await kind.apply({ db: rowsBy(destination), tier, now }, [message]);
  }
  await destination.query("commit");
}

async function asWorker<T>(urls: TierUrls, work: (client: Client) => Promise<T>): Promise<T> {
  const client = workerOf(urls);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
