import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { RecusalScope, Role } from "../../../schema/contract/standing";
import type { RecusalKind } from "../../domain/office/office";
import { INSTANT } from "../db";

/** An account of this tier. The label names the post, never the person. */
@Entity("account")
export class AccountRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") label: string;
  /** the unit that the account answers for, where its roles are a unit's */
  @Column("text", { nullable: true }) unitId: string | null;
  @Column("boolean") active: boolean;
  @Column("integer") rightsEpoch: number;
}

@Entity("account_role")
export class AccountRoleRow {
  @PrimaryColumn("text") accountId: string;
  @PrimaryColumn("text") role: Role;
}

/** 回避 Recusal: deny wins over every grant. */
@Entity("recusal")
export class RecusalRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") accountId: string;
  @Column("text") kind: RecusalKind;
  @Column("text") scope: RecusalScope;
  /** a region code, or the id of a unit, round or finding of any tier */
  @Column("text") subject: string;
  @Column("date") since: string;
  @Column("date", { nullable: true }) until: string | null;
  @Column(INSTANT) declaredAt: string;
  /** whose word it is: the person's own, or somebody's of the office */
  @Column("text") declaredBy: string;
  /** it binds no longer from this day on: by somebody else's decision, with a reason */
  @Column("date", { nullable: true }) endedOn: string | null;
  @Column("text", { nullable: true }) endedBy: string | null;
  @Column("text", { nullable: true }) endReason: string | null;
}
