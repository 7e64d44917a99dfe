import type { TaxonomyKind } from "../../domain/taxonomy/taxonomy";
import type { Db } from "../db";

/** One term of one version of a taxonomy. Dates are those of the version; valid_to exclusive. */
export interface TermRow {
  kind: TaxonomyKind;
  version: string;
  versionZh: string;
  versionEn: string;
  code: string;
  zh: string;
  en: string;
  validFrom: string | null;
  validTo: string | null;
}

const TERM = `select t.kind, t.version, x.zh as version_zh, x.en as version_en, t.code, t.zh, t.en, x.valid_from, x.valid_to
  from taxonomy_term t join taxonomy x on x.kind = t.kind and x.version = t.version`;

/** The terms under which a finding may be recorded on a day.
 * @param day calendar date */
export async function findTermsValidOn(db: Db, day: string, kind?: TaxonomyKind): Promise<TermRow[]> {
  return db.rows<TermRow>(
    `${TERM} where ($2::text is null or t.kind = $2)
       and (x.valid_from is null or x.valid_from <= $1::date) and (x.valid_to is null or x.valid_to > $1::date)
     order by t.kind desc, x.place, t.place`,
    [day, kind ?? null],
  );
}

/** What each code of a taxonomy is called, by its latest version. */
export async function findTermNames(db: Db, kind: TaxonomyKind): Promise<Map<string, string>> {
  const terms = await db.rows<TermRow>(`${TERM} where t.kind = $1 order by x.place, t.place`, [kind]);
  return new Map(terms.map(({ code, zh }) => [code, zh]));
}

/** The terms that an earlier or a later version has for a code: `steps` versions away, negative where earlier. */
interface MappedTermRow extends TermRow {
  steps: number;
}

/** The code's own terms and all that it became and came from, through any number of versions. Never sideways: what merely
 * came to the same term is another matter. */
export async function findMappedTerms(db: Db, kind: TaxonomyKind, code: string): Promise<MappedTermRow[]> {
  return db.rows<MappedTermRow>(
    `with recursive later (version, code, steps) as (
       select version, code, 0 from taxonomy_term where kind = $1 and code = $2
       union select m.to_version, m.to_code, l.steps + 1 from later l
         join taxonomy_mapping m on m.kind = $1 and m.from_version = l.version and m.from_code = l.code where l.steps < 20),
     earlier (version, code, steps) as (
       select version, code, 0 from taxonomy_term where kind = $1 and code = $2
       union select m.from_version, m.from_code, e.steps - 1 from earlier e
         join taxonomy_mapping m on m.kind = $1 and m.to_version = e.version and m.to_code = e.code where e.steps > -20)
     select w.*, p.steps from (${TERM} where t.kind = $1) w
     join (select version, code, steps from later union select version, code, steps from earlier) p
       on p.version = w.version and p.code = w.code
     order by p.steps, w.version, w.code`,
    [kind, code],
  );
}
