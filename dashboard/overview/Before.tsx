import { Link } from "wouter";
import { Findings, Received } from "../generated/operations";
import { type Asked, useAskTier } from "../graph/useAsk";
import { askedFor, idsOf } from "../rules/before";
import { ledgerLink } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import type { Happened } from "../session/LiveOf";
import { useAppearance } from "../shell/Appearance";
import { Missing } from "../shell/states";
import { instantText, wordFor } from "../words";

const SHOWN = 5;

interface Place {
  region: string;
  tier: TierOfRows;
  /** since then, in the logs of all tiers, as far as it stands above */
  told: readonly Happened["event"][];
}

/** What happened last beside that: what offices below had submitted; where nobody is below, what moved in the own book, of which the log
 * tells only once it was submitted. */
export function Before(place: Place) {
  return place.tier === "COUNTY" ? <Moved {...place} /> : <Submitted {...place} />;
}

function Submitted({ region, tier, told }: Place) {
  const { words, language } = useAppearance();
  const above = idsOf(told.map(({ publication }) => publication));
  const asked = useAskTier(Received, tier, { region, first: askedFor(SHOWN, above) }, { region });
  const standing = (asked.data?.receivedPublications?.nodes ?? [])
    .filter(({ id, isCurrent }) => isCurrent && !above.has(id))
    .slice(0, SHOWN);
  return (
    <Earlier
      asked={asked}
      entries={standing.map(({ id, targetId, unitName, version, receivedAt, region: place }) => ({
        key: id,
        href: ledgerLink({ tier: tierOfId(targetId) ?? tier, target: targetId }),
        name: unitName,
        note: [words.finding.submitted(version), place?.pathName, instantText(receivedAt, language)],
      }))}
    />
  );
}

function Moved({ region, tier, told }: Place) {
  const { words, language } = useAppearance();
  const above = idsOf(told.map(({ finding }) => finding));
  const asked = useAskTier(
    Findings,
    tier,
    { first: askedFor(SHOWN, above), sort: "CHANGED", filter: { region } },
    { region },
  );
  const moved = (asked.data?.findings?.nodes ?? []).filter(({ id }) => !above.has(id)).slice(0, SHOWN);
  return (
    <Earlier
      asked={asked}
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

function Earlier({ asked, entries }: { asked: Asked<unknown>; entries: readonly EarlierEntry[] }) {
  const { words } = useAppearance();
  if (entries.length === 0) return <Missing of={[asked]} />;
  return (
    <>
      <h3>{words.live.before}</h3>
      <Missing of={[asked]} />
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
