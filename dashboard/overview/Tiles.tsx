import { Segmented } from "antd";
import { useState } from "react";
import { Link } from "wouter";
import { settings } from "../settings";
import { useAppearance } from "../shell/Appearance";
import { Section } from "../shell/states";
import type { Language, Words } from "../words";
import { DefinitionOf } from "./DefinitionOf";
import { type Completeness, type Figures, isSilent, textOfFigure } from "./figures";
import { SiteMapShown } from "./SiteMapShown";

type Below = Figures & { completeness: Completeness };
type Slice = Below | "PART" | undefined;

interface RegionBelow {
  code: string;
  name: string;
  cityFigures?: Below | null;
  countyFigures?: Below | null;
}

const MEASURES = ["closureRate", "overdue", "open", "total"] as const;
type Measure = (typeof MEASURES)[number];

interface Props {
  /** code of the region that they lie in */
  of: string;
  regions: readonly RegionBelow[];
  /** where a region leads to */
  hrefOf?: (code: string) => string;
}

/** 示意图: a tile for each region below, by code, with no border drawn; above it the map that the site has had approved, where
 * it has one for the region. */
export function Tiles({ of, regions, hrefOf = (code) => `/overview/${code}` }: Props) {
  const { words, language, isDark } = useAppearance();
  const [measure, setMeasure] = useState<Measure>("closureRate");
  const rows = regions.map((region) => ({ ...region, slice: sliceOf(region) }));
  const most = Math.max(1, ...rows.map(({ slice }) => (isKnown(slice) ? (slice[measure] ?? 0) : 0)));
  const said = (slice: Slice) => textOfTile(slice, measure, words, language);
  const hasMap = settings.maps?.includes(of) ?? false;
  const options = MEASURES.map((value) => ({ value, label: words.overview.figure[value] }));
  return (
    <Section
      title={hasMap ? words.overview.tiles : words.joined.noted(words.overview.tiles, words.schematic)}
      extra={
        <span className="row">
          <Segmented<Measure>
            size="small"
            aria-label={words.overview.colourBy}
            options={options}
            value={measure}
            onChange={setMeasure}
          />
          <DefinitionOf name={measure} label={words.overview.figure[measure]} />
        </span>
      }
    >
      {hasMap && (
        <SiteMapShown
          region={of}
          label={words.overview.siteMap}
          hrefOf={hrefOf}
          below={rows.map(({ code, name, slice }) => ({
            code,
            title: `${name} ${words.overview.figure[measure]} ${said(slice)}`,
            colour: isKnown(slice) ? shadeOf(shareOf(slice, measure, most), isDark).background : undefined,
          }))}
        />
      )}
      <ul className="tiles">
        {rows.map(({ code, name, slice }) => {
          const shade = isKnown(slice) ? shadeOf(shareOf(slice, measure, most), isDark) : undefined;
          return (
            <li key={code}>
              <Link href={hrefOf(code)} className={shade ? "tile" : "tile silent"} style={shade}>
                {name}
                <span className="hidden"> {words.overview.figure[measure]} </span>
                <span className="value">{said(slice)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <p className="quiet">{words.joined.labelled(words.schematic, words.overview.tilesHint)}</p>
    </Section>
  );
}

function textOfTile(slice: Slice, measure: Measure, words: Words, language: Language): string {
  if (!isKnown(slice)) return wordOfNothing(slice, words);
  return textOfFigure(measure, slice, language, words.overview.none);
}

function shareOf(slice: Below, measure: Measure, most: number): number {
  const value = slice[measure] ?? 0;
  return measure === "closureRate" ? value : value / most;
}

/** Both tiers below a province count for a city's tile, its own book alone for a county's.
 * @returns PART where one of the two has not answered: the other one's numbers are not the city's */
function sliceOf({ code, cityFigures, countyFigures }: RegionBelow): Slice {
  const [first, second] = [cityFigures ?? undefined, countyFigures ?? undefined];
  if (code.length > 4) return second;
  if (!first || !second) return first || second ? "PART" : undefined;
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

function isKnown(slice: Slice): slice is Below {
  return typeof slice === "object" && !(slice.total === 0 && isSilent(slice.completeness));
}

function wordOfNothing(slice: Slice, { overview, notYours }: Words): string {
  if (!slice) return notYours;
  if (slice === "PART") return overview.notAnswered;
  return slice.completeness.silent > 0 ? overview.silent : overview.notEnrolled;
}

/** Deeper is more; the text on it keeps its contrast. */
function shadeOf(share: number, isDark: boolean): { background: string; color: string } {
  const part = Math.max(0, Math.min(1, share));
  const lightness = isDark ? 18 + part * 18 : 94 - part * 56;
  return { background: `hsl(212 62% ${lightness}%)`, color: !isDark && lightness > 62 ? "#101418" : "#ffffff" };
}
