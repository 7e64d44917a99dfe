import type { IncomingMessage, ServerResponse } from "node:http";
import { type ClientBase, Pool } from "pg";
import type { Logger } from "pino";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { SHIPPING } from "../storage/connections";
import { rowsBy } from "../storage/db";
import { type ExchangeState, findExchangeState } from "../storage/exchange/state.repository";
import { ImpatientClient } from "../storage/impatientClient";
import type { KnownKeys, SigningKey } from "../trust/keys";
import type { Exchange } from "./answers";
import { Bell } from "./bell";
import { dispatchJournal } from "./dispatcher";
import { deliverNextDoor } from "./nextDoor";
import { PeerClient } from "./peerClient";
import { Sender } from "./sender";
import { exchangeHandler } from "./server";

/** How another tier's worker is reached, and by which keys it is known. */
export interface Peer {
  url: string;
  keys: KnownKeys;
}

export interface ExchangeSettings {
  tier: Tier;
  key: SigningKey;
  peers: Partial<Record<Tier, Peer>>;
  /** of the worker role */
  databaseUrl: string;
  log: Logger;
  now(): string;
  /** told that something came in: what it did here is in the journal, and has no number yet */
  received?(): void;
  /** for tests */
  heartbeatMs?: number;
}

export interface RunningExchange {
  /** dispatches what the journal says, delivers what is for a neighbour of this tier, and wakes who ships the rest
   * @returns how much it found to do */
  dispatch(client: ClientBase): Promise<number>;
  /** @returns whether the request was the exchange's */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** how its streams and peers stand */
  state(): Promise<ExchangeState>;
  /** ships until the signal is given */
  ship(signal: AbortSignal): Promise<void>;
}

/** The same alarm is logged again after so long. */
const ALARM_AGAIN_MS = 60_000;

export function prepareExchange(settings: ExchangeSettings): RunningExchange {
  const { tier, key, peers, databaseUrl, log, now, received, heartbeatMs } = settings;
  const pool = new Pool({
    connectionString: databaseUrl,
    max: SHIPPING,
    application_name: "inspection-exchange",
    // a worker that is gone without a word leaves no lock behind, and a server that is gone keeps nobody waiting
    options: "-c TimeZone=UTC -c lock_timeout=8s -c statement_timeout=18s -c idle_in_transaction_session_timeout=10s",
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
    Client: ImpatientClient,
  });
  const lost = (cause: Error) => log.warn({ cause: cause.message }, "exchange lost a connection");
  pool.on("error", lost);
  // the pool listens to those that wait in it alone; unheard, the end of one that works would be the end of the process
  pool.on("connect", (client) => client.on("error", lost));
  const named = TIERS.flatMap((name) => (peers[name] ? [[name, peers[name]] as const] : []));
  const exchange: Exchange = {
    ...{ tier, key, pool, now, received, heartbeatMs, alarm: alarmTo(log) },
    peers: Object.fromEntries(named.map(([name, peer]) => [name, peer.keys])),
  };
  const senders = named.map(([name, { url }]) => {
    const bell = new Bell();
    return { bell, sender: new Sender(exchange, new PeerClient(exchange, name, url), bell, log) };
  });
  return {
    async dispatch(client) {
      const dealt = await dispatchJournal(client, tier, now());
      if (dealt) for (const { bell } of senders) bell.ring();
      return dealt + (await deliverNextDoor(exchange, client));
    },
    answer: exchangeHandler(exchange, log),
    state: () => findExchangeState(rowsBy(pool)),
    async ship(signal) {
      await Promise.all(senders.map(({ sender }) => sender.run(signal)));
      await pool.end();
    },
  };
}

function alarmTo(log: Logger): Exchange["alarm"] {
  const told = new Map<string, number>();
  return (what, of) => {
    const name = JSON.stringify([what, of]);
    const last = told.get(name);
    if (last !== undefined && performance.now() - last < ALARM_AGAIN_MS) return;
    told.set(name, performance.now());
    log.error({ what, ...of }, "exchange alarm");
  };
}
