import { Column } from "typeorm/decorator/columns/Column";
import { PrimaryColumn } from "typeorm/decorator/columns/PrimaryColumn";
import { Entity } from "typeorm/decorator/entity/Entity";
import type { Correction } from "../../domain/correction/correction";
import type { StepEnteredBy } from "../../domain/lifecycle";
import type { Evaluation, RectificationStatus, ReviewRole } from "../../domain/rectification/rectification";
import { ENTERED_BY_OFFICE, INSTANT } from "../db";

/** 整改 Rectification of one target. */
@Entity("rectification")
export class RectificationRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") roundId: string;
  @Column("text") targetId: string;
  @Column("text") unitId: string;
  @Column("text") unitName: string;
  @Column("text") region: string;
  @Column("text") status: RectificationStatus;
  @Column("date") statusOn: string;
  /** when that was entered */
  @Column({ ...INSTANT, default: () => "now()" }) statusAt: string;
  @Column("integer") version: number;
  @Column("text", { nullable: true }) plan: string | null;
  @Column("text", { nullable: true }) report: string | null;
  /** by the unit itself, or by the office in its stead */
  @Column("text", { nullable: true }) planEnteredBy: StepEnteredBy | null;
  @Column("text", { nullable: true }) reportEnteredBy: StepEnteredBy | null;
  @Column("text", { nullable: true }) evaluation: Evaluation | null;
  @Column("text", { nullable: true }) note: string | null;
  @Column("date") fedBackOn: string;
  @Column("date", { nullable: true }) planSubmittedOn: string | null;
  @Column("date", { nullable: true }) planReviewedOn: string | null;
  @Column("date", { nullable: true }) concentratedOn: string | null;
  @Column("date", { nullable: true }) reportedOn: string | null;
  @Column("date", { nullable: true }) reviewOpenedOn: string | null;
  @Column("date", { nullable: true }) evaluatedOn: string | null;
  @Column("date", { nullable: true }) continuedOn: string | null;
  @Column("date", { nullable: true }) completedOn: string | null;
  /** dates that were put right or taken back, in their order */
  @Column("jsonb", { default: () => "'[]'" }) corrections: Correction[];
  /** who proposes to take its last step back, and why */
  @Column("text", { nullable: true }) takeBackProposedBy: string | null;
  @Column("text", { nullable: true }) takeBackReason: string | null;
  @Column("boolean") synthetic: boolean;
  @Column(INSTANT) openedAt: string;
  /** what its plans named, and the further units of that: kept by the triggers */
  @Column("text", { array: true, default: () => "'{}'" }) findingIds?: string[];
  @Column("text", { array: true, default: () => "'{}'" }) recusalUnitIds?: string[];
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}

/** 整改措施 Measure: what the unit will do about a finding. */
@Entity("measure")
export class MeasureRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") rectificationId: string;
  @Column("text") findingId: string;
  @Column("integer") submission: number;
  @Column("integer") ordinal: number;
  @Column("text") text: string;
  @Column("text") responsible: string;
  @Column("date") dueOn: string;
  @Column("text", { array: true, default: () => "'{}'" }) recusalUnitIds?: string[];
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}

/** A party of the joint review in an office's configuration. */
@Entity("review_party")
export class ReviewPartyRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("integer") ordinal: number;
  @Column("text") name: string;
  @Column("text") role: ReviewRole;
  @Column("date") validFrom: string;
  @Column("date", { nullable: true }) validTo: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
}

/** 联合审核: the place of one party in one review, and its signature. */
@Entity("review_signature")
export class ReviewSignatureRow {
  @PrimaryColumn("text") id: string;
  @Column("text") office: string;
  @Column("text") rectificationId: string;
  @Column("integer") review: number;
  @Column("integer") ordinal: number;
  @Column("text") name: string;
  @Column("text") role: ReviewRole;
  /** the grade that is signed; none where the review was opened before grades were proposed */
  @Column("text", { nullable: true }) evaluation: Evaluation | null;
  @Column("text", { nullable: true }) signerUnit: string | null;
  @Column("text", { nullable: true }) signedBy: string | null;
  @Column({ ...INSTANT, nullable: true }) signedAt: string | null;
  @Column("text", { nullable: true }) opinion: string | null;
  /** number of the document that the party signed on paper; who signed is then who recorded it */
  @Column("text", { nullable: true }) paperDocument: string | null;
  @Column(ENTERED_BY_OFFICE) enteredByOffice?: string | null;
  /** of the rectification; the database puts them on */
  @Column({ type: "text", nullable: true, insert: false, update: false }) roundId?: string;
  @Column({ type: "text", nullable: true, insert: false, update: false }) targetId?: string;
}
