import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { ExchangeException, FindingStatus } from "../../domain/finding/finding";
import { INSTANT } from "../db";

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
  @Column("integer") version: number;
  @Column("text", { nullable: true }) unitReply: string | null;
  @Column("text", { nullable: true }) exchangeException: ExchangeException | null;
  @Column("text", { nullable: true }) proof: string | null;
  @Column("text", { nullable: true }) note: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(INSTANT) openedAt: string;
}
