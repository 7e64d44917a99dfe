import { Segmented } from "antd";
import { useLocation, useSearch } from "wouter";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { IssueOrder } from "./IssueOrder";
import { OrdersIn, OrdersOut } from "./Orders";
import { ReleasesIn, ReleasesOut } from "./Releases";
import { SubmissionsIn, SubmissionsOut } from "./Submissions";
import { SupervisionsIn, SupervisionsOut } from "./Supervisions";
import { useArrivals } from "./useArrivals";

/** 交换: what came to the office and what went from it, of submissions, orders, releases and joint
 * supervisions. */
export default function ExchangePage() {
  const words = useWords();
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const isOut = useSearch() === "out";
  const tier = viewer.tier as TierOfRows;
  useArrivals(viewer.officeCode);
  const options = [
    { value: "in", label: words.exchange.in },
    { value: "out", label: words.exchange.out },
  ];
  return (
    <div className="stack">
      <div className="row">
        <h1>{words.pages.exchange}</h1>
        <Segmented
          aria-label={words.pages.exchange}
          options={options}
          value={isOut ? "out" : "in"}
          onChange={(value) => navigate(value === "out" ? "/exchange?out" : "/exchange")}
        />
      </div>
      {/* submissions go up, and orders go down */}
      {!isOut && tier !== "COUNTY" && <SubmissionsIn tier={tier} />}
      {!isOut && tier !== "PROVINCE" && <OrdersIn tier={tier} />}
      {isOut && tier !== "COUNTY" && <IssueOrder tier={tier} />}
      {isOut && tier !== "PROVINCE" && <SubmissionsOut tier={tier} />}
      {isOut && tier !== "COUNTY" && <OrdersOut tier={tier} />}
      {isOut ? <ReleasesOut tier={tier} /> : <ReleasesIn tier={tier} />}
      {isOut
        ? tier !== "COUNTY" && <SupervisionsOut tier={tier} />
        : tier !== "PROVINCE" && <SupervisionsIn tier={tier} />}
    </div>
  );
}
