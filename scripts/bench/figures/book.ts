import type { Standing } from "../../../schema/contract/standing";

/** Counties of the fictional province whose clerks write at once, in two cities. */
export const OFFICES = ["990101", "990102", "990103", "990104", "990201", "990202", "990203", "990204"];
export const TARGETS = 12;

export function aClerkOf(office: string): Standing {
  return { person: `county:${office}.clerk`, tier: "COUNTY", office, roles: ["CLERK"], recusals: [], rightsEpoch: 1 };
}

export function aDirectorAbove(office: string): Standing {
  const tier = office.length === 2 ? "PROVINCE" : "CITY";
  return {
    person: `${tier.toLowerCase()}:${office}.director`,
    tier,
    office,
    roles: ["DIRECTOR"],
    recusals: [],
    rightsEpoch: 1,
  };
}

/** A term, two rounds and 12 targets in rectification for each office, with the findings of each target; half of the targets
 * are submitted upward. As the owner, through the triggers. */
export function bookOf(findingsOfTarget: number): string {
  return `
insert into office (code, id, name, enrolment) select code, 'county:office-' || code, '虚构', 'ENROLLED'
  from unnest('{${OFFICES.join(",")}}'::text[]) as o (code);
insert into term (id, office, committee, ordinal, starts_on) select 'county:term-' || code, code, '虚构', 1, '2021-07-01' from office;
insert into round (id, office, term_id, ordinal, kind, assignment_mode, title, status, version, synthetic, opened_at)
  select 'county:round-' || code || '-' || r, code, 'county:term-' || code, r, 'REGULAR', 'OWN_TIER', '虚构', 'RUNNING', 1, true, now()
  from office, generate_series(1, 2) r;
insert into filing select id, office, now() from round;
insert into round_target (id, office, round_id, unit_id, unit_name, region, status, version, added_at, entered_on, reported_on,
    heard_on, fed_back_on, rectification_started_on)
  select 'county:target-' || code || '-' || t, code, 'county:round-' || code || '-' || t % 2 + 1, 'county:unit-' || code || '-' || t,
    '虚构', code || lpad((t % 4 + 1)::text, 3, '0') || lpad((t % 3 + 1)::text, 3, '0'), 'RECTIFYING', 1, now(), d, d + 30, d + 40, d + 50, d + 60
  from office, generate_series(1, ${TARGETS}) t cross join lateral (select date '2026-01-05' + t * 7 as d) x;
insert into finding (id, office, round_id, target_id, unit_id, unit_name, region, ordinal, title, description, focus, category,
    status, status_at, version, synthetic, opened_at)
  select t.id || '-' || i, t.office, t.round_id, t.id, t.unit_id, t.unit_name, t.region, i, '虚构', '虚构',
    (array['GRASSROOTS_POLICY', 'CORRUPTION_NEAR_PEOPLE'])[i % 2 + 1], (array['工程项目', '其他'])[i % 2 + 1],
    'RECTIFYING', now(), 1, true, now()
  from round_target t, generate_series(1, ${findingsOfTarget}) i;
analyze;`;
}
