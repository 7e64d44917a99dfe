import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { TeamRole } from "../../domain/lifecycle";
import { INSTANT } from "../db";

/** 任职 Appointment: person × target × period. The person's home office may be any. */
@Entity("appointment")
export class AppointmentRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  /** account id of any tier */
  @Column("text") person: string;
  @Column("text") role: TeamRole;
  @Column("date") validFrom: string;
  @Column("date", { nullable: true }) validTo: string | null;
  /** the handover, which ends it at that moment */
  @Column({ ...INSTANT, nullable: true }) endedAt: string | null;
}
