import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Enrolment } from "../../domain/office/office";
import { ENTERED_BY_OFFICE } from "../db";

/** 巡视办、巡察办 InspectionOffice. */
@Entity("office")
export class OfficeRow {
  /** region code: an office is named by its region */
  @PrimaryColumn("text") code: string;
  @Column("text", { unique: true }) id: string;
  @Column("text") name: string;
  @Column("text") enrolment: Enrolment;
  @Column("date", { nullable: true }) enrolledOn: string | null;
}

/** 届 Term of one committee, about five years. */
@Entity("term")
export class TermRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") committee: string;
  @Column("integer") ordinal: number;
  @Column("date") startsOn: string;
  @Column("date", { nullable: true }) endsOn: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
