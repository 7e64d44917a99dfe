import type {
  ChecklistItem,
  MemberStatus,
  SupervisionKind,
  SupervisionStatus,
} from "../../domain/supervision/supervision";

/** 联动监督 JointSupervision: in the book of the office that opened it. */
export interface SupervisionRow {
  id: string;
  office: string;
  kind: SupervisionKind;
  title: string;
  checklist: ChecklistItem[];
  startsOn: string;
  endsOn: string;
  status: SupervisionStatus;
  version: number;
  /** how often its members were told how it stands */
  stated: number;
  proposedAt: string;
  proposedBy: string;
  openedAt: string | null;
  concludedAt: string | null;
  note: string | null;
  synthetic: boolean;
}

/** An office that was invited, and what it answered. */
export interface SupervisionMemberRow {
  supervisionId: string;
  memberOffice: string;
  status: MemberStatus;
  invitedAt: string;
  answeredAt: string | null;
  answeredBy: string | null;
  reason: string | null;
}

/** As an invited office has it, from its inbox; the answer is its own. */
export interface ReceivedSupervisionRow {
  id: string;
  office: string;
  /** region code of the office that opened it */
  source: string;
  kind: SupervisionKind;
  title: string;
  checklist: ChecklistItem[];
  startsOn: string;
  endsOn: string;
  status: "OPEN" | "CONCLUDED";
  stated: number;
  members: string[];
  conclusion: string | null;
  synthetic: boolean;
  receivedAt: string;
  answer: MemberStatus;
  revision: number;
  answeredAt: string | null;
  answeredBy: string | null;
  reason: string | null;
  lostAt: string | null;
}

/** A finding that a member linked, as the caller's office may read it. */
export interface LinkedFindingRow {
  supervisionId: string;
  releaseId: string;
  findingId: string;
  /** region code of the office that linked it */
  officeCode: string;
  checklistItem: number | null;
  ordinal: number;
  unitName: string | null;
  title: string | null;
  description: string | null;
  focus: string | null;
  category: string | null;
  status: string | null;
  openedAt: string;
  expiresOn: string;
  sealedAt: string | null;
  correctedAt: string | null;
}
