import { type Measurement, measurementOf, type Target } from "../measurement";
import type { Found } from "./figure";

export function tableOf(found: readonly Found[]): string {
  const rows = found.map(({ name, article, stated, expected, found: value, verdict, reason }) => [
    name,
    article,
    stated,
    expected,
    value,
    reason ? `${verdict}: ${reason}` : verdict,
  ]);
  const all = [["figure", "article", "stated", "expected", "found", ""], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => widthOf(row[column] ?? ""))));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell + " ".repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell))))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A Chinese sign takes two columns of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce((width, sign) => width + (/[\u2e80-\uffee]/.test(sign) ? 2 : 1), 0);
}

export function summaryOf(found: readonly Found[]): string {
  const count = (verdict: Found["verdict"]) => found.filter((each) => each.verdict === verdict).length;
  return `${count("ok")} ok, ${count("wrong")} wrong, ${count("pending")} pending
“derived” is not in the article. The rows behind the figures are synthetic, without narrative, and marked so in the API; how
they spread over rounds, units and dates is invented. Articles: docs/adr/0014.`;
}

export function measurementOfFigures(found: readonly Found[], seconds: number): Measurement {
  const asked = found.filter(({ verdict }) => verdict !== "pending");
  const targets = asked.map(({ name, expected, found: value, verdict }): Target => {
    const number = expected.replace(", derived", "");
    const limit = number.startsWith("≥") ? number.replace("≥", ">=") : `= ${number}`;
    return { name, limit, found: Number(value), ok: verdict === "ok" };
  });
  const pending = found
    .filter(({ verdict }) => verdict === "pending")
    .map(({ name, article, stated, reason }) => ({ name, article, stated, reason }));
  const wrong = asked.filter(({ verdict }) => verdict === "wrong").map(({ name }) => name);
  return measurementOf("figures", { targets, detail: { ok: targets.length - wrong.length, wrong, pending, seconds } });
}
