import { copyFindings } from "../../../subgraphs/storage/publication/publication.repository";

/** The statements of the bulk writer: each takes its rows as one JSON parameter, or makes them from rows that are there.
 * The triggers of the tables keep the cells, as for every other writer. */

/** What is written instead of a reply, a proof, a hearing body: nothing is told. */
const NOTHING = "合成（无叙述）";

export const UNITS = `insert into unit (id, office, code, name, kind, region, valid_from, valid_to, synthetic, registered_at)
  select id, office, code, name, kind, region, "validFrom", "validTo", true, now()
  from jsonb_to_recordset($1) as u (id text, office text, code text, name text, kind text, region text,
    "validFrom" date, "validTo" date)`;

export const ROUNDS = `insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version,
    document_number, authorised_on, starts_on, ends_on, note, synthetic, opened_at)
  select id, office, "termId", ordinal, kind, mode, title, status, version, "documentNumber", "authorisedOn", "startsOn",
    "endsOn", note, true, "authorisedOn"::timestamp at time zone 'Asia/Shanghai'
  from jsonb_to_recordset($1) as r (id text, office text, "termId" text, ordinal integer, kind text, mode text, title text,
    status text, version integer, "documentNumber" text, "authorisedOn" date, "startsOn" date, "endsOn" date, note text)`;

export const AUTHORISATIONS = `insert into authorisation (id, office, kind, round_id, body, document_number, authorised_on,
    authorised_by)
  select "authorisation", office, 'ROUND', id, '${NOTHING}', "documentNumber", "authorisedOn", $2
  from jsonb_to_recordset($1) as r ("authorisation" text, office text, id text, "documentNumber" text, "authorisedOn" date)`;

export const FILINGS = `insert into filing (round_id, office, filed_at)
  select id, office, "authorisedOn"::timestamp at time zone 'Asia/Shanghai'
  from jsonb_to_recordset($1) as r (id text, office text, "authorisedOn" date)`;

/** What was declared of a round, under the round's id: there is one of each. No clue stands behind it. */
export const CLUES = `insert into clue_declaration (id, office, round_id, declared, targets, declared_by, declared_at, synthetic)
  select id, office, id, declared, targets, $2, "declaredOn"::timestamp at time zone 'Asia/Shanghai', true
  from jsonb_to_recordset($1) as c (id text, office text, declared integer, targets integer, "declaredOn" date)`;

export const TARGETS = `insert into round_target (id, office, round_id, unit_id, unit_name, region, method, status, version,
    entered_on, reported_on, heard_on, hearing_body, hearing_document_number, fed_back_on, rectification_started_on,
    evaluated_on, archived_on, note, added_at)
  select t.id, t.office, "roundId", "unitId", u.name, u.region, t.method, t.status, t.version, "enteredOn", "reportedOn",
    "heardOn", case when hearing is not null then '${NOTHING}' end, hearing, "fedBackOn", "rectificationStartedOn",
    "evaluatedOn", "archivedOn", note,
    "addedOn"::timestamp at time zone 'Asia/Shanghai' + place * interval '1 microsecond'
  from jsonb_to_recordset($1) as t (id text, office text, "roundId" text, "unitId" text, method text, status text,
    version integer, "enteredOn" date, "reportedOn" date, "heardOn" date, hearing text, "fedBackOn" date,
    "rectificationStartedOn" date, "evaluatedOn" date, "archivedOn" date, note text, "addedOn" date, place integer)
  join unit u on u.id = t."unitId"`;

export const APPOINTMENTS = `insert into appointment (id, office, round_id, target_id, person, role, valid_from, valid_to,
    home_office, ended_at)
  select id, office, "roundId", "targetId", person, 'LEADER', "from", "until", office,
    "until"::timestamp at time zone 'Asia/Shanghai'
  from jsonb_to_recordset($1) as a (id text, office text, "roundId" text, "targetId" text, person text, "from" date,
    "until" date)`;

export const RECTIFICATIONS = `insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status,
    status_on, version, evaluation, fed_back_on, evaluated_on, completed_on, synthetic, opened_at)
  select r.id, t.office, t.round_id, t.id, t.unit_id, t.unit_name, t.region, r.status,
    coalesce(t.archived_on, t.evaluated_on, t.rectification_started_on, t.fed_back_on), 1,
    case when t.evaluated_on is not null then 'QUALIFIED' end, t.fed_back_on, t.evaluated_on,
    case when r.status = 'COMPLETED' then t.archived_on end, true, t.fed_back_on::timestamp at time zone 'Asia/Shanghai'
  from jsonb_to_recordset($1) as r (id text, target text, status text) join round_target t on t.id = r.target`;

/** Proposed and reported done by one account, authorised and confirmed by another; behind neither stands anybody. */
export const ACTIONS = `insert into immediate_action (id, office, round_id, target_id, unit_id, region, finding_ids, kind,
    description, status, status_on, version, proposed_on, proposed_at, proposed_by, authorised_on, authorised_by,
    document_number, done_on, done_by, proof, recovered_fen, recovered_qualifier, people_helped, people_qualifier,
    households_helped, households_qualifier, confirmed_on, confirmed_by, synthetic)
  select a.id, t.office, t.round_id, t.id, t.unit_id, t.region, '{}', a.kind, '${NOTHING}' || coalesce('：' || a.thing, ''),
    'CONFIRMED', t.reported_on, 4, t.entered_on, t.entered_on::timestamp at time zone 'Asia/Shanghai'
      + right(a.id, 6)::integer * interval '1 microsecond', $2 || '-team', t.entered_on, $2, t.hearing_document_number,
    t.reported_on, $2 || '-team', '${NOTHING}', (a."recoveredFen"->>'count')::bigint, a."recoveredFen"->>'qualifier',
    (a.people->>'count')::integer, a.people->>'qualifier', (a.households->>'count')::integer, a.households->>'qualifier',
    t.reported_on, $2, true
  from jsonb_to_recordset($1) as a (id text, target text, kind text, thing text, "recoveredFen" jsonb, people jsonb,
    households jsonb)
  join round_target t on t.id = a.target`;

/** $1 the targets with their mixes, $2 prefix of the ids, $3 word of the titles, $4 and $5 the codes of focuses, categories */
export const FINDINGS = `insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title,
    description, focus, category, status, status_at, previous_status, version, unit_reply, proof, synthetic, opened_at)
  select $2 || lpad((p.first + m.before + g - 1)::text, 17, '0'), t.office, t.round_id, t.id, t.unit_id, t.unit_name,
    t.region, m.before + g, $3 || ' ' || lpad(((p.first + m.before + g - 1) % 1000000000000)::text, 6, '0'), '',
    ($4::text[])[(m."from" + g - 1) % cardinality($4::text[]) + 1],
    ($5::text[])[(m."from" + g - 1) / cardinality($4::text[]) % cardinality($5::text[]) + 1],
    m.status, coalesce(t.archived_on, t.evaluated_on, t.rectification_started_on, t.fed_back_on, t.heard_on,
      t.reported_on, t.entered_on)::timestamp at time zone 'Asia/Shanghai',
    m.previous, m.version, case when m.replied then '${NOTHING}' end, case when m.claimed then '${NOTHING}' end, true,
    t.entered_on::timestamp at time zone 'Asia/Shanghai' + interval '8 hours'
      + (m.before + g) * interval '1 minute' + right(t.id, 6)::integer * interval '1 microsecond'
  from jsonb_to_recordset($1) as p (target text, first bigint, mix jsonb)
  join round_target t on t.id = p.target
  cross join lateral jsonb_to_recordset(p.mix) as m (status text, previous text, version integer, replied boolean,
    claimed boolean, "count" integer, "before" integer, "from" integer)
  cross join lateral generate_series(1, m."count") g`;

/** $1 and $2 the first and the last id of the findings, $3 who wrote them */
export const TEXTS = `insert into finding_text (finding_id, office, version, title, description, focus, category,
    further_unit_ids, written_by, written_at)
  select id, office, 1, title, description, focus, category, '{}', $3, opened_at from finding where id between $1 and $2`;

/** The manifest and its hashes as `manifestEntry` in tier/publication/publication.service.ts writes them, of findings without
 * further units: a submission that changes nothing is known as such.
 * $1 the submitting targets, $2 who submits, $3 the statuses that a publication lists */
export const PUBLICATIONS = `insert into publication (id, office, office_city, office_province, round_id, target_id, unit_id,
    region, version, status, revision, is_current, manifest, manifest_hash, submitted_at, submitted_by)
  select p.publication, t.office, left(t.office, 4), left(t.office, 2), t.round_id, t.id, t.unit_id, t.region, 1,
    'SUBMITTED', 1, true, m.manifest::jsonb, pg_temp.base64url_sha256(m.manifest),
    p."submittedOn"::timestamp at time zone 'Asia/Shanghai' + interval '9 hours', $2
  from jsonb_to_recordset($1) as p (publication text, target text, "submittedOn" date)
  join round_target t on t.id = p.target
  cross join lateral (
    select '[' || coalesce(string_agg('{"findingId":"' || f.id || '","version":' || f.version || ',"hash":"'
      || pg_temp.base64url_sha256('[' || f.ordinal || ',' || to_json(f.title) || ',' || to_json(f.description) || ','
        || to_json(f.focus) || ',' || to_json(f.category) || ',' || to_json(f.status) || ','
        || coalesce(to_json(f.unit_reply)::text, 'null') || ']') || '"}', ',' order by f.ordinal), '') || ']' as manifest
    from finding f where f.office = t.office and f.target_id = t.id and f.status = any ($3)) m`;

/** Lives as long as the connection. */
export const HASH = `create function pg_temp.base64url_sha256(content text) returns text language sql immutable parallel safe
  return translate(rtrim(encode(sha256(convert_to(content, 'UTF8')), 'base64'), '='), '+/', '-_')`;

/** What stands in the publications' manifests. $1 the ids of the publications, $2 the statuses, $3 and $4 the first and the last
 * of the findings: found by their key, since other indexes may be set aside meanwhile */
export const PROJECTION = copyFindings(
  "p.id",
  `publication p join finding f on f.office = p.office and f.target_id = p.target_id and f.status = any ($2)
   where p.id = any ($1) and f.id between $3 and $4`,
);

/** The cells that the triggers make of findings and publications one by one. $1 and $2 the first and the last finding, $3 the
 * statuses that a publication lists */
export const CELLS = `insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at,
    published, synthetic, term_id, focus, category, told_on, opened_at)
  select f.id, f.office, f.round_id, f.target_id, f.unit_id, f.region, f.status, f.status_at,
    f.status = any ($3) and exists (select from publication p where p.target_id = f.target_id and p.is_current), f.synthetic,
    r.term_id, f.focus, f.category, t.fed_back_on, f.opened_at
  from finding f join round_target t on t.id = f.target_id join round r on r.id = f.round_id
  where f.id between $1 and $2`;
