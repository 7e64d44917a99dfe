import { Link } from "wouter";
import type { FindingsQuery } from "../generated/types";
import { COLUMNS, type ColumnName } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { Signal } from "../shell/Signal";
import { instantText, type Language, type Words, wordFor } from "../words";
import type { TermKind } from "./useTerms";

export type LedgerRow = NonNullable<FindingsQuery["countyFindings"]>["nodes"][number];

export const USUAL_COLUMNS: readonly ColumnName[] = ["title", "unit", "region", "category", "liveStatus"];

/** As many as a telephone has room for. */
export const NARROW_COLUMNS: readonly ColumnName[] = ["title", "unit", "liveStatus"];

/** What a column shows of a row. */
export function columnsOf(
  names: readonly ColumnName[],
  words: Words,
  language: Language,
  nameOf: (kind: TermKind, code: string) => string,
) {
  const cells: Record<ColumnName, (row: LedgerRow) => React.ReactNode> = {
    ordinal: ({ ordinal }) => ordinal,
    title: ({ id, title }) => <Link href={findingLink(id)}>{title}</Link>,
    unit: ({ unitName }) => unitName,
    region: ({ region }) => region?.pathName ?? "",
    office: ({ office }) => office?.name ?? "",
    focus: ({ focus }) => nameOf("FOCUS", focus),
    category: ({ category }) => nameOf("CATEGORY", category),
    liveStatus: ({ liveStatus }) => wordFor(words.findingStatus, liveStatus),
    liveStatusAt: ({ liveStatusAt }) => instantText(liveStatusAt, language),
    status: ({ status }) => wordFor(words.findingStatus, status),
    basis: ({ basis }) => wordFor(words.basis, basis),
    dueOn: ({ deadline }) => deadline && <Signal colour={deadline.colour}>{deadline.dueOn}</Signal>,
    openedAt: ({ openedAt }) => instantText(openedAt, language),
  };
  return COLUMNS.filter((name) => names.includes(name)).map((name) => ({
    key: name,
    title: words.ledger.column[name],
    render: cells[name],
  }));
}
