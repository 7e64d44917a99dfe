import { TIERS } from "../rules/tiers";
import { countText, type Language, percentText } from "../words";

/** What every slice of figures has, whichever tier counted it. */
export interface Figures {
  total: number;
  open: number;
  overdue: number;
  rectified: number;
  longTerm: number;
  closureRate?: number | null;
}

export interface Completeness {
  enrolled: number;
  onPaper: number;
  notEnrolled: number;
  silent: number;
  late: number;
  expected: number;
  received: number;
}

/** What a tier counts of a region by the colours of alerts. */
export interface AlertCounts {
  total: number;
  open: number;
  overdue: number;
  dueSoon: number;
  completeness: Pick<Completeness, "enrolled" | "onPaper" | "silent">;
}

/** A tier's figures of a region, whole. */
export interface Slice extends Figures {
  roundsRunning: number;
  coverage?: { due: number; inspected: number; rate?: number | null } | null;
  completeness: Completeness;
  synthetic: boolean;
  asOf: string;
}

interface ByTier {
  provinceFigures?: Slice | null;
  cityFigures?: Slice | null;
  countyFigures?: Slice | null;
}

/** What each tier counted of a region, as far as the reader may see it. */
export function slicesOf({ provinceFigures, cityFigures, countyFigures }: ByTier) {
  const all = { PROVINCE: provinceFigures, CITY: cityFigures, COUNTY: countyFigures };
  return TIERS.flatMap((tier) => (all[tier] ? [{ tier, figures: all[tier] }] : []));
}

type FigureName = keyof Figures;

/** In the order in which a card shows them. */
export const FIGURES_SHOWN: readonly FigureName[] = [
  "total",
  "open",
  "overdue",
  "rectified",
  "longTerm",
  "closureRate",
];

/** Offices that take part and have filed nothing: their figures are no zeros. */
export function isSilent(completeness: Pick<Completeness, "enrolled" | "onPaper" | "silent"> | undefined): boolean {
  return completeness !== undefined && completeness.enrolled + completeness.onPaper <= completeness.silent;
}

/** @param none what stands where nothing is counted */
export function textOfFigure(name: FigureName, figures: Partial<Figures>, language: Language, none: string): string {
  const value = figures[name];
  if (value === null || value === undefined) return none;
  return name === "closureRate" ? percentText(value) : countText(value, language);
}
