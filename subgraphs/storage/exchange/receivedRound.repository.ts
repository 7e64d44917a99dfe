import type { Db } from "../db";

type Rows = Pick<Db, "rows">;

interface ReceivedRound {
  office: string;
  source: string;
  id: string;
  filedAt: string;
  targets: readonly object[];
}

/** Rounds that were filed, with their targets. What came before under the same id, before the source was set back, is replaced. */
export async function receiveRounds(db: Rows, now: string, rounds: readonly ReceivedRound[]): Promise<void> {
  await db.rows(
    `insert into received_round (office, id, source, kind, assignment_mode, ordinal, title, document_number, authorised_on, starts_on,
       ends_on, synthetic, filed_at, received_at)
     select office, id, source, kind, "assignmentMode", ordinal, title, "documentNumber", "authorisedOn", "startsOn", "endsOn",
       synthetic, "filedAt", $2
     from jsonb_to_recordset($1) as r (office text, id text, source text, kind text, "assignmentMode" text, ordinal integer,
       title text, "documentNumber" text, "authorisedOn" date, "startsOn" date, "endsOn" date, synthetic boolean,
       "filedAt" timestamptz)
     on conflict (office, id) do update set lost_at = null, withdrawn_at = null, withdrawal_reason = null`,
    [JSON.stringify(rounds), now],
  );
  const targets = rounds.flatMap(({ office, source, id: roundId, targets }) =>
    targets.map((target) => ({ office, source, roundId, ...target })),
  );
  await db.rows(
    `insert into received_target (office, id, source, round_id, unit_id, unit_name, region, method, status, received_at)
     select office, id, source, "roundId", "unitId", "unitName", region, method, case when released then 'RELEASED' else 'PLANNED' end, $2
     from jsonb_to_recordset($1) as t (office text, id text, source text, "roundId" text, "unitId" text, "unitName" text,
       region text, method text, released boolean)
     on conflict (office, id) do update set lost_at = null`,
    [JSON.stringify(targets), now],
  );
}

/** @returns the rounds that were known */
export async function withdrawReceivedRounds(
  db: Rows,
  withdrawn: readonly { office: string; source: string; id: string; at: string; reason: string }[],
): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>(
    `update received_round r set withdrawn_at = w.at, withdrawal_reason = w.reason
     from jsonb_to_recordset($1) as w (office text, source text, id text, at timestamptz, reason text)
     where r.office = w.office and r.id = w.id and r.source = w.source returning r.id`,
    [JSON.stringify(withdrawn)],
  );
  return new Set(rows.map(({ id }) => id));
}

interface RoundCorrection {
  office: string;
  source: string;
  id: string;
  /** field → value, of what was corrected */
  values: Partial<Record<string, string | null>>;
}

/** In the order of the messages: a later correction says more.
 * @returns the rounds that were known */
export async function correctReceivedRounds(db: Rows, corrections: readonly RoundCorrection[]): Promise<Set<string>> {
  const last = new Map<string, RoundCorrection>();
  for (const each of corrections) {
    const key = `${each.office} ${each.id}`;
    last.set(key, { ...each, values: { ...last.get(key)?.values, ...each.values } });
  }
  const said = (column: string, field: string, type = "text") =>
    `${column} = case when c.values ? '${field}' then (c.values ->> '${field}')::${type} else r.${column} end`;
  const rows = await db.rows<{ id: string }>(
    `update received_round r set ${said("title", "title")}, ${said("kind", "kind")}, ${said("starts_on", "startsOn", "date")},
       ${said("ends_on", "endsOn", "date")}, ${said("document_number", "documentNumber")},
       ${said("authorised_on", "authorisedOn", "date")}
     from jsonb_to_recordset($1) as c (office text, source text, id text, values jsonb)
     where r.office = c.office and r.id = c.id and r.source = c.source returning r.id`,
    [JSON.stringify([...last.values()])],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The statuses in their order; each but the first names the column of its date. */
const ORDER = ["PLANNED", "ENTERED", "REPORTED", "HEARD", "FED_BACK", "RECTIFYING", "EVALUATED", "ARCHIVED"];
const DATES: Record<string, string> = {
  ENTERED: "entered_on",
  REPORTED: "reported_on",
  HEARD: "heard_on",
  FED_BACK: "fed_back_on",
  RECTIFYING: "rectification_started_on",
  EVALUATED: "evaluated_on",
  ARCHIVED: "archived_on",
};

interface TargetMove {
  office: string;
  source: string;
  id: string;
  /** null where it stays where it is */
  status: string | null;
  /** status → day, of every step that the message knows */
  dates: Record<string, string>;
}

/** The steps of targets: where each stands after the last of them, and the days up to there. A step back takes the days of what
 * it leads back from.
 * @returns the targets that were known */
export async function moveReceivedTargets(db: Rows, moves: readonly TargetMove[]): Promise<Set<string>> {
  const last = new Map<string, TargetMove>();
  for (const move of moves) {
    const key = `${move.office} ${move.id}`;
    const before = last.get(key);
    const status = move.status ?? before?.status ?? null;
    last.set(key, { ...move, status, dates: { ...before?.dates, ...move.dates } });
  }
  const dated = ORDER.slice(1).map(
    (status) =>
      `${DATES[status]} = case when array_position($2::text[], coalesce(m.status, t.status)) >= ${ORDER.indexOf(status) + 1}
         then coalesce((m.dates ->> '${status}')::date, t.${DATES[status]}) end`,
  );
  const rows = await db.rows<{ id: string }>(
    `update received_target t set status = coalesce(m.status, t.status), lost_at = null, ${dated.join(", ")}
     from jsonb_to_recordset($1) as m (office text, source text, id text, status text, dates jsonb)
     where t.office = m.office and t.id = m.id and t.source = m.source returning t.id`,
    [JSON.stringify([...last.values()]), ORDER],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The source does not know these any more. */
export async function loseRounds(db: Rows, office: string, source: string, ids: readonly string[], now: string) {
  await db.rows("update received_round set lost_at = $4 where office = $1 and source = $2 and id = any ($3)", [
    ...[office, source, ids, now],
  ]);
}
