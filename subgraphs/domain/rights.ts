import { ROLES, type Role } from "../../schema/contract/standing";
import { appointmentTransitions } from "./appointment/transitions";
import { ATTACHMENT_REMOVERS } from "./attachment/attachment";
import { CLUE_REGISTRARS } from "./clue/clue";
import { clueReceiptTransitions, clueTransitions } from "./clue/transitions";
import { POLICY_SETTERS } from "./deadline/deadline";
import { ANSWERERS } from "./disclosure/disclosure";
import { disclosureTransitions } from "./disclosure/transitions";
import { FINDING_RECORDERS } from "./finding/finding";
import { findingTransitions } from "./finding/transitions";
import { PROPOSERS } from "./immediateAction/immediateAction";
import { immediateActionTransitions } from "./immediateAction/transitions";
import { type Party, partiesOf, type Transition, UNIT_ROLES } from "./lifecycle";
import type { ObligationCommand, ObligationStatus } from "./obligation/obligation";
import { obligationTransitions } from "./obligation/transitions";
import { APPOINTERS, BOOK_READERS, RECUSAL_DECLARERS, REGISTRARS, STREAM_RELEASERS } from "./office/office";
import { ORDER_ISSUERS } from "./order/order";
import { orderTransitions, receivedOrderTransitions } from "./order/transitions";
import { type PublicationStatus, type ReceivedCommand, SUBMITTERS } from "./publication/publication";
import { publicationTransitions, receivedPublicationTransitions } from "./publication/transitions";
import { PARTY_KEEPERS, REVIEW_ROLES } from "./rectification/rectification";
import { rectificationTransitions } from "./rectification/transitions";
import { recusalTransitions } from "./recusal/transitions";
import { RELEASERS, type ReceivedReleaseCommand, type ReceivedReleaseStatus } from "./release/release";
import { receivedReleaseTransitions, releaseTransitions } from "./release/transitions";
import { ROUND_PREPARERS } from "./round/round";
import { roundTransitions } from "./round/transitions";
import { SUPERVISION_PROPOSERS } from "./supervision/supervision";
import { memberTransitions, supervisionTransitions } from "./supervision/transitions";
import { targetTransitions } from "./target/transitions";
import { unitTransitions } from "./unit/transitions";
import type { UnitCommand, UnitStatus } from "./unit/unit";
import { verdictTransitions } from "./verdict/transitions";
import { JUDGES } from "./verdict/verdict";

/** By whom each mutation of a tier can be carried out at all, in some state of some object. */
const PARTIES: Record<string, readonly Party[]> = {
  acknowledgeTierReleases: partiesOf<ReceivedReleaseStatus, ReceivedReleaseCommand>(
    receivedReleaseTransitions,
    "ACKNOWLEDGE",
  ),
  addTierRoundTargets: ROUND_PREPARERS,
  answerTierFeedback: ANSWERERS,
  answerTierSupervision: everybodyIn(memberTransitions),
  appointTierTeam: APPOINTERS,
  clearTierFindingText: FINDING_RECORDERS,
  decideTierPublications: partiesOf<PublicationStatus, ReceivedCommand>(receivedPublicationTransitions, "ACCEPT"),
  decideTierVerdicts: partiesOf(verdictTransitions, "DECIDE"),
  declareTierClues: CLUE_REGISTRARS,
  declareTierRecusal: [...RECUSAL_DECLARERS, ...ROLES],
  downloadTierAttachment: [...BOOK_READERS, ...ANSWERERS],
  downloadTierLedgerTemplate: FINDING_RECORDERS,
  endTierAppointment: everybodyIn(appointmentTransitions),
  endTierRecusal: everybodyIn(recusalTransitions),
  exportTierLedger: BOOK_READERS,
  fulfilTierObligations: partiesOf<ObligationStatus, ObligationCommand>(obligationTransitions, "FULFIL"),
  issueTierOrders: ORDER_ISSUERS,
  inviteTierMembers: SUPERVISION_PROPOSERS,
  linkTierFindings: RELEASERS,
  moveTierClue: everybodyIn(clueTransitions),
  moveTierClueReceipt: everybodyIn(clueReceiptTransitions),
  moveTierDisclosure: everybodyIn(disclosureTransitions),
  // a unit takes its steps by its feedback
  moveTierFindings: withoutUnits(everybodyIn(findingTransitions)),
  moveTierFindingsOfTarget: withoutUnits(everybodyIn(findingTransitions)),
  moveTierImmediateActions: everybodyIn(immediateActionTransitions),
  moveTierOrders: [...everybodyIn(orderTransitions), ...everybodyIn(receivedOrderTransitions)],
  moveTierRectification: everybodyIn(rectificationTransitions),
  moveTierRelease: everybodyIn(releaseTransitions),
  moveTierRound: everybodyIn(roundTransitions),
  moveTierRoundTargets: everybodyIn(targetTransitions),
  moveTierSupervision: everybodyIn(supervisionTransitions),
  moveTierUnit: everybodyIn(unitTransitions),
  openTierRound: ROUND_PREPARERS,
  openTierTerm: APPOINTERS,
  proposeTierImmediateActions: PROPOSERS,
  proposeTierSupervision: SUPERVISION_PROPOSERS,
  proposeTierVerdicts: JUDGES,
  recallTierPublication: partiesOf(publicationTransitions, "RECALL"),
  recordTierFindings: FINDING_RECORDERS,
  recordTierLedger: FINDING_RECORDERS,
  registerTierClue: CLUE_REGISTRARS,
  registerTierUnits: REGISTRARS,
  releaseTierResults: RELEASERS,
  releaseTierStream: STREAM_RELEASERS,
  removeTierAttachment: [...ATTACHMENT_REMOVERS, ...ANSWERERS],
  reviseTierFinding: FINDING_RECORDERS,
  setTierDeadlinePolicy: POLICY_SETTERS,
  setTierReviewParties: PARTY_KEEPERS,
  signTierReview: REVIEW_ROLES,
  succeedTierUnits: partiesOf<UnitStatus, UnitCommand>(unitTransitions, "END"),
  submitTierPublications: SUBMITTERS,
  undoTierObligations: partiesOf<ObligationStatus, ObligationCommand>(obligationTransitions, "TAKE_BACK"),
  uploadTierAttachment: FINDING_RECORDERS,
  uploadTierLedger: FINDING_RECORDERS,
  uploadTierProof: ANSWERERS,
};

/** What everybody does for the own account, in its own tier: a unit's people too. */
const OF_OWN_ACCOUNT: ReadonlySet<string> = new Set(["declareTierRecusal"]);

/** The roles of an account that can have a mutation: those of an office in its own tier, those of a unit in every tier, since
 * each may inspect it. */
interface OperationRoles {
  ownTier: Role[];
  everyTier: Role[];
}

/** Of every mutation in the kit's name: `openTierRound`. What an appointment to a team or an office on paper adds depends on
 * the object, whose `commands` say it. */
export function operationRoles(): Record<string, OperationRoles> {
  const rolesOf = (name: string, parties: readonly Party[]): OperationRoles => {
    const held = ROLES.filter((role) => parties.includes(role));
    const ofUnit = (role: Role) => UNIT_ROLES.includes(role) && !OF_OWN_ACCOUNT.has(name);
    return { ownTier: held.filter((role) => !ofUnit(role)), everyTier: held.filter(ofUnit) };
  };
  return Object.fromEntries(Object.entries(PARTIES).map(([name, parties]) => [name, rolesOf(name, parties)]));
}

function everybodyIn(table: Record<string, Partial<Record<string, Transition>>>): Party[] {
  return [...new Set(Object.values(table).flatMap((edges) => Object.values(edges).flatMap((edge) => edge?.by ?? [])))];
}

function withoutUnits(parties: readonly Party[]): Party[] {
  return parties.filter((party) => !(UNIT_ROLES as readonly Party[]).includes(party));
}
