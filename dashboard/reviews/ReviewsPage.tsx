import { Tag } from "antd";
import { Tray } from "../exchange/Tray";
import { usePaging } from "../exchange/usePaging";
import { Rectifications } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useViewer, worksInOffice } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Answered, Section } from "../shell/states";
import { wordFor } from "../words";
import { Parties } from "./Parties";
import { Review } from "./Review";

const FIRST = 20;

/** 联合审核: the rectifications that wait for signatures, for each of the parties; and, for the office, who these are. */
export default function ReviewsPage() {
  const words = useWords();
  const { work, unitPage } = words;
  const viewer = useViewer();
  const tier = viewer.tier as TierOfRows;
  const paging = usePaging();
  const filter = { status: ["JOINT_REVIEW" as const] };
  const asked = useAskTier(Rectifications, tier, { first: FIRST, after: paging.after, filter });
  return (
    <div className="stack">
      <h1>{words.pages.reviews}</h1>
      <Section title={work.review.waiting}>
        <Answered asked={asked}>
          {({ rectifications }) => (
            <Tray rows={rectifications?.nodes ?? []} pageInfo={rectifications?.pageInfo} paging={paging}>
              {(rectification) => (
                <>
                  <div className="row">
                    <strong>{rectification.unitName}</strong>
                    <Tag color="blue">{wordFor(unitPage.status, rectification.status)}</Tag>
                    <span className="quiet">{rectification.statusOn}</span>
                  </div>
                  <Facts
                    facts={[
                      [unitPage.plan, rectification.plan && <span className="prose">{rectification.plan}</span>],
                      [unitPage.report, rectification.report && <span className="prose">{rectification.report}</span>],
                      [work.field.remark, rectification.note],
                    ]}
                  />
                  <Review rectification={rectification} tier={tier} />
                </>
              )}
            </Tray>
          )}
        </Answered>
      </Section>
      {worksInOffice(viewer) && <Parties tier={tier} />}
    </div>
  );
}
