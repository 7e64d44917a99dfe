import { tierOfOffice } from "../../../schema/contract/regionCode";
import type { Tier } from "../../../schema/contract/tier";
import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

/** The codes of another tier's offices as it last said them, sorted; none where it has said nothing yet. */
export async function findPeerOffices(db: Rows, peer: Tier): Promise<string[]> {
  const [told] = await db.rows<{ codes: string[] }>("select codes from exchange_office where peer = $1", [peer]);
  return told?.codes ?? [];
}

export async function savePeerOffices(db: Rows, peer: Tier, codes: readonly string[], now: string): Promise<void> {
  await db.rows(
    `insert into exchange_office (peer, codes, told_at) values ($1, $2, $3)
     on conflict (peer) do update set codes = excluded.codes, told_at = excluded.told_at`,
    [peer, codes, now],
  );
}

/** The first of these regions of other tiers of which it is known that it has no office. Of a tier that has said nothing yet nothing is
 * known, and nobody waits until it has. */
export async function findWithoutOffice(db: Rows, codes: readonly string[]): Promise<string | undefined> {
  const [absent] = await db.rows<{ code: string }>(
    `select a.code from unnest($1::text[], $2::text[]) with ordinality as a (code, peer, place)
     join exchange_office o on o.peer = a.peer and not a.code = any (o.codes) order by a.place limit 1`,
    [codes, codes.map((code) => tierOfOffice(code))],
  );
  return absent?.code;
}
