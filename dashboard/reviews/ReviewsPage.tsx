import { Tag } from "antd";
import { Rectifications } from "../generated/operations";
import type { TierOfRows } from "../rules/tiers";
import { useViewer, worksInOffice } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Tray } from "../shell/Tray";
import { wordFor } from "../words";
import { Parties } from "./Parties";
import { Review } from "./Review";

/** 联合审核: the rectifications that wait for signatures, for each of the parties; and, for the office, who these are. */
export default function ReviewsPage() {
  const words = useWords();
  const { work, unitPage } = words;
  const viewer = useViewer();
  const tier = viewer.tier as TierOfRows;
  return (
    <div className="stack">
      <h1>{words.pages.reviews}</h1>
      <Tray
        title={work.review.waiting}
        tier={tier}
        asks={Rectifications}
        given={{ filter: { status: ["JOINT_REVIEW"] } }}
        rowsOf={({ rectifications }) => rectifications}
      >
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
      {worksInOffice(viewer) && <Parties tier={tier} />}
    </div>
  );
}
