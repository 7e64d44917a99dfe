import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { TeamRole } from "../../domain/lifecycle";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

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
  /** of the person's account; null where that is in another tier, which alone knows it */
  @Column("text", { nullable: true }) homeOffice: string | null;
  /** 回头看: the target whose findings the team judges */
  @Column("text", { nullable: true }) looksBackOn: string | null;
  /** the handover, or the director's decision, which ends it at that moment */
  @Column({ ...INSTANT, nullable: true }) endedAt: string | null;
  @Column("text", { nullable: true }) endedBy: string | null;
  /** null where the handover ended it */
  @Column("text", { nullable: true }) endReason: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
