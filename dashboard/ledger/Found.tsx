import { Link } from "wouter";
import { Search } from "../generated/operations";
import { useAsk } from "../graph/useAsk";
import type { LedgerPlace } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { useWords } from "../shell/Appearance";
import { Answered, Nothing } from "../shell/states";
import { wordFor } from "../words";

const MOST = 100;

/** What words find: in the tier that is shown, as far as the reader may see. */
export function Found({ place, text }: { place: LedgerPlace; text: string }) {
  const words = useWords();
  const asked = useAsk(Search, { text, region: place.region, first: MOST }, { region: place.region });
  return (
    <section className="panel" aria-label={words.pages.ledger}>
      <p className="quiet">{words.ledger.searchHint}</p>
      <Answered asked={asked}>
        {({ provinceFindings, cityFindings, countyFindings }) => {
          const byTier = { PROVINCE: provinceFindings, CITY: cityFindings, COUNTY: countyFindings };
          const hits = byTier[place.tier]?.nodes ?? [];
          if (hits.length === 0) return <Nothing />;
          return (
            <ul className="hits">
              {hits.map(({ findingId, basis, finding, disclosed }) => (
                <li key={`${findingId} ${basis}`}>
                  {finding ? (
                    <Link href={findingLink(findingId)}>{finding.title}</Link>
                  ) : (
                    <strong>{disclosed?.title}</strong>
                  )}
                  <div className="quiet">
                    {[
                      finding?.unitName,
                      finding?.region?.pathName,
                      wordFor(words.findingStatus, finding?.liveStatus ?? disclosed?.status ?? ""),
                      wordFor(words.basis, basis),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </div>
                </li>
              ))}
              {byTier[place.tier]?.pageInfo.hasNextPage && <li className="quiet">{words.ledger.moreFound(MOST)}</li>}
            </ul>
          );
        }}
      </Answered>
    </section>
  );
}
