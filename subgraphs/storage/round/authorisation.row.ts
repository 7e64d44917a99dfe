import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { AuthorisationKind } from "../../domain/round/round";
import { ENTERED_BY_OFFICE } from "../db";

/** 授权 Authorisation: what a body decided, by which document. */
@Entity("authorisation")
export class AuthorisationRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") kind: AuthorisationKind;
  @Column("text") roundId: string;
  @Column("text") body: string;
  @Column("text") documentNumber: string;
  @Column("date") authorisedOn: string;
  @Column("text") authorisedBy: string;
  @Column("date", { nullable: true }) withdrawnOn: string | null;
  @Column("text", { nullable: true }) withdrawnBy: string | null;
  @Column("text", { nullable: true }) withdrawalReason: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
