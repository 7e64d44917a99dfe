import { isUnder, parentOf, type RegionCode, tierOfOffice } from "../../../schema/contract/regionCode";
import { type ExchangeException, type FindingStatus, goesUpward, NO_MORE } from "../finding/finding";
import type { RefusalCode } from "../refusals";

/** 成果通报 Release: a disclosure to offices of any tier, downward or sideways. It holds copies of findings with exactly the fields
 * that it names, for a purpose and until a day, and nobody releases on what was released to him. RESULTS 成果通报 is of an office's
 * own accord, FEEDBACK_COPY 反馈抄送 of what was fed back with one target, SUPERVISION 联动监督 among the members of a joint
 * supervision. */
export const RELEASE_PURPOSES = ["RESULTS", "FEEDBACK_COPY", "SUPERVISION"] as const;
export type ReleasePurpose = (typeof RELEASE_PURPOSES)[number];
/** Those that an office chooses; a link to a joint supervision has a way of its own. */
export const CHOSEN_PURPOSES = ["RESULTS", "FEEDBACK_COPY"] as const satisfies readonly ReleasePurpose[];

/** What of a finding can be shown. Its number in the release, and that it is no more, always are. */
export const RELEASED_FIELDS = ["TITLE", "DESCRIPTION", "FOCUS", "CATEGORY", "UNIT", "STATUS"] as const;
export type ReleasedField = (typeof RELEASED_FIELDS)[number];

export const RELEASE_STATUSES = ["ISSUED", "WITHDRAWN"] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];
/** TAKE_BACK follows: of a copy of feedback that is withdrawn as a whole, of a link whose office leaves. */
export const RELEASE_COMMANDS = ["WITHDRAW", "TAKE_BACK"] as const;
export type ReleaseCommand = (typeof RELEASE_COMMANDS)[number];

/** 收到的通报: a release in the office that it was made to. */
export const RECEIVED_RELEASE_STATUSES = ["ISSUED", "ACKNOWLEDGED", "WITHDRAWN"] as const;
export type ReceivedReleaseStatus = (typeof RECEIVED_RELEASE_STATUSES)[number];
/** WITHDRAW is the source's, by its message. */
export const RECEIVED_RELEASE_COMMANDS = ["ACKNOWLEDGE", "WITHDRAW"] as const;
export type ReceivedReleaseCommand = (typeof RECEIVED_RELEASE_COMMANDS)[number];

/** Of what the words are kept that a seal took: of a submission, or of a release. */
export const SEALED_COPY_KINDS = ["SUBMISSION", "RELEASE"] as const;
export type SealedCopyKind = (typeof SEALED_COPY_KINDS)[number];

/** How a release stands today: that it has expired is derived, so nothing has to fire at midnight. */
export const RELEASE_STATES = ["ISSUED", "ACKNOWLEDGED", "EXPIRED", "WITHDRAWN"] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];
export function stateOf(
  { status, expiresOn }: { status: ReceivedReleaseStatus; expiresOn: string },
  today: string,
): ReleaseState {
  return status !== "WITHDRAWN" && expiresOn < today ? "EXPIRED" : status;
}

/** Who releases for an office. */
export const RELEASERS = ["DIRECTOR"] as const;

/** Whether an office may release its results to another one: to any below it, and sideways to those under the same superior.
 * Upward results are submitted, and another province or another city's county is told by the office above both.
 * @returns why not, undefined where it may */
export function refusedGrantee(office: RegionCode, grantee: RegionCode): RefusalCode | undefined {
  if (office === grantee) return "RELEASE_TO_ONESELF";
  if (isUnder(office, grantee)) return "RELEASE_UPWARD";
  if (isUnder(grantee, office)) return undefined;
  const beside = tierOfOffice(office) === tierOfOffice(grantee) && parentOf(office) === parentOf(grantee);
  return beside && parentOf(office) !== undefined ? undefined : "RELEASE_OUT_OF_REACH";
}

/** Whether a finding may be released. What the unit was not heard about never is: an office below or beside may work under whoever
 * is concerned. A copy of feedback holds what was fed back. */
export function isReleasable(
  finding: { status: FindingStatus; exchangeException: ExchangeException | null },
  purpose: ReleasePurpose,
): boolean {
  if (!goesUpward(finding) || finding.exchangeException !== null) return false;
  return purpose !== "FEEDBACK_COPY" || finding.status !== "REPORTED";
}

/** Between which offices a release may travel at all; members of a joint supervision may stand in any relation. */
export function inOneProvince(source: RegionCode, destination: RegionCode): boolean {
  return source !== destination && source.slice(0, 2) === destination.slice(0, 2);
}

/** Whether a finding is nothing any more for whoever it was released to. */
export function isNoMore(status: FindingStatus): boolean {
  return NO_MORE.includes(status);
}
