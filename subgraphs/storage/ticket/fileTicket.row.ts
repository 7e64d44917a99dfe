import { Column, Entity, PrimaryColumn } from "typeorm";
import { INSTANT } from "../db";

export const FILE_PURPOSES = [
  "ATTACHMENT_UPLOAD",
  "ATTACHMENT_DOWNLOAD",
  "PROOF_UPLOAD",
  "LEDGER_UPLOAD",
  "LEDGER_TEMPLATE",
  "LEDGER_EXPORT",
] as const;
export type FilePurpose = (typeof FILE_PURPOSES)[number];

/** What a ticket is for. */
@Entity("file_ticket")
export class FileTicketRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") person: string;
  @Column("text") purpose: FilePurpose;
  @Column("text", { nullable: true }) subject: string | null;
  /** JSON */
  @Column("text") details: string;
  @Column("integer") maxBytes: number;
  @Column(INSTANT) issuedAt: string;
  @Column(INSTANT) expiresAt: string;
  @Column({ ...INSTANT, nullable: true }) usedAt: string | null;
  @Column("integer", { nullable: true }) recorded: number | null;
}
