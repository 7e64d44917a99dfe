import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { DisclosurePurpose, DisclosureStatus } from "../../domain/disclosure/disclosure";
import type { FindingStatus } from "../../domain/finding/finding";
import type { StepEnteredBy } from "../../domain/lifecycle";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 披露 Disclosure: one grantee's copy of what an office feeds back. */
@Entity("disclosure")
export class DisclosureRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") purpose: DisclosurePurpose;
  @Column("text") roundId: string;
  @Column("text") roundTitle: string;
  @Column("text") targetId: string;
  /** the unit that it is about */
  @Column("text") unitId: string;
  @Column("text") unitName: string;
  @Column("text") region: string;
  /** a unit of any tier's register */
  @Column("text", { nullable: true }) granteeUnit: string | null;
  @Column("text", { nullable: true }) granteeOffice: string | null;
  @Column("text") granteeName: string;
  @Column("text") status: DisclosureStatus;
  @Column("integer") version: number;
  @Column("text", { nullable: true }) documentNumber: string | null;
  @Column("date") issuedOn: string;
  @Column(INSTANT) issuedAt: string;
  @Column("text") issuedBy: string;
  @Column("date", { nullable: true }) expiresOn: string | null;
  @Column({ ...INSTANT, nullable: true }) acknowledgedAt: string | null;
  @Column("text", { nullable: true }) acknowledgedBy: string | null;
  @Column("text", { nullable: true }) note: string | null;
  /** when and why the feedback was withdrawn as a whole: what its grantee keeps of it */
  @Column({ ...INSTANT, nullable: true }) withdrawnAt: string | null;
  @Column("text", { nullable: true }) withdrawalReason: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
  /** what it names; the database keeps it */
  @Column({ type: "text", array: true, default: () => "'{}'", insert: false, update: false }) findingIds?: string[];
}

/** What a disclosure says of a finding, beside the finding's live status. */
@Entity("disclosed_finding")
export class DisclosedFindingRow {
  @PrimaryColumn("text") office: string;
  @PrimaryColumn("text") disclosureId: string;
  @PrimaryColumn("text") findingId: string;
  @PrimaryColumn("integer") textVersion: number;
  @Column("boolean") isCurrent: boolean;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  @Column("integer") ordinal: number;
  @Column("text") title: string;
  @Column("text") description: string;
  @Column("text") focus: string;
  @Column("text") category: string;
  @Column("text") status: FindingStatus;
  /** the finding's version, which an answer must name */
  @Column("integer") findingVersion: number;
  /** why the last claim came back */
  @Column("text", { nullable: true }) reason: string | null;
  /** by whom the latest claim was entered */
  @Column("text", { nullable: true }) claimEnteredBy: StepEnteredBy | null;
  /** since when it says this, where it was corrected */
  @Column({ ...INSTANT, nullable: true }) correctedAt: string | null;
  /** since when what it said is sealed, because it named somebody: a tombstone without words */
  @Column({ ...INSTANT, nullable: true }) sealedAt: string | null;
  @Column(INSTANT) openedAt: string;
  /** who is recused from one of these units does not read it */
  @Column("text", { array: true, default: () => "'{}'" }) recusalUnitIds: string[];
}

/** What a version of a disclosed text said before it was masked. Never changed; the audit administrator reads it. */
@Entity("sealed_text")
export class SealedTextRow {
  @PrimaryColumn("text") office: string;
  @PrimaryColumn("text") disclosureId: string;
  @PrimaryColumn("text") findingId: string;
  @PrimaryColumn("integer") textVersion: number;
  @Column("text") roundId: string;
  @Column("text") unitId: string;
  @Column("text") region: string;
  @Column("text", { array: true }) recusalUnitIds: string[];
  @Column("text") title: string;
  @Column("text") description: string;
  @Column(INSTANT) sealedAt: string;
  @Column("text") sealedBy: string;
}
