import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { ObligationKind, ObligationStatus } from "../../domain/obligation/obligation";
import { ENTERED_BY_OFFICE } from "../db";

/** 周督促、月研判、季汇报 of one target. */
@Entity("obligation")
export class ObligationRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  @Column("text") kind: ObligationKind;
  /** which week, month or quarter of the rectification, from 1 */
  @Column("integer") ordinal: number;
  /** when the rectification started */
  @Column("date") startedOn: string;
  @Column("date") dueOn: string;
  @Column("text") status: ObligationStatus;
  @Column("integer") version: number;
  @Column("date", { nullable: true }) doneOn: string | null;
  @Column("text", { nullable: true }) doneBy: string | null;
  @Column("text", { nullable: true }) note: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
