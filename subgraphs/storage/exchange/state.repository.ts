import type { Tier } from "../../../schema/contract/tier";
import type { Db } from "../db";

/** How the exchange of a tier stands, in numbers. */
export interface ExchangeState {
  /** entries of the journal of which no message was made yet: they are in no stream, and no peer is behind by them */
  undispatched: number;
  peers: PeerState[];
  alarms: { what: string; times: number }[];
  losses: number;
}
export interface PeerState {
  peer: Tier;
  /** messages that the peer does not have yet */
  behind: number;
  /** streams that do not move, on either side */
  stopped: number;
  /** seconds since the peer was last heard, and since it last answered */
  heardAgo: number | null;
  answeredAgo: number | null;
  /** age of the last head of this tier's journal that the peer witnessed */
  witnessedAgo: number | null;
}

export async function findExchangeState(db: Pick<Db, "rows">): Promise<ExchangeState> {
  const peers = await db.rows<PeerState>(
    `select p.peer,
       (select count(*)::int from outbox_stream s join outbox o on o.source = s.source and o.destination = s.destination
          and (o.epoch, o.sequence) > (s.told_epoch, s.told_sequence) and not o.abandoned where s.peer = p.peer) as behind,
       (select count(*)::int from outbox_stream s where s.peer = p.peer and s.state <> 'OPEN')
         + (select count(*)::int from inbox_stream s where s.peer = p.peer and s.state <> 'OPEN') as stopped,
       extract(epoch from now() - p.heard_at)::float8 as heard_ago,
       extract(epoch from now() - p.answered_at)::float8 as answered_ago,
       extract(epoch from now() - p.witnessed_at)::float8 as witnessed_ago
     from exchange_peer p order by p.peer`,
  );
  const [waiting] = await db.rows<{ n: number }>(
    `select (coalesce((select max(number) from journal), 0) - coalesce((select number from exchange_progress), 0))::int as n`,
  );
  const alarms = await db.rows<{ what: string; times: number }>(
    "select what, sum(times)::int as times from exchange_alarm group by what order by what",
  );
  const [losses] = await db.rows<{ n: number }>("select count(*)::int as n from exchange_loss");
  return { undispatched: waiting?.n ?? 0, peers, alarms, losses: losses?.n ?? 0 };
}
