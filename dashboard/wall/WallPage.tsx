import { lazy, useEffect } from "react";
import { Link, useParams } from "wouter";
import { FiguresExplained, Overdue, Overview, RoundFigures } from "../generated/operations";
import { useAsk, useAskTier } from "../graph/useAsk";
import { slicesOf } from "../overview/figures";
import { Ranked } from "../overview/Ranking";
import { pointsOf } from "../overview/Rounds";
import { Tiles } from "../overview/Tiles";
import { Topics } from "../overview/Topics";
import { tellChange } from "../rules/changes";
import { OUT_OF_DATE } from "../rules/patience";
import { pathOf, tierOfRegion } from "../rules/regions";
import { useLive } from "../session/LiveOf";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Guarded } from "../shell/Guarded";
import { FailureShown, Loading, Missing, NotFound, Section } from "../shell/states";
import { useReload } from "../shell/useReload";
import { useFreeze } from "./useFreeze";
import { useHeld } from "./useHeld";
import { WallBar } from "./WallBar";
import { WallFigures } from "./WallFigures";

const Trend = lazy(() => import("../charts/Trend"));

/** How often it asks even where nothing happens: what is overdue changes with the day, and so the sign-in is renewed in time. */
const ASK_ANEW_MS = 60_000;

/** 大屏: a region's figures for a wall, and nothing that has a name but regions. Nobody stands before it with a mouse: it renews
 * itself, keeps the last figures where no answer comes, and may stand still at a moment. */
export default function WallPage() {
  const viewer = useViewer();
  const { code = viewer.officeCode } = useParams<{ code?: string }>();
  return <Wall key={code} code={code} />;
}

function Wall({ code }: { code: string }) {
  const words = useWords();
  const tier = tierOfRegion(code);
  const { hearing } = useLive();
  const freeze = useFreeze();
  const held = freeze.frozenAt !== undefined;
  const asked = useAsk(Overview, { region: code }, { region: code });
  const rounds = useAskTier(RoundFigures, tier, { office: code }, { region: code });
  const overdue = useAsk(Overdue, { region: code, first: 20 }, { region: code });
  const explained = useAskTier(FiguresExplained, tier && "COUNTY", { region: code }, { region: code });
  const topics = useHeld(explained.data?.region?.countyFigures?.byCategory ?? undefined, held);
  const region = useHeld(asked.data?.region ?? undefined, held);
  const points = useHeld(rounds.data && pointsOf(rounds.data.office?.rounds.nodes ?? []), held);
  const ranked = useHeld(overdue.data, held);
  useEffect(() => {
    const timer = setInterval(() => void tellChange({ regions: [code] }), ASK_ANEW_MS);
    return () => clearInterval(timer);
  }, [code]);
  const questions = [asked, rounds, overdue, explained];
  const isOutOfDate = hearing === "OUT_OF_DATE" || questions.some(({ failure }) => failure?.code === OUT_OF_DATE);
  // a document that is loaded anew knows of no moment at which it was to stand still
  useReload(isOutOfDate && !held && !freeze.planned);

  if (!tier || asked.failure?.code === "NOT_FOUND") return <NotFound />;
  if (!region) return asked.failure ? <FailureShown failure={asked.failure} again={asked.again} /> : <Loading />;
  const slices = slicesOf(region);
  const above = pathOf(code, region.pathName).filter((step) => step.code !== code && slices.length > 0);
  return (
    <div className="wall">
      <WallBar title={region.name} asOf={slices[0]?.figures.asOf} freeze={freeze} />
      <main id="content" tabIndex={-1}>
        <Missing of={questions} />
        {slices.length === 0 && <p>{words.notYours}</p>}
        {above.length > 0 && (
          <nav className="quiet" aria-label={words.wall.above}>
            {above.map((step) => (
              <Link key={step.code} href={`/wall/${step.code}`}>
                {step.name}
              </Link>
            ))}
          </nav>
        )}
        <div className="stack">
          {slices.map(({ tier: of, figures }) => (
            <WallFigures key={of} tier={of} figures={figures} />
          ))}
          <div className="cards">
            {region.children.length > 0 && tier !== "COUNTY" && (
              <Tiles of={code} regions={region.children} hrefOf={(of) => `/wall/${of}`} />
            )}
            {points && points.length > 1 && (
              <Section title={words.overview.trend}>
                <Guarded isUnattended waiting={<div className="chart" />}>
                  <Trend points={points} />
                </Guarded>
              </Section>
            )}
            {topics && topics.length > 0 && <Topics topics={topics} region={code} isDoor={false} />}
            {ranked && tier !== "COUNTY" && (
              <Section title={words.overview.ranking}>
                <Ranked overdue={ranked} hrefOf={(of) => `/wall/${of}`} />
              </Section>
            )}
          </div>
        </div>
      </main>
    </div>
  );
}
