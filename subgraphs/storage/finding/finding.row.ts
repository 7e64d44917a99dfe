import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { ExchangeException, FindingStatus } from "../../domain/finding/finding";
import type { StepEnteredBy } from "../../domain/lifecycle";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 问题 Finding. */
@Entity("finding")
export class FindingRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") unitName: string;
  @Column("text") region: string;
  /** number within the target, from 1 */
  @Column("integer") ordinal: number;
  @Column("text") title: string;
  @Column("text") description: string;
  @Column("text") focus: string;
  @Column("text") category: string;
  @Column("text") status: FindingStatus;
  @Column(INSTANT) statusAt: string;
  /** from which it came to the present one; an objection that ends leads back there */
  @Column("text", { nullable: true }) previousStatus: FindingStatus | null;
  /** the account that brought it there; null where that is not known any more */
  @Column("text", { nullable: true }) statusBy: string | null;
  @Column("integer") version: number;
  @Column("text", { nullable: true }) unitReply: string | null;
  @Column("text", { nullable: true }) exchangeException: ExchangeException | null;
  /** who took back that the unit was heard: somebody else decides whether it goes unheard */
  @Column("text", { nullable: true }) exchangeTakenBackBy: string | null;
  @Column("text", { nullable: true }) proof: string | null;
  /** the account of the latest claim */
  @Column("text", { nullable: true }) claimedBy: string | null;
  /** when; null where that claim was taken back, or nobody knows any more */
  @Column({ ...INSTANT, nullable: true }) claimedAt: string | null;
  /** who proposes to take its last step back, and why */
  @Column("text", { nullable: true }) takeBackProposedBy: string | null;
  @Column("text", { nullable: true }) takeBackReason: string | null;
  /** by whom the latest claim was entered */
  @Column("text", { nullable: true }) claimEnteredBy: StepEnteredBy | null;
  @Column("text", { nullable: true }) note: string | null;
  /** further responsible units, of any tier's register */
  @Column("text", { array: true, default: () => "'{}'" }) furtherUnitIds: string[];
  /** number of the present text, from 1: every text is kept */
  @Column("integer", { default: 1 }) textVersion: number;
  /** somebody says that the present text names nobody, whatever it looks like */
  @Column("boolean", { default: false }) confirmedNoPerson: boolean;
  @Column(ENTERED_BY_OFFICE) enteredByOffice: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(INSTANT) openedAt: string;
}
