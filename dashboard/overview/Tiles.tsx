import { Segmented } from "antd";
import { useState } from "react";
import { Link } from "wouter";
import { useAppearance } from "../shell/Appearance";
import { Section } from "../shell/states";
import { countText, percentText } from "../words";
import { type Completeness, type Figures, isSilent } from "./figures";

type Below = Figures & { completeness: Completeness };

interface RegionBelow {
  code: string;
  name: string;
  cityFigures?: Below | null;
  countyFigures?: Below | null;
}

const MEASURES = ["closureRate", "overdue", "open", "total"] as const;
type Measure = (typeof MEASURES)[number];

/** 示意图: a tile for each region below, by code. It stands where a site may put its approved map; no border is drawn. */
export function Tiles({ regions }: { regions: readonly RegionBelow[] }) {
  const { words, isDark } = useAppearance();
  const [measure, setMeasure] = useState<Measure>("closureRate");
  const rows = regions.map((region) => ({ ...region, slice: sliceOf(region) }));
  const most = Math.max(1, ...rows.map(({ slice }) => slice?.[measure] ?? 0));
  const options = MEASURES.map((value) => ({ value, label: words.overview.figure[value] }));
  return (
    <Section
      title={`${words.overview.tiles}（${words.schematic}）`}
      extra={
        <Segmented<Measure>
          size="small"
          aria-label={words.overview.colourBy}
          options={options}
          value={measure}
          onChange={setMeasure}
        />
      }
    >
      <ul className="tiles">
        {rows.map(({ code, name, slice }) => (
          <li key={code}>
            <Tile code={code} name={name} slice={slice} measure={measure} most={most} isDark={isDark} />
          </li>
        ))}
      </ul>
      <p className="quiet">{words.overview.tilesHint}</p>
    </Section>
  );
}

interface TileOf {
  code: string;
  name: string;
  slice: Below | undefined;
  measure: Measure;
  most: number;
  isDark: boolean;
}

function Tile({ code, name, slice, measure, most, isDark }: TileOf) {
  const { words, language } = useAppearance();
  const value = slice?.[measure];
  const nothing = slice === undefined || isUnknown(slice);
  const text = nothing
    ? wordOfNothing(slice, words.overview, words.notYours)
    : value === null || value === undefined
      ? words.overview.none
      : measure === "closureRate"
        ? percentText(value)
        : countText(value, language);
  const share = typeof value === "number" ? (measure === "closureRate" ? value : value / most) : 0;
  return (
    <Link
      href={`/overview/${code}`}
      className={nothing ? "tile silent" : "tile"}
      style={nothing ? undefined : shadeOf(share, isDark)}
    >
      {name}
      <span className="hidden"> {words.overview.figure[measure]} </span>
      <span className="value">{text}</span>
    </Link>
  );
}

/** Both tiers below a province count for a city's tile, its own book alone for a county's. */
function sliceOf({ code, cityFigures, countyFigures }: RegionBelow): Below | undefined {
  const slices = [code.length > 4 ? null : cityFigures, countyFigures].filter(
    (slice) => slice !== null && slice !== undefined,
  );
  const [first, second] = slices;
  if (!first || !second) return first ?? second;
  const sum = (name: "total" | "open" | "overdue" | "rectified" | "longTerm") => first[name] + second[name];
  const total = sum("total");
  const completeness = Object.fromEntries(
    Object.keys(first.completeness).map((name) => {
      const key = name as keyof Completeness;
      return [key, first.completeness[key] + second.completeness[key]];
    }),
  ) as unknown as Completeness;
  return {
    total,
    open: sum("open"),
    overdue: sum("overdue"),
    rectified: sum("rectified"),
    longTerm: sum("longTerm"),
    closureRate: total > 0 ? sum("rectified") / total : null,
    completeness,
  };
}

function isUnknown({ total, completeness }: Below): boolean {
  return total === 0 && isSilent(completeness);
}

function wordOfNothing(
  slice: Below | undefined,
  words: { silent: string; notEnrolled: string },
  notYours: string,
): string {
  if (!slice) return notYours;
  return slice.completeness.silent > 0 ? words.silent : words.notEnrolled;
}

/** Deeper is more; the text on it keeps its contrast. */
function shadeOf(share: number, isDark: boolean): { background: string; color: string } {
  const part = Math.max(0, Math.min(1, share));
  const lightness = isDark ? 18 + part * 18 : 94 - part * 56;
  return { background: `hsl(212 62% ${lightness}%)`, color: !isDark && lightness > 62 ? "#101418" : "#ffffff" };
}
