import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { PublicationStatus } from "../../domain/publication/publication";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** What a publication lists: each finding at the version that was submitted, with the hash of its published text. */
export interface ManifestEntry {
  findingId: string;
  version: number;
  hash: string;
}

/** 报送 Publication: an immutable, numbered version of a target's results. */
@Entity("publication")
export class PublicationRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") officeCity: string;
  @Column("text") officeProvince: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  /** number of the submission of this target, from 1 */
  @Column("integer") version: number;
  @Column("text") status: PublicationStatus;
  /** rises with every change of the status: the version that a recall must name */
  @Column("integer") revision: number;
  @Column("boolean") isCurrent: boolean;
  @Column("jsonb") manifest: ManifestEntry[];
  @Column("text") manifestHash: string;
  @Column(INSTANT) submittedAt: string;
  @Column("text") submittedBy: string;
  @Column("text", { nullable: true }) note: string | null;
  @Column({ ...INSTANT, nullable: true }) recalledAt: string | null;
  @Column("text", { nullable: true }) recallReason: string | null;
  /** when the direct superior's decision arrived, and whose and why it was */
  @Column({ ...INSTANT, nullable: true }) decidedAt: string | null;
  @Column("text", { nullable: true }) decidedByOffice: string | null;
  @Column("text", { nullable: true }) decisionReason: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}
