import { Link } from "wouter";
import { InvitedTo, OrdersReceived, ReleasedToUs } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { PartMissing, Section } from "../shell/states";
import { wordFor } from "../words";
import { Entries, type Entry } from "./Entries";

const FIRST = { first: 20 };
/** What somebody has sent waits, as long as one of these is offered. */
const WAITING = ["ACCEPT", "REPORT_BACK", "JOIN", "ACKNOWLEDGE"];

/** 收件: orders, invitations and releases that wait for an answer or a receipt. */
export function Arrived({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const orders = useAskTier(OrdersReceived, tier, FIRST);
  const invitations = useAskTier(InvitedTo, tier, FIRST);
  const releases = useAskTier(ReleasedToUs, tier, FIRST);
  const entryOf = (
    { id, title, commands }: { id: string; title: string; commands: readonly string[] },
    names: Record<string, string>,
    note: Entry["note"],
  ): Entry[] => {
    const [waiting] = WAITING.filter((command) => commands.includes(command));
    if (!waiting) return [];
    return [{ key: id, content: <Link href="/exchange">{`${wordFor(names, waiting)}：${title}`}</Link>, note }];
  };
  const entries = [
    ...(orders.data?.orders?.nodes ?? []).flatMap((order) =>
      entryOf(order, words.exchange.order, <Signal colour={order.colour}>{`${words.todo.due} ${order.dueOn}`}</Signal>),
    ),
    ...(invitations.data?.receivedSupervisions?.nodes ?? []).flatMap((invited) =>
      entryOf(invited, words.trays.memberCommand, `${words.round.period} ${invited.startsOn} — ${invited.endsOn}`),
    ),
    ...(releases.data?.receivedReleases?.nodes ?? []).flatMap((release) =>
      entryOf(release, words.trays.releaseCommand, `${words.trays.issuedOn} ${release.issuedOn}`),
    ),
  ];
  const asked = [orders, invitations, releases];
  return (
    <Section title={words.todo.arrived}>
      <div aria-busy={asked.some(({ loading }) => loading)}>
        <PartMissing failure={asked.find(({ failure }) => failure)?.failure} />
        <Entries entries={entries} />
      </div>
    </Section>
  );
}
