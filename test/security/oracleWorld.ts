import type { RegionCode } from "../../schema/contract/regionCode";
import type { RecusalScope, Role } from "../../schema/contract/standing";
import type { Custody } from "../../subgraphs/domain/clue/custody";
import type { FindingStatus } from "../../subgraphs/domain/finding/finding";
import type { Enrolment, UnitKind } from "../../subgraphs/domain/office/office";
import type { PublicationStatus } from "../../subgraphs/domain/publication/publication";
import type { RoundStatus } from "../../subgraphs/domain/round/round";
import type { TargetStatus } from "../../subgraphs/domain/target/target";

/** Everything that exists at one moment, in all tiers. References are ids; an office is its region's code. */
export interface World {
  /** calendar date in Asia/Shanghai */
  today: string;
  regions: { code: RegionCode; name: string }[];
  offices: { code: RegionCode; name: string; enrolment: Enrolment }[];
  accounts: WorldAccount[];
  units: { id: string; office: RegionCode; region: RegionCode; name: string; kind: UnitKind }[];
  rounds: WorldRound[];
  targets: WorldTarget[];
  appointments: { person: string; targetId: string; validFrom: string; validTo: string | null }[];
  findings: WorldFinding[];
  publications: WorldPublication[];
  actions: WorldAction[];
  disclosures: WorldDisclosure[];
  attachments: WorldAttachment[];
  orders: WorldOrder[];
  releases: WorldRelease[];
  supervisions: WorldSupervision[];
  copies: WorldCopy[];
  clues: WorldClue[];
}
export interface WorldAccount {
  id: string;
  office: RegionCode;
  active: boolean;
  roles: Role[];
  /** the unit that the account answers for */
  unitId?: string;
  recusals: { scope: RecusalScope; subject: string; since: string; until: string | null; isOwn?: boolean }[];
}
export interface WorldRound {
  id: string;
  office: RegionCode;
  status: RoundStatus;
  filed: boolean;
}
export interface WorldTarget {
  id: string;
  roundId: string;
  unitId: string;
  status: TargetStatus;
  /** 回头看: a target of the same office */
  looksBackOn?: string;
}
export interface WorldFinding {
  id: string;
  targetId: string;
  status: FindingStatus;
  /** further responsible units */
  furtherUnitIds?: string[];
}
/** What was told to one grantee, with the findings that it names. */
export interface WorldDisclosure {
  id: string;
  targetId: string;
  purpose: "FEEDBACK" | "FEEDBACK_COPY";
  grantee: { unitId: string } | { office: RegionCode };
  withdrawn: boolean;
  /** withdrawn as a whole, with a reason: whoever had it keeps the header, and no word of the content */
  tombstone: boolean;
  /** the last day on which the grantee reads it */
  expiresOn: string | null;
  findingIds: string[];
}
/** What an office released to others, of whatever tier: in its own book, and as each of them received it. */
export interface WorldRelease {
  id: string;
  office: RegionCode;
  grantees: RegionCode[];
  withdrawn: boolean;
  /** the last day on which the grantees read it */
  expiresOn: string;
  /** of that office, one at least */
  findingIds: string[];
  /** of a link: the joint supervision whose members alone read it */
  supervisionId?: string;
}
/** 联动监督, with what each invited office has answered; nobody has heard of what is only proposed. */
export interface WorldSupervision {
  id: string;
  lead: RegionCode;
  status: "PROPOSED" | "OPEN" | "CONCLUDED";
  members: { office: RegionCode; answer: "INVITED" | "JOINED" | "DECLINED" | "LEFT" }[];
}
/** A submission as an office above has received it. Its inbox may not have heard of everything yet. */
export interface WorldCopy {
  publicationId: string;
  holder: RegionCode;
  /** the recall has come: what it said is a tombstone */
  recalled: boolean;
  /** the newest that came of its target, unless recalled */
  isCurrent: boolean;
  /** of its findings, those whose words were sealed because they named somebody */
  sealedIds: string[];
}
/** A clue in the custody that registered it and, where it was referred, in one more. */
export interface WorldClue {
  id: string;
  owner: Custody;
  /** where its subject is */
  region: RegionCode;
  referred: { to: Custody; givenBack: boolean } | null;
  /** whom it concerns: an account, everybody who answers for a unit, everybody who works in a body */
  concerns: { person: string } | { unitId: string } | { workplace: Custody };
  /** of a clue that has gone its way, and is no mere row */
  course?: WorldCourse;
}
interface WorldCourse {
  /** its text, or where that lies */
  says: string;
  reporter: string | null;
  /** of its chain of custody, in their order */
  events: string[];
  /** by its owner: what there is of it in another tier stays open */
  sealed: boolean;
}
/** A file of a finding: the office's, or a proof that the inspected unit brought. */
export interface WorldAttachment {
  id: string;
  findingId: string;
  isProof: boolean;
}
/** 派单: each side has a row of it, and an office between the two a copy. */
export interface WorldOrder {
  id: string;
  issuer: RegionCode;
  /** below the issuer */
  addressee: RegionCode;
  /** the issuer's round for which it asks people, null of a task */
  roundId: string | null;
  /** of the addressee's own, which its answer names */
  findingIds: string[];
}
export interface WorldAction {
  id: string;
  targetId: string;
  /** of that target */
  findingIds: string[];
}
export interface WorldPublication {
  id: string;
  targetId: string;
  version: number;
  status: PublicationStatus;
  /** the newest version of its target, unless that was recalled: an earlier one does not come back */
  isCurrent: boolean;
  findingIds: string[];
}

/** What one person may read. Ids, sorted; of a published finding `publication id/finding id`. */
export interface View {
  rounds: string[];
  targets: string[];
  /** from the book, with the live text */
  findings: string[];
  /** as rows: of a recalled one, nothing but the tombstone */
  publications: string[];
  publishedFindings: string[];
  /** targets of which the person may know that the unit was inspected, and nothing more of some */
  inspections: string[];
  /** immediate actions */
  actions: string[];
  disclosures: string[];
  /** `disclosure id/finding id` */
  disclosedFindings: string[];
  attachments: string[];
  /** `order id/whose row` */
  orders: string[];
  /** what the own office released; `release id/finding id` */
  releases: string[];
  releasedFindings: string[];
  /** what was released to the own office, the tombstones among it; `release id/finding id` of what stands */
  receivedReleases: string[];
  receivedReleaseFindings: string[];
  /** those that the own office opened, and those that it was invited to */
  supervisions: string[];
  receivedSupervisions: string[];
  /** what merged figures count, whatever a recusal hides: `release id/finding id` */
  supervisionCells: string[];
  /** what the inbox of the own office made: `whose copy/id`, of a finding `whose copy/publication id/finding id` */
  receivedRounds: string[];
  receivedTargets: string[];
  receivedPublications: string[];
  receivedFindings: string[];
  /** what received figures count, whatever a recusal hides */
  receivedCells: string[];
  /** words that were sealed, for the audit role */
  sealedCopies: string[];
  clues: string[];
  /** `clue id/part` of what it says, who reported it, its chain, its alerts */
  clueParts: string[];
  clueReporters: string[];
  clueChain: string[];
  clueAlerts: string[];
  /** `clue id/holder` of each wrapped key, `clue id/receiver` of each receipt */
  clueKeys: string[];
  clueReceipts: string[];
}
/** One entry a finding, as lists show it. */
export interface Entry {
  findingId: string;
  from: "BOOK" | "PUBLISHED";
}
export interface Figures {
  total: number;
  open: number;
  rectified: number;
  longTerm: number;
  /** of the total, what stands in no publication */
  notSubmitted: number;
  /** distinct rounds and units that the total comes from */
  rounds: number;
  units: number;
}
