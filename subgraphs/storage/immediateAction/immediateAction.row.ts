import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { ImmediateActionKind, ImmediateActionStatus } from "../../domain/immediateAction/immediateAction";
import type { Qualifier } from "../../domain/immediateAction/recovery";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 立行立改 ImmediateAction: with its authorisation, its proof, and what it brought. */
@Entity("immediate_action")
export class ImmediateActionRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  /** of the same target; whoever may not see one of them does not see the action */
  @Column("text", { array: true }) findingIds: string[];
  @Column("text") kind: ImmediateActionKind;
  @Column("text") description: string;
  /** 边巡边移: a department by name */
  @Column("text", { nullable: true }) transferredTo: string | null;
  @Column("text") status: ImmediateActionStatus;
  /** calendar date of the last step */
  @Column("date") statusOn: string;
  @Column("integer") version: number;
  @Column("date") proposedOn: string;
  @Column(INSTANT) proposedAt: string;
  @Column("text") proposedBy: string;
  @Column("date", { nullable: true }) authorisedOn: string | null;
  @Column("text", { nullable: true }) authorisedBy: string | null;
  @Column("text", { nullable: true }) documentNumber: string | null;
  @Column("date", { nullable: true }) doneOn: string | null;
  @Column("text", { nullable: true }) doneBy: string | null;
  @Column("text", { nullable: true }) proof: string | null;
  /** CNY, in fen: the bound keeps it where a double counts exactly */
  @Column("bigint", { nullable: true }) recoveredFen: number | null;
  @Column("text", { nullable: true }) recoveredQualifier: Qualifier | null;
  @Column("integer", { nullable: true }) peopleHelped: number | null;
  @Column("text", { nullable: true }) peopleQualifier: Qualifier | null;
  @Column("integer", { nullable: true }) householdsHelped: number | null;
  @Column("text", { nullable: true }) householdsQualifier: Qualifier | null;
  @Column("date", { nullable: true }) confirmedOn: string | null;
  @Column("text", { nullable: true }) confirmedBy: string | null;
  /** why the last step was taken */
  @Column("text", { nullable: true }) note: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
