import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { DayUnit, PolicyClock } from "../../domain/deadline/deadline";
import { ENTERED_BY_OFFICE } from "../db";

/** 时限规定: how many days a clock gives, from a date on. */
@Entity("deadline_policy")
export class DeadlinePolicyRow {
  @PrimaryColumn("text") id: string;
  /** null: for everybody */
  @Column("text", { nullable: true }) office: string | null;
  @Column("text") clock: PolicyClock;
  @Column("integer") days: number;
  @Column("text") unit: DayUnit;
  @Column("integer") warningDays: number;
  @Column("date") validFrom: string;
  @Column("date", { nullable: true }) validTo: string | null;
  @Column("text") source: string;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
