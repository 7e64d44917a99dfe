import { Link } from "wouter";
import { Findings, Received } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { ledgerLink } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";
import { instantText, wordFor } from "../words";

const SHOWN = 5;

/** What happened last before the page was opened: what offices below had submitted; where nobody is below, what moved in the own book. */
export function Before({ region, tier }: { region: string; tier: TierOfRows }) {
  return tier === "COUNTY" ? <Moved region={region} tier={tier} /> : <Submitted region={region} tier={tier} />;
}

function Submitted({ region, tier }: { region: string; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { data } = useAskTier(Received, tier, { region, first: SHOWN }, { region });
  const standing = (data?.receivedPublications?.nodes ?? []).filter(({ isCurrent }) => isCurrent);
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

function Moved({ region, tier }: { region: string; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const { data } = useAskTier(Findings, tier, { first: SHOWN, sort: "CHANGED", filter: { region } }, { region });
  return (
    <Earlier
      entries={(data?.findings?.nodes ?? []).map(({ id, title, unitName, liveStatus, liveStatusAt }) => ({
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
