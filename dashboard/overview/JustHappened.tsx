import { Link } from "wouter";
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

function titleOf({ order, supervision, receivedSupervision, receivedRelease }: Happened["event"]): string | undefined {
  return (order ?? supervision ?? receivedSupervision ?? receivedRelease)?.title;
}

function Entry({ event, tier }: Happened) {
  const { words, language } = useAppearance();
  const colour = event.kind === "ALERT_RED" ? "RED" : event.kind === "ALERT_YELLOW" ? "YELLOW" : undefined;
  const unit = event.finding?.unitName ?? event.target?.unitName;
  return (
    <>
      <Signal colour={colour}>{wordFor(words.live.kind, event.kind)}</Signal>{" "}
      {event.finding && tierOfId(event.finding.id) ? (
        <Link href={`/findings/${encodeURIComponent(event.finding.id)}`}>{event.finding.title}</Link>
      ) : (
        (unit ?? titleOf(event))
      )}
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
