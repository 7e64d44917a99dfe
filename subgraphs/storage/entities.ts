import { AttachmentRow } from "./attachment/attachment.row";
import { DeadlinePolicyRow } from "./deadline/policy.row";
import { DisclosedFindingRow, DisclosureRow, SealedTextRow } from "./disclosure/disclosure.row";
import { FindingRow } from "./finding/finding.row";
import { ImmediateActionRow } from "./immediateAction/immediateAction.row";
import { ObligationRow } from "./obligation/obligation.row";
import { AccountRoleRow, AccountRow, RecusalRow } from "./office/account.row";
import { OfficeRow, TermRow } from "./office/office.row";
import { UnitRow } from "./office/unit.row";
import { PublicationRow } from "./publication/publication.row";
import { MeasureRow, RectificationRow, ReviewPartyRow, ReviewSignatureRow } from "./rectification/rectification.row";
import { AuthorisationRow } from "./round/authorisation.row";
import { RoundRow } from "./round/round.row";
import { AppointmentRow } from "./target/appointment.row";
import { TargetRow } from "./target/target.row";
import { FileTicketRow } from "./ticket/fileTicket.row";
import { VerdictRow } from "./verdict/verdict.row";

/** Every table that code writes by entity; the drift test compares them with the migrations. */
export const ENTITIES = [
  AccountRoleRow,
  AccountRow,
  AppointmentRow,
  DeadlinePolicyRow,
  AuthorisationRow,
  AttachmentRow,
  DisclosedFindingRow,
  DisclosureRow,
  SealedTextRow,
  FileTicketRow,
  FindingRow,
  ImmediateActionRow,
  MeasureRow,
  ObligationRow,
  OfficeRow,
  PublicationRow,
  RectificationRow,
  RecusalRow,
  ReviewPartyRow,
  ReviewSignatureRow,
  RoundRow,
  TargetRow,
  TermRow,
  UnitRow,
  VerdictRow,
];
