import type { HistoryFilter, HistoryRow } from "../../storage/history/history.repository";
import type { Page } from "../../storage/page";
import { badField } from "../graph/errors";
import type { Connection, PageArgs } from "../graph/paging";
import type { HistoryDetail, HistoryStep } from "./history.type";

/** A history's cursor is the number of an entry of the journal, since several entries may bear one instant. */
export function historyBefore({ after }: PageArgs): HistoryFilter {
  if (!after) return {};
  const before = Buffer.from(after, "base64url").toString();
  if (/^[1-9]\d{0,14}$/.test(before)) return { before: Number(before) };
  throw badField("after", "NOT_A_CURSOR");
}

export function toHistory(page: Page<HistoryRow>): Connection<HistoryStep> {
  const edges = page.rows.map((row) => ({
    node: { at: row.at, actor: row.actor, event: row.event, version: row.version, ...saidIn(row.body) },
    cursor: Buffer.from(String(row.entry)).toString("base64url"),
  }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage: page.hasNext, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** The words of a text are in its versions, which know who is recused from a unit that they name. */
const IN_TEXTS = ["title", "description", "focus", "category", "furtherUnitIds"];

function saidIn(body: string): Pick<HistoryStep, "details" | "enteredByOffice"> {
  const entry = JSON.parse(body) as { details: Record<string, unknown>; enteredByOffice?: string };
  return { details: detailsOf(entry.details), enteredByOffice: entry.enteredByOffice ?? null };
}

function detailsOf(details: Record<string, unknown>): HistoryDetail[] {
  const said = Object.entries(details).filter(([name, value]) => value !== null && !IN_TEXTS.includes(name));
  return said.map(([name, value]) => ({ name, value: typeof value === "string" ? value : JSON.stringify(value) }));
}
