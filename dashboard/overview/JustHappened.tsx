import { Link } from "wouter";
import { ledgerLink } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { type Happened, useLive } from "../session/LiveOf";
import { useViewer } from "../session/Viewer";
import { useAppearance } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { Nothing, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { Before } from "./Before";

const SHOWN = 12;

/** What just happened in a region: while the page is open, and last before that. */
export function JustHappened({ region }: { region: string }) {
  const { words } = useAppearance();
  const { happened } = useLive();
  const tier = useViewer().tier as TierOfRows;
  const here = happened.filter(({ event }) => event.region?.code.startsWith(region) ?? true);
  const shown = here.slice(0, SHOWN);
  return (
    <Section title={words.live.happened}>
      {shown.length === 0 ? (
        <Nothing text={words.live.nothing} />
      ) : (
        <ul className="hits" aria-live="polite">
          {shown.map((each) => (
            <li key={`${each.tier} ${each.event.cursor}`}>
              <Entry {...each} />
            </li>
          ))}
        </ul>
      )}
      <Before region={region} tier={tier} told={shown.map(({ event }) => event)} />
    </Section>
  );
}

/** @returns where it is read on; undefined where the event names nothing that has a page */
function linkOf({ finding, target, order, supervision, receivedSupervision, receivedRelease }: Happened["event"]) {
  const tier = tierOfId((finding ?? target)?.id ?? "");
  if (finding) return tier && findingLink(finding.id);
  if (target) return tier && ledgerLink({ tier, target: target.id });
  if (order?.way === "OUT" || supervision) return "/exchange?out";
  return order || receivedSupervision || receivedRelease ? "/exchange" : undefined;
}

function titleOf({ order, supervision, receivedSupervision, receivedRelease }: Happened["event"]): string | undefined {
  return (order ?? supervision ?? receivedSupervision ?? receivedRelease)?.title;
}

function Entry({ event, tier }: Happened) {
  const { words, language } = useAppearance();
  const colour = event.kind === "ALERT_RED" ? "RED" : event.kind === "ALERT_YELLOW" ? "YELLOW" : undefined;
  const unit = event.finding?.unitName ?? event.target?.unitName;
  const name = event.finding?.title ?? unit ?? titleOf(event);
  const link = linkOf(event);
  return (
    <>
      <Signal colour={colour}>{wordFor(words.live.kind, event.kind)}</Signal>{" "}
      {link ? <Link href={link}>{name}</Link> : name}
      <div className="quiet">
        {[
          event.findingStatus && wordFor(words.findingStatus, event.findingStatus),
          event.orderStatus && wordFor(words.orderStatus, event.orderStatus),
          event.clock && wordFor(words.clock, event.clock),
          event.finding && unit,
          event.region?.name,
          words.tier[tier],
          event.at && instantText(event.at, language),
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </>
  );
}
