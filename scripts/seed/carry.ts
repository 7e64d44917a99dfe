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
import type { TierUrls } from "../provision";

/** Brings what one tier has sent to another, on a day of the story: the workers do not run yet, and find later that what
 * they carry is there. */
export type Carry = (from: Tier, to: Tier, on: string) => Promise<void>;

/** Brings everywhere what was said until now, as the workers do, on a day of the story. */
export type CarryAll = (on: string) => Promise<void>;

/** Brings everywhere what was said until now, as the workers do, under their role, at ten in the morning of a day: they find later
 * that it is there. */
export function carrierOfAll(urls: Record<TierName, TierUrls>): CarryAll {
  return async (on: string) => {
    installTypeParsers();
    const at = atTen(on);
    const sides = TIERS.map((tier) => ({ tier, client: workerOf(urls[nameOfTier(tier)]) }));
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

/** Carries what waits between the tiers as their workers do, under the workers' role, at ten in the morning of a day. */
export function carrierOf(urls: Record<TierName, TierUrls>): Carry {
  return async (from: Tier, to: Tier, on: string) => {
    const at = atTen(on);
    await asWorker(urls[nameOfTier(from)], async (source) => {
      const { rows } = await source.query<{ id: string }>(
        "select id from sealed_parcel where way = 'OUT' order by number",
      );
      const sent = await findParcelsToShip(
        rowsBy(source),
        rows.map(({ id }) => id),
      );
      const arriving = rows.flatMap(({ id }) => {
        const parcel = sent.get(id);
        if (!parcel) return [];
        const { office } = partsOfCustody(parcel.toCustody);
        return tierOfOffice(office) === to ? [{ ...parcel, office, way: "IN" as const, at }] : [];
      });
      await asWorker(urls[nameOfTier(to)], (destination) => keepParcels(rowsBy(destination), arriving));
    });
  };
}

/** The same of orders and their answers, by the very kinds of messages that the workers send: what was carried before is set aside
 * where it comes, as it is when the workers send it once more. */
export function orderCarrierOf(urls: Record<TierName, TierUrls>): Carry {
  return async (from: Tier, to: Tier, on: string) => {
    const now = atTen(on);
    const drafts = await asWorker(urls[nameOfTier(from)], async (source) => {
      const { rows } = await source.query<{ entry: number; body: string }>(
        "select entry, body from journal where object_kind in ('Order', 'ReceivedOrder') order by entry",
      );
      const said: Draft[] = [];
      for (const { entry, body } of rows) {
        const read = { ...(JSON.parse(body) as Entry), number: entry };
        said.push(...((await kindOf(read)?.draft(rowsBy(source), [read], from)) ?? []));
      }
      return said.filter(({ destination }) => tierOfOffice(destination) === to);
    });
    await asWorker(urls[nameOfTier(to)], async (destination) => {
      await destination.query("begin");
      for (const { kind: name, payload, ...draft } of drafts) {
        const kind = kindNamed(name) as Kind;
        const message = { ...draft, payload: kind.read(JSON.parse(payload)) };
        await kind.apply({ db: rowsBy(destination), tier: to, now }, [message]);
      }
      await destination.query("commit");
    });
  };
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
