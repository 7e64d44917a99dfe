/** A column of the oracle's View for each table, and the cells behind figures. */
const COLUMNS = {
  round: { name: "rounds", key: "id" },
  round_target: { name: "targets", key: "id" },
  finding: { name: "findings", key: "id" },
  publication: { name: "publications", key: "id" },
  published_finding: { name: "publishedFindings", key: "publication_id || '/' || finding_id" },
  disclosure: { name: "disclosures", key: "id" },
  disclosed_finding: { name: "disclosedFindings", key: "disclosure_id || '/' || finding_id" },
  release: { name: "releases", key: "id" },
  released_finding: { name: "releasedFindings", key: "release_id || '/' || finding_id" },
  received_release: { name: "receivedReleases", key: "id" },
  received_release_finding: { name: "receivedReleaseFindings", key: "release_id || '/' || finding_id" },
  supervision: { name: "supervisions", key: "id" },
  received_supervision: { name: "receivedSupervisions", key: "id" },
  supervision_cell: { name: "supervisionCells", key: "release_id || '/' || finding_id" },
  received_round: { name: "receivedRounds", key: "office || '/' || id" },
  received_target: { name: "receivedTargets", key: "office || '/' || id" },
  received_publication: { name: "receivedPublications", key: "office || '/' || id" },
  received_finding: { name: "receivedFindings", key: "office || '/' || publication_id || '/' || finding_id" },
  received_cell: { name: "receivedCells", key: "office || '/' || publication_id || '/' || finding_id" },
  sealed_copy: { name: "sealedCopies", key: "office || '/' || publication_id || '/' || finding_id" },
  clue: { name: "clues", key: "id" },
  clue_part: { name: "clueParts", key: "clue_id || '/' || number" },
  clue_reporter: { name: "clueReporters", key: "clue_id || '/reporter'" },
  clue_custody: { name: "clueChain", key: "clue_id || '/' || sequence" },
  clue_alert: { name: "clueAlerts", key: "clue_id || '/alert'" },
  clue_key: { name: "clueKeys", key: "clue_id || '/' || holder" },
  clue_receipt: { name: "clueReceipts", key: "clue_id || '/' || receiver" },
  attachment: { name: "attachments", key: "id" },
  inspection: { name: "inspections", key: "target_id" },
  office_order: { name: "orders", key: "id || '/' || office" },
  immediate_action: { name: "actions", key: "id" },
  finding_cell: { name: "cells", key: "finding_id" },
  immediate_action_cell: { name: "actionCells", key: "action_id" },
} as const;
export type Visible = keyof typeof COLUMNS;
export const VISIBLE = Object.keys(COLUMNS) as Visible[];

export function columnsOf(tables: readonly Visible[]): string[] {
  return tables.map((table) => COLUMNS[table].name);
}

/** One row: for each of these tables, what the policies let the caller read of it, sorted. */
export function readingOf(tables: readonly Visible[]): string {
  const columns = tables.map((table) => {
    const { name, key } = COLUMNS[table];
    return `(select coalesce(array_agg(${key} order by ${key}), '{}') from ${table}) as "${name}"`;
  });
  return `select ${columns.join(", ")}`;
}
