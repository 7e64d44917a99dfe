import { Column, Entity, PrimaryColumn } from "typeorm";
import type { FileType } from "../../domain/attachment/attachment";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 附件 Attachment: what the book says of a file; its content lies under its hash. */
@Entity("attachment")
export class AttachmentRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  /** null where it proves the rectification as a whole */
  @Column("text", { nullable: true }) findingId: string | null;
  @Column("text", { nullable: true }) rectificationId: string | null;
  /** the unit whose proof it is, null where the office or its team attached it */
  @Column("text", { nullable: true }) ofUnit: string | null;
  @Column("text") name: string;
  @Column("text") type: FileType;
  /** bytes */
  @Column("integer") size: number;
  /** hex */
  @Column("text") sha256: string;
  @Column("integer") version: number;
  @Column(INSTANT) addedAt: string;
  @Column("text") addedBy: string;
  @Column({ ...INSTANT, nullable: true }) removedAt: string | null;
  @Column("text", { nullable: true }) removedBy: string | null;
  @Column("text", { nullable: true }) removalReason: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}

/** Where an attachment belongs. */
export type AttachmentPlace = Pick<
  AttachmentRow,
  "office" | "roundId" | "targetId" | "unitId" | "region" | "findingId" | "rectificationId" | "ofUnit"
>;
