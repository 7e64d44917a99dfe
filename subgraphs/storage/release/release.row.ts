import type { ReceivedReleaseStatus, ReleasedField, ReleasePurpose, ReleaseStatus } from "../../domain/release/release";

/** What both sides of a release know of it. */
interface ReleaseHeader {
  id: string;
  office: string;
  purpose: ReleasePurpose;
  supervisionId: string | null;
  /** the question of the supervision's checklist that it answers */
  checklistItem: number | null;
  title: string;
  fields: ReleasedField[];
  documentNumber: string | null;
  findingIds: string[];
  roundIds: string[];
  unitIds: string[];
  regions: string[];
  issuedOn: string;
  issuedAt: string;
  /** the last day on which it is read */
  expiresOn: string;
  withdrawnAt: string | null;
  withdrawalReason: string | null;
  synthetic: boolean;
}

/** 成果通报 Release: in the book of the office that made it. */
export interface ReleaseRow extends ReleaseHeader {
  targetIds: string[];
  status: ReleaseStatus;
  version: number;
  issuedBy: string;
  enteredByOffice: string | null;
}

/** To whom a release was made. */
export interface ReleaseGranteeRow {
  releaseId: string;
  granteeOffice: string;
  since: string;
  /** of a link: since when the office is no member; of what could not be delivered: since that is known */
  endedAt: string | null;
  /** the office takes no part */
  undeliverableAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

/** 收到的通报: in the office that it was made to, from the inbox alone. */
export interface ReceivedReleaseRow extends ReleaseHeader {
  source: string;
  status: ReceivedReleaseStatus;
  revision: number;
  receivedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /** its source came back from an older copy and does not know it */
  lostAt: string | null;
}

/** What a release says of a finding: null where the field is not among those that it shows. */
export interface ReleasedFindingRow {
  releaseId: string;
  findingId: string;
  roundId: string;
  targetId: string;
  unitId: string;
  region: string;
  ordinal: number;
  unitName: string | null;
  title: string | null;
  description: string | null;
  focus: string | null;
  category: string | null;
  status: string | null;
  furtherUnitIds: string[];
  openedAt: string;
  sealedAt: string | null;
  /** since when the finding says something else */
  correctedAt: string | null;
}
