import { useParams } from "wouter";
import { FiguresExplained, Overview } from "../generated/operations";
import { useAsk, useAskTier } from "../graph/useAsk";
import { tierOfRegion } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Path } from "../shell/Path";
import { Answered, FailureShown, NotFound } from "../shell/states";
import { Alerts } from "./Alerts";
import { isSilent, slicesOf } from "./figures";
import { Gaps } from "./Gaps";
import { JustHappened } from "./JustHappened";
import { Ranking } from "./Ranking";
import { Rounds } from "./Rounds";
import { TierFigures } from "./TierFigures";
import { Tiles } from "./Tiles";
import { Topics } from "./Topics";

/** 总览: what is known of a region, tier by tier, and the way down to the rows. */
export default function OverviewPage() {
  const words = useWords();
  const viewer = useViewer();
  const { code = viewer.officeCode } = useParams<{ code?: string }>();
  const tier = tierOfRegion(code);
  const asked = useAsk(Overview, { region: code }, { region: code });
  const explained = useAskTier(FiguresExplained, tier && "COUNTY", { region: code }, { region: code });
  if (asked.failure?.code === "NOT_FOUND" || !tier) return <NotFound />;
  return (
    <Answered asked={asked}>
      {({ region }) => {
        if (!region) return asked.failure ? <FailureShown failure={asked.failure} again={asked.again} /> : <NotFound />;
        const seen = slicesOf(region);
        const county = seen.find(({ tier: of }) => of === "COUNTY");
        const silence = county && isSilent(county.figures.completeness) ? words.overview.silent : undefined;
        return (
          <div className="stack">
            <Path region={{ code, pathName: region.pathName }} />
            <h1>{region.name}</h1>
            {seen.length === 0 && <p>{words.notYours}</p>}
            <div className="cards">
              {seen.map(({ tier: of, figures }) => (
                <TierFigures key={of} tier={of} region={code} figures={figures} />
              ))}
            </div>
            {seen.length > 0 && <Alerts region={code} />}
            {region.children.length > 0 && seen.length > 0 && tier !== "COUNTY" && (
              <Tiles of={code} regions={region.children} />
            )}
            {seen.length > 0 && (
              <>
                <Rounds tier={tier} office={code} />
                <div className="cards">
                  <Ranking region={code} />
                  <Answered asked={explained}>
                    {({ region: counted }) => {
                      const topics = counted?.countyFigures?.byCategory;
                      return topics && <Topics topics={topics} region={code} nothing={silence} />;
                    }}
                  </Answered>
                </div>
                {tier !== "COUNTY" && <Gaps region={code} />}
              </>
            )}
            {seen.length > 0 && <JustHappened region={code} />}
          </div>
        );
      }}
    </Answered>
  );
}
