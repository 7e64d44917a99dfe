import type { Client } from "pg";

let made = 0;

/** An id of the county tier that nothing else bears. */
function anId(kind: string): string {
  made += 1;
  return `county:${kind}${String(made).padStart(22 - kind.length, "0")}`;
}

export interface MadeTarget {
  id: string;
  roundId: string;
  unitId: string;
}

/** A target of a round of its own, with the columns that are named: dates, status. As superuser. */
export async function aTarget(admin: Client, columns: Record<string, string> = {}): Promise<MadeTarget> {
  const { office = "990101", ...more } = columns;
  const [termId, roundId, id, unitId] = ["term", "round", "target", "unit"].map(anId) as [
    string,
    string,
    string,
    string,
  ];
  await admin.query(
    "insert into term (id, office, committee, ordinal, starts_on) values ($1, $2, '虚构', $3, '2021-07-01')",
    [termId, office, made],
  );
  await admin.query(
    `insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
     values ($1, $2, $3, 1, 'REGULAR', 'OWN_TIER', '虚构', 'RUNNING', 1, true, now())`,
    [roundId, office, termId],
  );
  const row = {
    id,
    office,
    round_id: roundId,
    unit_id: unitId,
    unit_name: "虚构单位",
    region: `${office}001001`,
    status: "REPORTED",
    version: 1,
    corrections: [],
    added_at: "2026-01-01T00:00:00Z",
    ...more,
  };
  await admin.query("insert into round_target select * from json_populate_record(null::round_target, $1)", [row]);
  return { id, roundId, unitId };
}

/** A finding of the target in a status since an instant. As superuser. */
export async function aFindingRow(
  admin: Client,
  target: MadeTarget,
  status: string,
  since: string,
  previousStatus: string | null = status === "OBJECTED" ? "RECTIFYING" : null,
): Promise<string> {
  const id = anId("finding");
  const row = {
    id,
    office: "990101",
    round_id: target.roundId,
    target_id: target.id,
    unit_id: target.unitId,
    unit_name: "虚构单位",
    region: "990101001001",
    ordinal: made,
    title: "虚构",
    description: "虚构",
    focus: "GRASSROOTS_POLICY",
    category: "工程项目",
    status,
    status_at: since,
    version: 1,
    synthetic: true,
    opened_at: since,
    further_unit_ids: [],
    text_version: 1,
    confirmed_no_person: false,
    previous_status: previousStatus,
  };
  await admin.query("insert into finding select * from json_populate_record(null::finding, $1)", [row]);
  return id;
}

/** Feeds back to the unit of a target at an instant. As superuser. */
export async function tell(admin: Client, { id, roundId, unitId }: MadeTarget, at: string): Promise<void> {
  const row = {
    ...{
      id: anId("told"),
      office: "990101",
      purpose: "FEEDBACK",
      round_id: roundId,
      round_title: "虚构",
      target_id: id,
    },
    ...{
      unit_id: unitId,
      unit_name: "虚构单位",
      region: "990101001001",
      grantee_unit: unitId,
      grantee_name: "虚构单位",
    },
    ...{ status: "ISSUED", version: 1, issued_on: at.slice(0, 10), issued_at: at, issued_by: "county:990101.director" },
    ...{ synthetic: true, finding_ids: [] },
  };
  await admin.query("insert into disclosure select * from json_populate_record(null::disclosure, $1)", [row]);
}
