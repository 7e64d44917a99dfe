import { Client } from "pg";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, type Tier, type TierName } from "../../schema/contract/tier";
import { partsOfCustody } from "../../subgraphs/domain/clue/custody";
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

async function asWorker(urls: TierUrls, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: urls.worker, application_name: "seed", options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
