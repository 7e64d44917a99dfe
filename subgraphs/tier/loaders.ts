import DataLoader from "dataloader";
import type { ObjectionPeriod } from "../domain/finding/objection";
import type { TeamRole } from "../domain/lifecycle";
import {
  findAttachmentsById,
  findAttachmentsOfFindings,
  findProofsOfRectifications,
} from "../storage/attachment/attachment.repository";
import { findDeclarationsOfRounds } from "../storage/clue/declaration.repository";
import { type AlertRow, findAlertsById, findAlertsOfTargets } from "../storage/deadline/alert.repository";
import {
  type DeadlineRow,
  findClaimReviews,
  findDeadlinesOfDisclosures,
  findDeadlinesOfTargets,
} from "../storage/deadline/deadline.repository";
import {
  type DisclosedFindingKey,
  findDisclosedBefore,
  findDisclosedFindings,
  findDisclosedFindingsByKey,
  findDisclosuresById,
  findDisclosuresOfTargets,
} from "../storage/disclosure/disclosure.repository";
import type { DisclosedFindingRow } from "../storage/disclosure/disclosure.row";
import {
  findReceivedById,
  findReceivedFindingsById,
  pageReceivedFindings,
} from "../storage/exchange/received.repository";
import {
  findOrderReceipts,
  findReceipts,
  findReleaseReceipts,
  findSealReceipts,
  findStreamsById,
} from "../storage/exchange/stream.repository";
import { findFindingsById, findFindingsOf } from "../storage/finding/finding.repository";
import { findObjectionsOf } from "../storage/finding/objection.repository";
import { findObjectionPeriods } from "../storage/finding/objectionPeriod.repository";
import { findTextsOf } from "../storage/finding/text.repository";
import { findHistoryOf, type HistoryFilter } from "../storage/history/history.repository";
import { countImmediateActions, type ImmediateActionCount } from "../storage/immediateAction/figures.repository";
import {
  findImmediateActionsById,
  findImmediateActionsOfFindings,
  findImmediateActionsOfTargets,
  type ImmediateActionFilter,
} from "../storage/immediateAction/immediateAction.repository";
import { findInspectionsOfUnits } from "../storage/inspection/inspection.repository";
import {
  findLeftBehind,
  findOfficesByCode,
  findOfficesById,
  findPredecessors,
  findTermsById,
  findTermsOfOffices,
  findUnitsById,
} from "../storage/office/office.repository";
import { findOrdersById } from "../storage/order/order.repository";
import type { ReadableOrder } from "../storage/order/order.row";
import {
  findLastStanding,
  findPublicationsById,
  findPublicationsOfTargets,
} from "../storage/publication/publication.repository";
import {
  findMeasures,
  findPartiesById,
  findRectificationsById,
  findRectificationsOfTargets,
  findRecusedPlans,
  findSignatures,
} from "../storage/rectification/rectification.repository";
import { findReceivedReleasesById } from "../storage/release/received.repository";
import {
  findGranteesOf,
  findReceivedReleaseFindings,
  findReleasedFindings,
  findReleasesById,
} from "../storage/release/release.repository";
import {
  findAuthorisationsOfRounds,
  findRoundsById,
  findRoundsOfOffices,
  type RoundFilter,
} from "../storage/round/round.repository";
import type { Session } from "../storage/session";
import { countLinked, findLinkedFindings } from "../storage/supervision/links.repository";
import {
  findMembersOf,
  findReceivedSupervisionsById,
  findSupervisionsById,
} from "../storage/supervision/supervision.repository";
import { findAppointmentsOfTargets } from "../storage/target/appointment.repository";
import { findTargetsById, findTargetsOfRounds, findTeamRoles } from "../storage/target/target.repository";
import { findFileTicketsById } from "../storage/ticket/fileTicket.repository";
import { findVerdictsById, findVerdictsOfTargets } from "../storage/verdict/verdict.repository";
import { byKey, ofParent, pages } from "./batching";
import { figureLoaders } from "./figures/figures.loaders";
import { differenceLoader } from "./received/difference";

export type Loaders = ReturnType<typeof createLoaders>;

/** One statement for all that an operation asks of a kind: by id, of a parent, the first n of each parent.
 * @param today what due dates are compared with */
export function createLoaders(session: Session, today: () => string) {
  return {
    office: byKey(session, findOfficesById, (row) => row.id),
    officeByCode: byKey(session, findOfficesByCode, (row) => row.code),
    term: byKey(session, findTermsById, (row) => row.id),
    unit: byKey(session, findUnitsById, (row) => row.id),
    round: byKey(session, findRoundsById, (row) => row.id),
    target: byKey(session, findTargetsById, (row) => row.id),
    finding: byKey(session, findFindingsById, (row) => row.id),
    alert: byKey(session, findAlertsById, (row) => row.id),
    verdict: byKey(session, findVerdictsById, (row) => row.id),
    declaredCluesOfRound: byKey(session, findDeclarationsOfRounds, (row) => row.roundId),
    authorisationOfRound: byKey(session, findAuthorisationsOfRounds, (row) => row.roundId),
    attachment: byKey(session, findAttachmentsById, (row) => row.id),
    fileTicket: byKey(session, findFileTicketsById, (row) => row.id),
    disclosure: byKey(session, findDisclosuresById, (row) => row.id),
    rectification: byKey(session, findRectificationsById, (row) => row.id),
    rectificationOfTarget: byKey(session, findRectificationsOfTargets, (row) => row.targetId),
    reviewParty: byKey(session, findPartiesById, (row) => row.id),
    publication: byKey(session, findPublicationsById, (row) => row.id),
    lastStandingOfTarget: byKey(session, findLastStanding, (row) => row.targetId),
    recusedPlan: byKey(session, findRecusedPlans, (row) => row.id),
    measuresOfRectification: ofParent(session, findMeasures, (row) => row.rectificationId),
    signaturesOfRectification: ofParent(session, findSignatures, (row) => row.rectificationId),
    termsOfOffice: ofParent(session, findTermsOfOffices, (row) => row.office),
    attachmentsOfFinding: ofParent(session, findAttachmentsOfFindings, (row) => row.findingId as string),
    proofsOfRectification: ofParent(session, findProofsOfRectifications, (row) => row.rectificationId as string),
    disclosedBefore: ofParent(session, findDisclosedBefore, (row) => row.findingId),
    deadlinesOfDisclosure: ofParent<DeadlineRow>(
      session,
      (db, ids) => findDeadlinesOfDisclosures(db, ids, today()),
      (row) => row.disclosureId as string,
    ),
    appointmentsOfTarget: ofParent(session, findAppointmentsOfTargets, (row) => row.targetId),
    verdictsOfTarget: ofParent(session, findVerdictsOfTargets, (row) => row.targetId),
    leftBehindOfUnit: byKey(session, findLeftBehind, (row) => row.id),
    predecessorsOfUnit: ofParent(session, findPredecessors, (row) => row.successorId as string),
    inspectionsOfUnit: ofParent(session, findInspectionsOfUnits, (row) => row.unitId),
    disclosuresOfTarget: ofParent(session, findDisclosuresOfTargets, (row) => row.targetId),
    publicationsOfTarget: ofParent(session, findPublicationsOfTargets, (row) => row.targetId),
    deadlinesOfTarget: ofParent<DeadlineRow>(
      session,
      (db, ids) => findDeadlinesOfTargets(db, ids, today()),
      (row) => row.targetId,
    ),
    alertsOfTarget: ofParent<AlertRow>(session, findAlertsOfTargets, (row) => row.targetId),
    claimReview: byKey<DeadlineRow>(
      session,
      (db, ids) => findClaimReviews(db, ids, today()),
      (row) => row.findingId as string,
    ),
    textsOfFinding: ofParent(session, findTextsOf, (row) => row.findingId),
    objectionPeriod: new DataLoader<DisclosedFindingRow, ObjectionPeriod | undefined, string>(
      async (findings) => {
        const named = findings.map(({ findingId: id, targetId, office }) => ({ id, targetId, office }));
        const periods = await session.read((db) => findObjectionPeriods(db, named));
        return named.map(({ id }) => periods.get(id));
      },
      { cacheKeyFn: ({ findingId }) => findingId },
    ),
    objectionsOfFinding: ofParent(session, findObjectionsOf, (row) => row.findingId),
    historyOfFinding: pages(session, (db, ids, page, filter: HistoryFilter) =>
      findHistoryOf(db, ["Finding"], ids, page, filter),
    ),
    historyOfRectification: pages(session, (db, ids, page, filter: HistoryFilter) =>
      findHistoryOf(db, ["Rectification"], ids, page, filter),
    ),
    historyOfImmediateAction: pages(session, (db, ids, page, filter: HistoryFilter) =>
      findHistoryOf(db, ["ImmediateAction"], ids, page, filter),
    ),
    historyOfOrder: pages(session, (db, ids, page, filter: HistoryFilter) =>
      findHistoryOf(db, ["Order", "ReceivedOrder"], ids, page, filter),
    ),
    order: byKey<ReadableOrder>(
      session,
      (db, ids) => findOrdersById(db, ids, today()),
      (row) => row.id,
    ),
    receiptsOfOrder: ofParent(session, findOrderReceipts, (row) => row.subject),
    receivedFinding: byKey(session, findReceivedFindingsById, (row) => row.findingId),
    immediateAction: byKey(session, findImmediateActionsById, (row) => row.id),
    immediateActionsOfFinding: ofParent(session, findImmediateActionsOfFindings, (row) => row.findingId),
    immediateActionsOfTarget: pages(session, (db, ids, page, filter: ImmediateActionFilter) =>
      findImmediateActionsOfTargets(db, ids, page, filter),
    ),
    immediateActionsCountedInOffice: ofParent<ImmediateActionCount>(
      session,
      (db, codes) => countImmediateActions(db, "office", codes),
      (row) => row.parent,
    ),
    immediateActionsCountedInRound: ofParent<ImmediateActionCount>(
      session,
      (db, ids) => countImmediateActions(db, "round_id", ids),
      (row) => row.parent,
    ),
    received: byKey(session, findReceivedById, (row) => row.id),
    findingsOfReceived: pages(session, pageReceivedFindings),
    receivedDifference: differenceLoader(session),
    release: byKey(session, findReleasesById, (row) => row.id),
    granteesOfRelease: ofParent(session, findGranteesOf, (row) => row.releaseId),
    findingsOfRelease: pages(session, findReleasedFindings),
    receiptsOfRelease: ofParent(session, findReleaseReceipts, (row) => row.subject),
    receivedRelease: byKey(session, findReceivedReleasesById, (row) => row.id),
    findingsOfReceivedRelease: pages(session, findReceivedReleaseFindings),
    supervision: byKey(session, findSupervisionsById, (row) => row.id),
    receivedSupervision: byKey(session, findReceivedSupervisionsById, (row) => row.id),
    membersOfSupervision: ofParent(session, findMembersOf, (row) => row.supervisionId),
    linksOfSupervision: pages(session, findLinkedFindings),
    linkedCounts: ofParent(session, countLinked, (row) => row.supervisionId),
    exchangeStream: byKey(session, findStreamsById, (row) => row.id),
    receiptsOfPublication: ofParent(session, findReceipts, (row) => row.subject),
    receiptsOfSeal: ofParent(session, findSealReceipts, (row) => row.subject),
    ...figureLoaders(session, today),
    teamRoles: new DataLoader<string, TeamRole[]>(async (targetIds) => {
      const roles = await session.read((db) => findTeamRoles(db, targetIds));
      return targetIds.map((id) => roles.get(id) ?? []);
    }),
    roundsOfOffice: pages(session, (db, offices, page, filter: RoundFilter) =>
      findRoundsOfOffices(db, offices, filter, page),
    ),
    targetsOfRound: pages(session, findTargetsOfRounds),
    disclosedFinding: new DataLoader<DisclosedFindingKey, DisclosedFindingRow | undefined, string>(
      async (keys) => {
        const rows = await session.read((db) => findDisclosedFindingsByKey(db, keys));
        const found = new Map(rows.map((row) => [disclosedKey(row), row]));
        return keys.map((key) => found.get(disclosedKey(key)));
      },
      { cacheKeyFn: disclosedKey },
    ),
    findingsOfDisclosure: pages(session, findDisclosedFindings),
    findingsOfTarget: pages(session, (db, ids, page) => findFindingsOf(db, "target_id", ids, page)),
    findingsOfRound: pages(session, (db, ids, page) => findFindingsOf(db, "round_id", ids, page)),
  };
}

function disclosedKey({ disclosureId, findingId }: DisclosedFindingKey): string {
  return `${disclosureId} ${findingId}`;
}
