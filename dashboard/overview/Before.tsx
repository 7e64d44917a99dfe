import { Link } from "wouter";
import { Findings, Received } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { isBefore } from "../rules/before";
import { ledgerLink } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import type { Happened } from "../session/LiveOf";
import { useAppearance } from "../shell/Appearance";
import { instantText, wordFor } from "../words";

const SHOWN = 5;
/** Some of them do not stand any more, and some have moved since and are said above. */
const ASKED = 20;

interface Place {
  region: string;
  tier: TierOfRows;
  /** since then, in the tier's own log */
  happened: readonly Happened[];
}

/** What happened last before the page was opened: what offices below had submitted; where nobody is below, what moved in the own book. */
export function Before(place: Place) {
  return place.tier === "COUNTY" ? <Moved {...place} /> : <Submitted {...place} />;
}

function Submitted({ region, tier, happened }: Place) {
  const { words, language } = useAppearance();
  const { data } = useAskTier(Received, tier, { region, first: ASKED }, { region });
  const events = happened.map(({ event }) => event);
  const standing = (data?.receivedPublications?.nodes ?? [])
    .filter(({ id, isCurrent, receivedAt }) => isCurrent && isBefore({ id, at: receivedAt }, events))
    .slice(0, SHOWN);
  return (
    <Earlier
      entries={standing.map(({ id, targetId, unitName, version, receivedAt, region: place }) => ({
        key: id,
        href: ledgerLink({ tier: tierOfId(targetId) ?? tier, target: targetId }),
        name: unitName,
        note: [words.finding.submitted(version), place?.pathName, instantText(receivedAt, language)],
      }))}
    />
  );
}

function Moved({ region, tier, happened }: Place) {
  const { words, language } = useAppearance();
  const { data } = useAskTier(Findings, tier, { first: ASKED, sort: "CHANGED", filter: { region } }, { region });
  const events = happened.map(({ event }) => event);
  const moved = (data?.findings?.nodes ?? [])
    .filter(({ id, liveStatusAt }) => isBefore({ id, at: liveStatusAt }, events))
    .slice(0, SHOWN);
  return (
    <Earlier
      entries={moved.map(({ id, title, unitName, liveStatus, liveStatusAt }) => ({
        key: id,
        href: findingLink(id),
        name: title,
        note: [wordFor(words.findingStatus, liveStatus), unitName, instantText(liveStatusAt, language)],
      }))}
    />
  );
}

interface EarlierEntry {
  key: string;
  href: string;
  name: string;
  note: readonly (string | undefined)[];
}

function Earlier({ entries }: { entries: readonly EarlierEntry[] }) {
  const { words } = useAppearance();
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{words.live.before}</h3>
      <ul className="hits">
        {entries.map(({ key, href, name, note }) => (
          <li key={key}>
            <Link href={href}>{name}</Link>
            <div className="quiet">{note.filter(Boolean).join(" · ")}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
