/** The office whose figures the caller reads, asked once a statement. */
export const MY_OFFICE = "(select figures_office())";

/** What the caller's office counts: all of its own, and what the offices below have published. A range of codes, since only
 * that is leakproof; the policies say the same.
 * @param alias of a table with `office` and `published` */
export function countedByMe(alias: string): string {
  return `(${alias}.office = ${MY_OFFICE}
    or ${alias}.published and ${alias}.office > ${MY_OFFICE} and ${alias}.office < ${MY_OFFICE} || ':')`;
}

/** The regions asked for, as far as they lie in the caller's area: `asked (region)`. */
export function askedRegions(list: string): string {
  return `asked as materialized (
    select region from unnest(${list}::text[]) as x (region)
    where x.region >= ${MY_OFFICE} and x.region < ${MY_OFFICE} || ':')`;
}

/** The region itself and all below it. */
export function under(column: string, region: string): string {
  return `${column} >= ${region} and ${column} < ${region} || ':'`;
}

/** What was not folded yet of what the caller counts, added up by these columns: `fresh`. Read once a statement. */
export function freshDeltas(columns: string, condition = "true"): string {
  return `fresh as materialized (
    select ${columns}, sum(d.n) as n from figure_delta d where ${condition} and ${countedByMe("d")} group by ${columns})`;
}
