import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Correction } from "../../domain/correction/correction";
import type { RoundProposal } from "../../domain/round/correction";
import type { AssignmentMode, RoundKind, RoundStatus } from "../../domain/round/round";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 轮次 Round. */
@Entity("round")
export class RoundRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") termId: string;
  @Column("integer") ordinal: number;
  @Column("text") kind: RoundKind;
  @Column("text") assignmentMode: AssignmentMode;
  @Column("text") title: string;
  @Column("text") status: RoundStatus;
  @Column("integer") version: number;
  @Column("text", { nullable: true }) documentNumber: string | null;
  @Column("date", { nullable: true }) authorisedOn: string | null;
  /** the planned period, both days included */
  @Column("date", { nullable: true }) startsOn: string | null;
  @Column("date", { nullable: true }) endsOn: string | null;
  /** 回头看: the round that it looks back on */
  @Column("text", { nullable: true }) predecessorId: string | null;
  @Column("text", { nullable: true }) note: string | null;
  /** what of the header was put right, in its order */
  @Column("jsonb", { default: () => "'[]'" }) corrections: Correction[];
  @Column("jsonb", { nullable: true }) proposal: RoundProposal | null;
  @Column("boolean") synthetic: boolean;
  @Column(INSTANT) openedAt: string;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
