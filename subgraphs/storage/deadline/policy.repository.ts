import type { PolicyClock } from "../../domain/deadline/deadline";
import { BEFORE_REPORT, type FindingStatus } from "../../domain/finding/finding";
import type { TargetStatus } from "../../domain/target/target";
import type { Db } from "../db";
import type { DeadlinePolicyRow } from "./policy.row";

export async function findPoliciesById(db: Db, ids: readonly string[]): Promise<DeadlinePolicyRow[]> {
  return db.rows<DeadlinePolicyRow>("select * from deadline_policy where id = any ($1)", [ids]);
}

/** The office's own rows and those for everybody, which count where there is no own one; the latest first.
 * @param on only what is valid on that day */
export async function findPolicies(db: Db, office: string, on: string | undefined): Promise<DeadlinePolicyRow[]> {
  return db.rows<DeadlinePolicyRow>(
    `select * from deadline_policy
     where (office = $1 or office is null)
       and ($2::date is null or valid_from <= $2 and (valid_to is null or valid_to > $2))
     order by clock, office is null, valid_from desc`,
    [office, on],
  );
}

/** Everybody's rules of a clock that hold on a day or later. */
export async function findGeneralPolicies(db: Db, clock: PolicyClock, from: string): Promise<DeadlinePolicyRow[]> {
  return db.rows<DeadlinePolicyRow>(
    `select * from deadline_policy where office is null and clock = $1 and (valid_to is null or valid_to > $2)
     order by valid_from`,
    [clock, from],
  );
}

/** @returns the day from which the next own row takes over, null where there is none yet */
export async function makeRoom(db: Db, office: string, clock: PolicyClock, from: string): Promise<string | null> {
  await db.rows(
    `update deadline_policy set valid_to = $3
     where office = $1 and clock = $2 and valid_from < $3 and (valid_to is null or valid_to > $3)`,
    [office, clock, from],
  );
  const [next] = await db.rows<{ from: string | null }>(
    `select min(valid_from) as "from" from deadline_policy where office = $1 and clock = $2 and valid_from > $3`,
    [office, clock, from],
  );
  return next?.from ?? null;
}

/** Whether a clock of the office has started on the day or since. A claim's start is known while it waits; afterwards every
 * finding that came as far as the rectification counts as claimed when it last moved: what was rectified at once never was. */
export async function hasStartedSince(db: Db, office: string, clock: PolicyClock, day: string): Promise<boolean> {
  const [row] = await (clock === "REVIEW_OF_CLAIM"
    ? db.rows<{ started: boolean }>(
        `select exists (select from finding_cell c join target_cell t on t.target_id = c.target_id where c.office = $1
           and c.status_at >= $2::date::timestamp at time zone 'Asia/Shanghai' and c.status <> all ($3)
           and t.status <> all ($4)) as started`,
        [office, day, BEFORE_RECTIFICATION, TARGETS_BEFORE_RECTIFICATION],
      )
    : db.rows<{ started: boolean }>(
        `select exists (select from clock_start
           where office = $1 and started_on >= $2 and clock = $3) as started`,
        [office, day, clock],
      ));
  return row?.started === true;
}

const BEFORE_RECTIFICATION: readonly FindingStatus[] = [...BEFORE_REPORT, "REPORTED", "FED_BACK", "DISMISSED"];
const TARGETS_BEFORE_RECTIFICATION: readonly TargetStatus[] = ["ENTERED", "REPORTED", "HEARD", "FED_BACK"];

/** Whether a recusal hides a target of the office from the caller. */
export async function hidesTargetsOfOffice(db: Db, office: string): Promise<boolean> {
  const [row] = await db.rows<{ hidden: boolean }>(
    `select (select count(*) from target_cell where office = $1)
          > (select count(*) from round_target where office = $1) as hidden`,
    [office],
  );
  return row?.hidden === true;
}
