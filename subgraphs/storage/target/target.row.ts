import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Correction } from "../../domain/correction/correction";
import type { Method } from "../../domain/round/round";
import type { TargetStatus } from "../../domain/target/target";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 巡察对象 RoundTarget. */
@Entity("round_target")
export class TargetRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") unitId: string;
  /** the unit's name at the time of the inspection */
  @Column("text") unitName: string;
  @Column("text") region: string;
  /** of a unit of another tier's register, as that register attested it (docs/adr/0017): its office and superior body */
  @Column("text", { nullable: true }) unitOffice: string | null;
  @Column("text", { nullable: true }) superiorUnitId: string | null;
  @Column("text", { nullable: true }) superiorUnitName: string | null;
  @Column({ ...INSTANT, nullable: true }) attestedAt: string | null;
  @Column("text", { nullable: true }) method: Method | null;
  @Column("text") status: TargetStatus;
  @Column("integer") version: number;
  @Column("date", { nullable: true }) enteredOn: string | null;
  @Column("date", { nullable: true }) reportedOn: string | null;
  @Column("date", { nullable: true }) heardOn: string | null;
  @Column("text", { nullable: true }) hearingBody: string | null;
  @Column("text", { nullable: true }) hearingDocumentNumber: string | null;
  @Column("date", { nullable: true }) fedBackOn: string | null;
  @Column("date", { nullable: true }) rectificationStartedOn: string | null;
  @Column("date", { nullable: true }) evaluatedOn: string | null;
  @Column("date", { nullable: true }) archivedOn: string | null;
  /** 回头看: the target of the same unit in the round that its round looks back on */
  @Column("text", { nullable: true }) predecessorId: string | null;
  @Column("text", { nullable: true }) note: string | null;
  /** who proposes to withdraw the feedback as a whole, and why the unit will be told that it was */
  @Column("text", { nullable: true }) withdrawalProposedBy: string | null;
  @Column("text", { nullable: true }) withdrawalReason: string | null;
  /** every date and hearing that was put right or taken back; only added to */
  @Column("jsonb", { default: () => "'[]'" }) corrections: Correction[];
  @Column(INSTANT) addedAt: string;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
