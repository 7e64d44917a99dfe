import type { ExchangeState, PeerState } from "../storage/exchange/state.repository";

const OF_PEERS: [name: string, help: string, of: (peer: PeerState) => number | null][] = [
  ["exchange_behind_messages", "Messages that the peer does not have yet", ({ behind }) => behind],
  ["exchange_stopped_streams", "Streams that do not move, on either side", ({ stopped }) => stopped],
  ["exchange_heard_seconds", "Seconds since the peer was last heard", ({ heardAgo }) => heardAgo],
  ["exchange_answered_seconds", "Seconds since the peer last answered", ({ answeredAgo }) => answeredAgo],
  [
    "exchange_witnessed_seconds",
    "Age of the last head of the journal that the peer witnessed",
    (peer) => peer.witnessedAgo,
  ],
];

/** The exposition format of Prometheus: a handful of numbers, for which the worker loads no library. */
export function metricsText({ undispatched, peers, alarms, losses }: ExchangeState): string {
  const lines = OF_PEERS.flatMap(([name, help, of]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...peers.flatMap((peer) => (of(peer) === null ? [] : [`${name}{peer="${peer.peer.toLowerCase()}"} ${of(peer)}`])),
  ]);
  lines.push(
    "# HELP exchange_undispatched_entries Entries of the journal of which no message was made yet",
    "# TYPE exchange_undispatched_entries gauge",
    `exchange_undispatched_entries ${undispatched}`,
  );
  lines.push("# HELP exchange_alarms_total What an administrator must know", "# TYPE exchange_alarms_total counter");
  lines.push(...alarms.map(({ what, times }) => `exchange_alarms_total{what="${what}"} ${times}`));
  lines.push(
    "# HELP exchange_losses_total Messages that this tier had sent and lost",
    "# TYPE exchange_losses_total counter",
  );
  lines.push(`exchange_losses_total ${losses}`);
  return `${lines.join("\n")}\n`;
}
