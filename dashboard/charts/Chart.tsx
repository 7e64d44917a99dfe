import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useAppearance } from "../shell/Appearance";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** A drawing, and the same as a table for whoever does not look at it. Tooltips are drawn too: HTML of theirs would bring styles
 * that the document does not let in. */
export function Chart({
  label,
  heads,
  rows,
  option,
}: {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  option: EChartsCoreOption;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { isDark } = useAppearance();
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = init(place.current, isDark ? "dark" : undefined);
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(place.current);
    chart.setOption({
      animation: false,
      backgroundColor: "transparent",
      color: isDark ? ["#6aa5ff", "#f0c040"] : ["#1554ad", "#b3541e"],
      grid: { left: 8, right: 8, bottom: 4, top: 36, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: "axis", renderMode: "richText" },
      ...option,
    });
    return () => {
      resized.disconnect();
      chart.dispose();
    };
  }, [option, isDark]);
  return (
    <>
      <div ref={place} className="chart" role="img" aria-label={label} />
      <table className="hidden">
        <caption>{label}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...values]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {values.map((value, place) => (
                <td key={heads[place + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
