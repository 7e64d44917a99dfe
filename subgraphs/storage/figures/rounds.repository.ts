import type { Db } from "../db";
import { Conditions } from "../page";
import type { RoundRow } from "../round/round.row";
import { type CountsRow, countColumns } from "./figures.repository";
import { countedByMe, freshDeltas } from "./mine";

/** Counts over one round, or over one term. */
interface WorkFiguresRow extends CountsRow {
  /** id of the round or of the term */
  id: string;
}

/** The figures of each round that the caller counts; of a round from which the caller is recused, nothing. */
export function countRounds(db: Db, roundIds: readonly string[]): Promise<WorkFiguresRow[]> {
  return countWork(db, "round", roundIds, "not recused(d.office, '', '', d.round_id, '')");
}

/** The figures of each term; a term's total stays as it is for everyone. */
export function countTerms(db: Db, termIds: readonly string[]): Promise<WorkFiguresRow[]> {
  return countWork(db, "term", termIds, "true");
}

async function countWork(
  db: Db,
  over: "round" | "term",
  ids: readonly string[],
  condition: string,
): Promise<WorkFiguresRow[]> {
  const where = new Conditions();
  const list = where.parameter(ids);
  const { counts } = countColumns(where);
  return db.rows<WorkFiguresRow>(
    `with ${freshDeltas(`${over}_id, status, published`, `d.${over}_id = any (${list}) and ${condition}`)}
     select ${over}_id as id, ${counts} from (
       select ${over}_id, status, published, n from figure_${over} f
       where f.${over}_id = any (${list}) and ${countedByMe("f")}
       union all select ${over}_id, status, published, n from fresh) s
     group by ${over}_id`,
    where.parameters,
  );
}

/** The round before each of these, of the same office: of an earlier number in its term, or the last one of the term before.
 * @returns what the caller may see of them, each with `after`, the id of the round that it comes before */
export function findRoundsBefore(db: Db, roundIds: readonly string[]): Promise<(RoundRow & { after: string })[]> {
  return db.rows(
    `select b.*, r.id as after from round r
     cross join lateral (
       select x.* from round x
       where x.office = r.office and x.status <> 'WITHDRAWN' and (x.term_id = r.term_id and x.ordinal < r.ordinal
         or x.term_id in (select t.id from term t where t.office = r.office
              and t.starts_on < (select own.starts_on from term own where own.id = r.term_id)))
       order by (select t.starts_on from term t where t.id = x.term_id) desc, x.ordinal desc limit 1) b
     where r.id = any ($1)`,
    [roundIds],
  );
}
