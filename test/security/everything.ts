const ids = (column: string, table: string) =>
  `(select coalesce(array_agg(${column} order by ${column}), '{}') from ${table})`;

/** All that the policies let a caller read, in one row: the columns of the oracle's View, and the cells behind figures. */
export const EVERYTHING = `select ${ids("id", "round")} as rounds, ${ids("id", "round_target")} as targets,
  ${ids("id", "finding")} as findings, ${ids("id", "publication")} as publications,
  ${ids("publication_id || '/' || finding_id", "published_finding")} as "publishedFindings",
  ${ids("id", "disclosure")} as disclosures, ${ids("id", "attachment")} as attachments,
  ${ids("disclosure_id || '/' || finding_id", "disclosed_finding")} as "disclosedFindings",
  ${ids("finding_id", "finding_cell")} as cells, ${ids("target_id", "inspection")} as inspections,
  ${ids("id", "immediate_action")} as actions, ${ids("action_id", "immediate_action_cell")} as "actionCells"`;
