import type { HistoryRow } from "../../storage/history/history.repository";
import type { Page } from "../../storage/page";

interface Entry {
  details: { plan?: { measures: { findingId: string }[] } | null };
}

/** The journal holds a plan as it was submitted, for whoever wrote it; a reader sees no measure for a finding that is hidden.
 * @param seen the findings that plans had a measure for and that the reader may see */
export function withoutHidden(page: Page<HistoryRow>, seen: readonly { findingId: string }[]): Page<HistoryRow> {
  const ids = new Set(seen.map(({ findingId }) => findingId));
  return { ...page, rows: page.rows.map((row) => ({ ...row, body: bodyFor(row.body, ids) })) };
}

function bodyFor(body: string, seen: ReadonlySet<string>): string {
  const entry = JSON.parse(body) as Entry;
  const { plan } = entry.details;
  if (!plan) return body;
  const measures = plan.measures.filter(({ findingId }) => seen.has(findingId));
  return JSON.stringify({ ...entry, details: { ...entry.details, plan: { ...plan, measures } } });
}
