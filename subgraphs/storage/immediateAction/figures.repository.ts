import { CONFIRMED_STATUS, type ImmediateActionKind, OPEN_ACTIONS } from "../../domain/immediateAction/immediateAction";
import type { Db } from "../db";
import { Conditions } from "../page";

/** What an office, or one of its rounds, did at once, of one kind. Sums are of what was confirmed; a sum that has no part is
 * null, and `…AtLeast` says whether a part of it is no more than a lower bound. */
export interface ImmediateActionCount {
  /** the office's code or the round's id */
  parent: string;
  kind: ImmediateActionKind;
  confirmed: number;
  open: number;
  /** CNY in fen, as text: a sum is not bounded as its parts are */
  recoveredFen: string | null;
  recoveredAtLeast: boolean | null;
  peopleHelped: number | null;
  peopleAtLeast: boolean | null;
  householdsHelped: number | null;
  householdsAtLeast: boolean | null;
  synthetic: boolean;
}

const SUMS = (["recovered_fen", "people_helped", "households_helped"] as const).map((column) => {
  const [name] = column.split("_");
  const type = column === "recovered_fen" ? "text" : "int";
  return `sum(c.${column}) filter (where c.status = '${CONFIRMED_STATUS}')::${type} as ${column},
    bool_or(c.${name}_qualifier = 'AT_LEAST') filter (where c.status = '${CONFIRMED_STATUS}') as ${name}_at_least`;
});

/** Counted by plain SQL over the cells, which no recusal hides; only the caller's own office. */
export async function countImmediateActions(
  db: Db,
  by: "office" | "round_id",
  parents: readonly string[],
): Promise<ImmediateActionCount[]> {
  const where = new Conditions();
  const list = where.parameter(parents);
  const open = where.parameter(OPEN_ACTIONS);
  const owner = by === "office" ? "x.parent = figures_office()" : "c.office = (select figures_office())";
  return db.rows<ImmediateActionCount>(
    `select x.parent, c.kind, count(*) filter (where c.status = '${CONFIRMED_STATUS}')::int as confirmed,
       count(*) filter (where c.status = any (${open}))::int as open, ${SUMS.join(", ")}, bool_or(c.synthetic) as synthetic
     from unnest(${list}::text[]) as x (parent) join immediate_action_cell c on c.${by} = x.parent and ${owner}
     where c.status = '${CONFIRMED_STATUS}' or c.status = any (${open})
     group by x.parent, c.kind`,
    where.parameters,
  );
}
