import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Correction } from "../../domain/correction/correction";
import type { UnitKind } from "../../domain/office/office";
import type { UnitProposal, UnitStatus } from "../../domain/unit/unit";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 被巡察党组织 InspectedUnit: an entry of the dated register that the responsible office keeps. */
@Entity("unit")
export class UnitRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") code: string;
  @Column("text") name: string;
  @Column("text") kind: UnitKind;
  @Column("text") region: string;
  @Column("text", { nullable: true }) superiorBody: string | null;
  /** its superior body, where that is in the register too: the copies of the feedback go there */
  @Column("text", { nullable: true }) superiorUnitId: string | null;
  @Column("text", { nullable: true }) cadreLevel: string | null;
  @Column("date") validFrom: string;
  @Column("date", { nullable: true }) validTo: string | null;
  /** the entry that goes on from this one, once it has ended; null where the unit was closed */
  @Column("text", { nullable: true }) successorId: string | null;
  /** by which document it ended */
  @Column("text", { nullable: true }) endedDocument: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(INSTANT) registeredAt: string;
  @Column("integer", { default: 1 }) version: number;
  @Column("text", { default: "REGISTERED" }) status: UnitStatus;
  @Column("jsonb", { nullable: true }) proposal: UnitProposal | null;
  /** every value that was entered wrongly; only added to */
  @Column("jsonb", { default: () => "'[]'" }) corrections: Correction[];
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
