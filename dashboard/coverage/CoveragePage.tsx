import { Link, useParams, useSearch } from "wouter";
import { UnitsNotInspected } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { placeOf } from "../rules/ledgerPlace";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Scroll } from "../shell/Scroll";
import { Answered, Nothing } from "../shell/states";

const PAGE_ROWS = 50;

/** The rows behind a coverage: units that one tier has not inspected in its term, a page at a time. */
export default function CoveragePage() {
  const viewer = useViewer();
  const { code = "" } = useParams<{ code: string }>();
  const { tier } = placeOf(useSearch(), viewer.tier as TierOfRows);
  // of another region, or tier, one begins on the first page
  return <Shown key={`${code} ${tier}`} code={code} tier={tier} />;
}

function Shown({ code, tier }: { code: string; tier: TierOfRows }) {
  const words = useWords();
  const paging = usePaging();
  const variables = { region: code, first: PAGE_ROWS, after: paging.after };
  const asked = useAskTier(UnitsNotInspected, tier, variables, { region: code });
  return (
    <div className="stack">
      <Link href={`/overview/${code}`}>← {words.pages.overview}</Link>
      <h1>{words.joined.noted(words.pages.coverage, words.tier[tier])}</h1>
      <section className="panel" aria-label={words.pages.coverage}>
        <p className="quiet">{words.coverage.hint}</p>
        <Answered asked={asked}>
          {({ unitsNotInspected }) => {
            const rows = unitsNotInspected?.nodes ?? [];
            return (
              <>
                {rows.length === 0 ? (
                  <Nothing text={words.coverage.all} />
                ) : (
                  <Scroll>
                    <table className="plain">
                      <thead>
                        <tr>
                          <th scope="col">{words.coverage.name}</th>
                          <th scope="col">{words.coverage.code}</th>
                          <th scope="col">{words.coverage.planned}</th>
                        </tr>
                      </thead>
                      <tbody>
                        {rows.map(({ id, name, code: own, planned }) => (
                          <tr key={id}>
                            <th scope="row">{name}</th>
                            <td>{own}</td>
                            <td>{planned ? "✓" : ""}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </Scroll>
                )}
                <PageTurner
                  pageInfo={unitsNotInspected?.pageInfo}
                  paging={paging}
                  said={words.page.rows(rows.length)}
                />
              </>
            );
          }}
        </Answered>
      </section>
    </div>
  );
}
