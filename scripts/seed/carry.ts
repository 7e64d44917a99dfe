import { Client } from "pg";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, type Tier, type TierName } from "../../schema/contract/tier";
import { partsOfCustody } from "../../subgraphs/domain/clue/custody";
import { kindNamed, kindOf } from "../../subgraphs/exchange/kinds";
import type { Draft, Entry, Kind } from "../../subgraphs/exchange/kinds/kind";
import { rowsBy } from "../../subgraphs/storage/db";
import { findParcelsToShip, keepParcels } from "../../subgraphs/storage/exchange/parcel.repository";
import type { TierUrls } from "../provision";
import type { Carry } from "./clues";

/** Carries what waits between the tiers as their workers do, under the workers' role, at ten in the morning of a day. */
export function carrierOf(urls: Record<TierName, TierUrls>): Carry {
  return async (from: Tier, to: Tier, on: string) => {
    const at = new Date(Date.parse(`${on}T10:00:00+08:00`)).toISOString();
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
    const now = new Date(Date.parse(`${on}T10:00:00+08:00`)).toISOString();
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
  const client = new Client({ connectionString: urls.worker, application_name: "seed", options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
