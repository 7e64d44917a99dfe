import type { Target } from "../measurement";
import { ARTICLE, type Totals } from "./book";
import type { Figures, LineResult } from "./line";

/** One line of the table. */
interface Comparison extends Target {
  /** as the article states it, or what follows from it */
  article: string;
}

/** Holds what the province was told against what the article states.
 * @param stated what else it is held against, where only some of the rounds were entered */
export function compare(
  { loaded, atFirst, beforeSubmission, submitted }: LineResult,
  stated: Totals = ARTICLE,
): Comparison[] {
  const open = stated.total - stated.rectified;
  const rate = percent(stated.rectified / stated.total);
  const foundRate = percent(submitted.closureRate ?? 0);
  return [
    equal("rounds", stated.rounds, submitted.rounds),
    equal("units (village organisations)", stated.units, submitted.units),
    equal("total (findings)", stated.total, submitted.total),
    equal("rectified", stated.rectified, submitted.rectified),
    equal("open", open, submitted.open, `${open}, derived`),
    equal("closureRate, %", rate, foundRate, `${rate}, derived`),
    equal("synthetic", true, submitted.synthetic, "marked by us"),
    ...(loaded
      ? [] // nothing was submitted just now, so nothing is shown of it
      : [
          equal(
            "province unchanged by what is not submitted",
            true,
            sameFigures(atFirst, beforeSubmission),
            "our rule",
          ),
        ]),
  ];
}

export function tableOf(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, article, found, ok }) => [name, article, String(found), ok ? "ok" : "wrong"]);
  const all = [["figure", "article", "found", ""], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ");
  return all.map((row) => line(row).trimEnd()).join("\n");
}

/** The part of the figures that the table is too narrow for. */
export function summaryOf({ name, loaded, atFirst, beforeSubmission, ownBook, submitted }: LineResult): string {
  const said = (figures: Figures) => `${figures.total} findings, ${figures.rectified} rectified`;
  if (loaded) return `${name}: the golden data set has brought the book, nothing is entered\n  ${said(submitted)}`;
  return [
    `${name}: what the province was told`,
    `  at first                     ${said(atFirst)}`,
    `  entered, before submission   ${said(beforeSubmission)}; the county's own book: ${said(ownBook)}, ${ownBook.notSubmitted} of them not submitted`,
    `  submitted                    ${said(submitted)}`,
  ].join("\n");
}

export const FOOTNOTE = `“derived” is not in the article: open = ${ARTICLE.total} - ${ARTICLE.rectified}, closureRate = ${ARTICLE.rectified} / ${ARTICLE.total} = 80.87 %.
All rows are synthetic and without narrative; how they spread over rounds, dates and villages is invented.`;

function equal<Value extends number | boolean>(
  name: string,
  wanted: Value,
  found: Value,
  article = String(wanted),
): Comparison {
  return { name, limit: `= ${wanted}`, found, ok: found === wanted, article };
}

function sameFigures(a: Figures, b: Figures): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** With two digits after the point. */
function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
