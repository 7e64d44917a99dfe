import { Link } from "wouter";
import { InvitedTo, OrdersReceived } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Loading, Missing, Section } from "../shell/states";
import { wordFor } from "../words";
import { Entries, type Entry } from "./Entries";
import { useStandingReleases } from "./useStandingReleases";

/** What somebody has sent waits, as long as one of these is offered. */
const WAITING = ["ACCEPT", "REPORT_BACK", "JOIN", "ACKNOWLEDGE"];
/** The tier itself leaves out what is over or waits for somebody else: what waits is not pushed out by it, however old it is. */
const ORDERS = {
  first: 20,
  filter: { way: ["IN" as const], status: ["ISSUED" as const, "ACCEPTED" as const, "RETURNED" as const], open: true },
};
const INVITATIONS = { first: 20, answer: "INVITED" as const };

/** 收件: orders, invitations and releases that wait for an answer or a receipt. */
export function Arrived({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const orders = useAskTier(OrdersReceived, tier, ORDERS);
  const invitations = useAskTier(InvitedTo, tier, INVITATIONS);
  const releases = useStandingReleases(tier);
  const entryOf = (
    { id, title, commands }: { id: string; title: string; commands: readonly string[] },
    names: Record<string, string>,
    note: Entry["note"],
  ): Entry[] => {
    const [waiting] = WAITING.filter((command) => commands.includes(command));
    if (!waiting) return [];
    const said = words.joined.labelled(wordFor(names, waiting), title);
    return [{ key: id, content: <Link href="/exchange">{said}</Link>, note }];
  };
  const all = [
    ...(orders.data?.orders?.nodes ?? []).flatMap((order) =>
      entryOf(order, words.exchange.order, <Signal colour={order.colour}>{`${words.todo.due} ${order.dueOn}`}</Signal>),
    ),
    ...(invitations.data?.receivedSupervisions?.nodes ?? []).flatMap((invited) =>
      entryOf(invited, words.trays.memberCommand, `${words.round.period} ${invited.startsOn} — ${invited.endsOn}`),
    ),
    ...releases.nodes.flatMap((release) =>
      entryOf(release, words.trays.releaseCommand, `${words.trays.issuedOn} ${release.issuedOn}`),
    ),
  ];
  // a row that has just moved may stand on two pages, until the second is there anew
  const entries = [...new Map(all.map((entry) => [entry.key, entry])).values()];
  const lists = [orders.data?.orders, invitations.data?.receivedSupervisions];
  const asked = [orders, invitations, ...releases.asked];
  const isLoading = asked.some(({ loading }) => loading);
  // that nothing waits is known once all have said so
  const isKnown = entries.length > 0 || [...lists, ...releases.lists].every(Boolean);
  const hasMore = releases.hasMore || lists.some((list) => list?.pageInfo.hasNextPage);
  return (
    <Section title={words.todo.arrived}>
      <div aria-busy={isLoading}>
        <Missing of={asked} />
        {!isKnown && isLoading && <Loading />}
        <Entries entries={isKnown ? entries : undefined} more={hasMore} />
      </div>
    </Section>
  );
}
