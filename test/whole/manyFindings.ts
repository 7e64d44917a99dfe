import { Client } from "pg";
import type { TierDatabase } from "../support/database";

/** Enough for a plan that reads a table from end to end to show; `npm run authz` asks with 300,000, `-- --quick` with these. */
export const FINDINGS = Number(process.env.TEST_FINDINGS ?? 75_000);
const CITIES = 16;
const COUNTIES = 8;
const TARGETS = 120;

/** Fills a county tier's database: 16 × 8 counties of the fictional province 99, each with a round of 120 targets and their
 * findings, all published; written target by target, opened in any order. As superuser with triggers and foreign keys off and the indexes made afterwards: what the
 * triggers would write is written here. */
export async function loadManyFindings(database: TierDatabase): Promise<void> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'");
    // nothing here outlives the test, so it needs no write-ahead log
    for (const table of [
      "alert",
      "finding_words",
      "published_finding_words",
      "disclosed_finding_words",
      "attachment",
      "verdict",
      "published_finding",
      "finding_cell",
      "sealed_text",
      "disclosed_finding",
      "measure",
      "finding_text",
      "objection",
      "released_finding",
      "finding",
    ]) {
      await client.query(`alter table ${table} set unlogged`);
    }
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(SECONDARY_INDEXES);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    await client.query(ROWS);
    for (const { definition } of indexes) await client.query(definition);
    await client.query("analyze");
    // it joins these rows: without their indexes and statistics it takes minutes
    await client.query("select mend_figures()");
    await client.query("analyze");
  } finally {
    await client.end();
  }
}

const SECONDARY_INDEXES = `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace and not exists
    (select from pg_constraint k where k.conindid = i.indexrelid)`;

const AT = "timestamptz '2024-01-01 00:00:00Z'";

const ROWS = `
create temporary table county as
  select '99' || lpad(c::text, 2, '0') || lpad(x::text, 2, '0') as code
  from generate_series(1, ${CITIES}) c, generate_series(1, ${COUNTIES}) x;
insert into office select code, 'county:office-' || code, '虚构' || code, 'ENROLLED', null from county;
insert into term select 'county:term-' || code, code, '虚构', 1, '2024-01-01', null from county;
insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
  select 'county:round-' || code, code, 'county:term-' || code, 1, 'REGULAR', 'OWN_TIER', '虚构', 'RUNNING', 1, true, ${AT} from county;
insert into filing select 'county:round-' || code, code, ${AT} from county;
insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at, reported_on, heard_on)
  select 'county:target-' || code || '-' || t, code, 'county:round-' || code, 'county:unit-' || code || '-' || t, '虚构',
    code || lpad((t % 12 + 1)::text, 3, '0') || lpad((t % 10 + 1)::text, 3, '0'), 'HEARD', 1, ${AT} + t * interval '1 hour',
    '2024-05-01', '2024-06-03'
  from county, generate_series(1, ${TARGETS}) t;
insert into inspection (target_id, office, round_id, round_title, unit_id, unit_office, region, status, entered_on, synthetic)
  select id, office, round_id, '虚构', unit_id, office, region, status, '2024-01-01', true from round_target;
insert into appointment (id, office, round_id, target_id, person, role, valid_from)
  select 'county:appointment-' || id, office, round_id, id,
    case when id like '%-990304-_' then 'county:member' else 'county:member-' || id end, 'MEMBER', '2024-01-01' from round_target;
insert into publication (id, office, office_city, office_province, round_id, target_id, unit_id, region, version, status,
    revision, is_current, manifest, manifest_hash, submitted_at, submitted_by)
  select 'county:publication-' || office || '-' || split_part(id, '-', 3), office, left(office, 4), left(office, 2), round_id, id,
    unit_id, region, 1, 'SUBMITTED', 1, true, '[]', '', added_at, 'county:nobody' from round_target;
create temporary table place as select row_number() over (order by id collate "C") as n, * from round_target;
create index on place (n);
insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category,
    status, status_at, version, synthetic, opened_at)
  select 'county:' || lpad(i::text, 21, '0'), p.office, p.round_id, p.id, p.unit_id, p.unit_name, p.region, i, '虚构', '虚构',
    (array['GRASSROOTS_POLICY', 'CORRUPTION_NEAR_PEOPLE', 'GRASSROOTS_ORGANISATION'])[i % 3 + 1],
    (array['VILLAGE_ASSETS', 'SUBSIDIES', 'PROJECTS', 'OTHER'])[i % 4 + 1],
    (array['REPORTED', 'RECTIFYING', 'CLAIMED_DONE', 'VERIFIED', 'CLOSED', 'LONG_TERM'])[i % 6 + 1], ${AT}, 1, true,
    ${AT} + (i::bigint * 7919 % ${FINDINGS}) * interval '3 minutes'
  from generate_series(1, ${FINDINGS}) i
  join place p on p.n = i::bigint * ${CITIES * COUNTIES * TARGETS} / (${FINDINGS} + 1) + 1;
insert into finding_cell (finding_id, office, round_id, target_id, unit_id, region, status, status_at, published, synthetic,
    term_id, focus, category, told_on, opened_at)
  select id, office, round_id, target_id, unit_id, region, status, status_at, true, synthetic,
    'county:term-' || office, focus, category, '2024-02-01', opened_at from finding;
insert into round_cell select id, office, term_id, status, ${AT} from round;
insert into inspection_cell
  select id, office, round_id, unit_id, office, region, status, '2024-01-01', heard_on, true, true from round_target;
insert into published_finding (publication_id, finding_id, office, office_city, office_province, round_id, target_id, unit_id,
    unit_name, region, ordinal, title, description, focus, category, status, finding_version, synthetic, opened_at, is_current)
  select 'county:publication-' || office || '-' || split_part(target_id, '-', 3), id, office, left(office, 4), left(office, 2),
    round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category, status, 1, true, opened_at, true
  from finding;
insert into immediate_action (id, office, round_id, target_id, unit_id, region, finding_ids, kind, description, status, status_on,
    version, proposed_on, proposed_at, proposed_by, authorised_on, authorised_by, document_number, done_on, done_by, proof,
    recovered_fen, recovered_qualifier, confirmed_on, confirmed_by, synthetic)
  select 'county:action-' || n || t.id, t.office, t.round_id, t.id, t.unit_id, t.region,
    case n when 1 then '{}' else array[named.id] end, 'RECTIFY_AT_ONCE', '虚构', 'CONFIRMED',
    '2024-01-05', 4, '2024-01-02', ${AT} + n * interval '1 hour', 'county:a', '2024-01-03', 'county:b', '虚', '2024-01-04',
    'county:a', '虚构', 4000000, 'AT_LEAST', '2024-01-05', 'county:b', true
  from round_target t join (select target_id, min(id) as id from finding group by target_id) named on named.target_id = t.id,
    generate_series(1, 2) n;
insert into immediate_action_cell
  select id, office, round_id, target_id, kind, status, recovered_fen, recovered_qualifier, null, null, null, null, synthetic
  from immediate_action;
insert into published_finding_words (finding_id, publication_id, office, office_city, office_province, target_id, region, opened_at,
    words)
  select id, 'county:publication-' || office || '-' || split_part(target_id, '-', 3), office, left(office, 4), left(office, 2),
    target_id, region, opened_at,
    '虚构问题' || case when ordinal % 3 = 0 then '公示' else '台账' end || case when ordinal % 100 = 0 then '饮水' else '道路' end
      || case when ordinal % 50000 = 17 then '独木桥' else '' end
  from finding;
insert into finding_words (finding_id, text_version, office, target_id, region, opened_at, words)
  select finding_id, 1, office, target_id, region, opened_at, words from published_finding_words;
insert into unit (id, office, code, name, kind, region, valid_from, synthetic, registered_at)
  select unit_id, office, 'U' || n, '虚构村' || n, 'VILLAGE', region, '2024-01-01', true, ${AT} from place;
insert into account (id, office, unit_id, label, active, rights_epoch)
  select 'county:head-' || id, office, id, '虚构', true, 1 from unit;
insert into unit_words (unit_id, office, region, name, code, words)
  select id, office, region, name, lower(code), name from unit;
insert into obligation (id, office, round_id, target_id, unit_id, region, kind, ordinal, started_on, due_on, status, version)
  select 'county:obligation-' || n || id, office, round_id, id, unit_id, region, 'WEEKLY_URGING', n, '2024-06-03',
    date '2024-06-03' + 7 * n, 'SCHEDULED', 1 from round_target, generate_series(1, 5) n;
insert into alert (id, office, round_id, target_id, unit_id, region, clock, started_on, due_on, colour, turned_on, at)
  select 'county:alert-' || id, office, round_id, id, unit_id, region, 'FEEDBACK', '2024-06-03', '2024-06-18', 'RED',
    '2024-06-19', ${AT} from round_target;
insert into disclosure (id, office, purpose, round_id, round_title, target_id, unit_id, unit_name, region, grantee_unit, grantee_name,
    status, version, issued_on, issued_at, issued_by, synthetic)
  select 'county:disclosure-' || length(purpose) || '-' || id, office, purpose, round_id, '虚构', id, unit_id, unit_name, region,
    case purpose when 'FEEDBACK' then unit_id else 'county:above-' || office end, '虚构', 'ISSUED', 1, '2024-06-03', added_at,
    'county:nobody', true
  from round_target, unnest(array['FEEDBACK', 'FEEDBACK_COPY']) as purpose;
insert into release (id, office, purpose, title, fields, finding_ids, target_ids, round_ids, unit_ids, regions, status, version,
    issued_on, issued_at, issued_by, expires_on, synthetic)
  select 'county:release-' || id, office, 'RESULTS', '虚构', '{TITLE}', '{}', array[id], array[round_id], array[unit_id],
    array[office, region], 'ISSUED', 1, '2024-06-03', added_at, 'county:nobody', '2999-12-31', true from round_target;
insert into release_grantee (office, release_id, grantee_office, since)
  select office, 'county:release-' || id, left(office, 4) || '99', added_at from round_target;
insert into received_release (office, id, source, purpose, title, fields, finding_ids, round_ids, unit_ids, regions, status, revision,
    issued_on, issued_at, expires_on, received_at, synthetic)
  select office, 'county:received-' || id, left(office, 4), 'RESULTS', '虚构', '{TITLE}', '{}', array[round_id], array[unit_id],
    array[region], 'ISSUED', 1, '2024-06-03', added_at, '2999-12-31', added_at, true from round_target;
insert into rectification (id, office, round_id, target_id, unit_id, unit_name, region, status, status_on, version, fed_back_on,
    synthetic, opened_at)
  select 'county:rectification-' || id, office, round_id, id, unit_id, unit_name, region, 'PLAN_DUE', '2024-06-03', 1, '2024-06-03',
    true, added_at from round_target;
insert into office_order (id, office, issuer, addressee, issue_id, kind, title, request, issued_at, issued_by, synthetic, status,
    status_at, version, receipt_due_on, due_on, warning_days)
  select 'province:order-' || n || '-' || o.office, row.office, '99', o.office, 'province:issue-' || n, 'TASK', '虚构', '虚构',
    ${AT} + n * interval '1 hour', 'province:nobody', true, case when n % 20 = 0 then 'ACCEPTED' else 'CLOSED' end, ${AT}, 1,
    '2024-06-01', '2024-06-05', 3
  from (select distinct office from round_target) o, generate_series(1, 100) n, unnest(array['99', o.office]) as row (office);
`;
