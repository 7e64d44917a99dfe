import type { Custody } from "../../domain/clue/custody";
import type { ParcelKind, SetAsideReason } from "../../domain/clue/parcel";
import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

/** A parcel between two custodies: sealed, and on its way. */
export interface ParcelRow {
  id: string;
  office: string;
  /** BACK: an own one that its receiver gave back, after this tier was set back */
  way: "OUT" | "IN" | "BACK";
  kind: ParcelKind;
  fromCustody: Custody;
  toCustody: Custody;
  /** the exact text that travels */
  body: string;
  at: string;
}

/** Keeps parcels, each once. */
export async function keepParcels(db: Rows, parcels: readonly ParcelRow[]): Promise<void> {
  await db.rows(
    `insert into sealed_parcel (id, office, way, kind, from_custody, to_custody, body, at)
     select id, office, way, kind, "fromCustody", "toCustody", body, at from jsonb_to_recordset($1) as p (id text, office text,
       way text, kind text, "fromCustody" text, "toCustody" text, body text, at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(parcels)],
  );
}

/** What leaves, by the ids that the journal names. */
export async function findParcelsToShip(db: Rows, ids: readonly string[]): Promise<Map<string, ParcelRow>> {
  const rows = await db.rows<ParcelRow>("select * from sealed_parcel where id = any ($1) and way = 'OUT'", [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The parcels that wait for a custody, in the order of their arrival. */
export async function findWaiting(db: Rows, custody: Custody): Promise<ParcelRow[]> {
  return db.rows<ParcelRow>(
    `select * from sealed_parcel where settled_at is null
       and (way = 'IN' and to_custody = $1 or way = 'BACK' and from_custody = $1) order by number`,
    [custody],
  );
}

export interface ParcelCounts {
  /** that came and were not unpacked yet */
  waiting: number;
  setAside: number;
}

export async function countParcels(db: Rows, custody: Custody): Promise<ParcelCounts> {
  const [counts] = await db.rows<ParcelCounts>(
    `select count(*) filter (where settled_at is null)::int as waiting,
       count(*) filter (where outcome = 'SET_ASIDE')::int as set_aside
     from sealed_parcel where way = 'IN' and to_custody = $1 or way = 'BACK' and from_custody = $1`,
    [custody],
  );
  return counts as ParcelCounts;
}

/** @returns undefined where somebody else has just unpacked it */
export async function holdWaiting(db: Rows, id: string): Promise<ParcelRow | undefined> {
  const [row] = await db.rows<ParcelRow>(
    "select * from sealed_parcel where id = $1 and settled_at is null for update",
    [id],
  );
  return row;
}

export async function settleParcel(db: Rows, id: string, at: string, setAside?: SetAsideReason): Promise<void> {
  await db.rows("update sealed_parcel set settled_at = $2, outcome = $3, reason = $4 where id = $1", [
    ...[id, at, setAside ? "SET_ASIDE" : "SETTLED", setAside ?? null],
  ]);
}
