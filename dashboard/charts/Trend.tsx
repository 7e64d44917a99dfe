import { useMemo } from "react";
import { useAppearance } from "../shell/Appearance";
import { Chart } from "./Chart";

export interface Point {
  ordinal: number;
  total: number;
  rectified: number;
}

/** Findings of each round, and how many of them are put right by now. */
export default function Trend({ points }: { points: readonly Point[] }) {
  const { words } = useAppearance();
  const { total, rectified } = words.overview.figure;
  const option = useMemo(() => {
    const names = points.map(({ ordinal }) => words.overview.round(ordinal));
    return {
      xAxis: { type: "category", data: names },
      yAxis: { type: "value", minInterval: 1 },
      series: [
        { name: total, type: "bar", barMaxWidth: 28, data: points.map((point) => point.total) },
        { name: rectified, type: "line", data: points.map((point) => point.rectified) },
      ],
    };
  }, [points, words, total, rectified]);
  return (
    <Chart
      label={words.joined.labelled(words.overview.trend, words.overview.trendHint)}
      heads={[words.pages.round, total, rectified]}
      rows={points.map((point) => [words.overview.round(point.ordinal), point.total, point.rectified])}
      option={option}
    />
  );
}
