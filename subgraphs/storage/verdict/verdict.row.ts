import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Verdict, VerdictStatus } from "../../domain/verdict/verdict";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 回头看结论 Verdict: what became of a finding of the target that is looked back on. */
@Entity("verdict")
export class VerdictRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  /** of the look-back */
  @Column("text") targetId: string;
  /** of the target that is looked back on */
  @Column("text") findingId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  @Column("text") verdict: Verdict;
  @Column("text") status: VerdictStatus;
  @Column("integer") version: number;
  @Column("text", { nullable: true }) note: string | null;
  @Column(INSTANT) proposedAt: string;
  @Column("text") proposedBy: string;
  @Column({ ...INSTANT, nullable: true }) decidedAt: string | null;
  @Column("text", { nullable: true }) decidedBy: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
