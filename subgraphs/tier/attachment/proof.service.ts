import { MAX_ATTACHMENTS, takesProofs, takesProofsOfPlan } from "../../domain/attachment/attachment";
import { ANSWERERS } from "../../domain/disclosure/disclosure";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import { findAttachmentsOfFindings, findProofsOfRectifications } from "../../storage/attachment/attachment.repository";
import type { AttachmentPlace, AttachmentRow } from "../../storage/attachment/attachment.row";
import type { Db } from "../../storage/db";
import {
  findDisclosedFindingsByKey,
  findDisclosuresById,
  findFedBackStatuses,
} from "../../storage/disclosure/disclosure.repository";
import { findRectificationsOfTargets } from "../../storage/rectification/rectification.repository";
import { requireOwnId } from "../change";
import type { TierContext } from "../context";
import { answersFor } from "../disclosure/disclosure.service";
import { issueFileTicket, NO_BOOK } from "../files/fileTicket.service";
import { notFound } from "../graph/errors";
import type { UploadProofInput } from "./attachment.type";

/** What a ticket for a proof remembers beside the feedback. */
export interface ProofDetails {
  name: string;
  /** null for a proof of the plan or the report */
  findingId: string | null;
}

/** A unit asks to bring a proof: of a finding that was fed back to it, or of its plan and report. */
export async function uploadProof(
  context: TierContext,
  input: UploadProofInput,
  key: string,
): Promise<string[] | Refused> {
  const disclosureId = requireOwnId(context, input.disclosureId, "input.disclosureId");
  const findingId = input.findingId ? requireOwnId(context, input.findingId, "input.findingId") : null;
  return issueFileTicket(context, NO_BOOK, "uploadProof", key, input, async (db) => {
    const place = await placeForProof(context, db, { disclosureId, findingId });
    if (isRefused(place)) return place;
    const details: ProofDetails = { name: input.name, findingId };
    const maxBytes = context.services.files.maxAttachmentBytes;
    return { office: place.office, purpose: "PROOF_UPLOAD", subject: disclosureId, details, maxBytes };
  });
}

/** Where a proof of the caller's unit belongs, if it may be brought now.
 * @throws NOT_FOUND where the feedback may not be read, or does not name the finding */
export async function placeForProof(
  context: TierContext,
  db: Db,
  wish: { disclosureId: string; findingId: string | null },
): Promise<AttachmentPlace | Refused> {
  const [disclosure] = await findDisclosuresById(db, [wish.disclosureId]);
  if (!disclosure) throw notFound("input.disclosureId");
  if (!answersFor(context, disclosure)) return refuse("ROLE_REQUIRED", disclosure.id, ANSWERERS);
  const { office, roundId, targetId, unitId, region } = disclosure;
  const about = { office, roundId, targetId, unitId, region, ofUnit: unitId };
  if (wish.findingId) {
    const key = { disclosureId: disclosure.id, findingId: wish.findingId };
    const [finding] = await findDisclosedFindingsByKey(db, [key]);
    if (!finding) throw notFound("input.findingId");
    const place = { ...about, findingId: wish.findingId, rectificationId: null };
    const there = await findAttachmentsOfFindings(db, [wish.findingId]);
    return takesProofs(finding.status) ? unlessFull(place, there) : refuse("ILLEGAL_TRANSITION", wish.findingId);
  }
  const [rectification] = await findRectificationsOfTargets(db, [targetId]);
  if (!rectification) throw notFound("input.disclosureId");
  const place = { ...about, findingId: null, rectificationId: rectification.id };
  const there = await findProofsOfRectifications(db, [rectification.id]);
  const taken = takesProofsOfPlan(rectification.status);
  return taken ? unlessFull(place, there) : refuse("ILLEGAL_TRANSITION", rectification.id);
}

function unlessFull(place: AttachmentPlace, there: readonly AttachmentRow[]): AttachmentPlace | Refused {
  const full = there.length >= MAX_ATTACHMENTS;
  return full ? refuse("TOO_MANY_ATTACHMENTS", place.findingId ?? place.rectificationId ?? undefined) : place;
}

/** Whether the unit may still bring and take back proofs of what this one proves. */
export async function isProofTaken(
  db: Db,
  { targetId, findingId }: Pick<AttachmentRow, "targetId" | "findingId">,
): Promise<boolean> {
  if (findingId) return (await findFedBackStatuses(db, findingId)).every(takesProofs);
  return (await findRectificationsOfTargets(db, [targetId])).every(({ status }) => takesProofsOfPlan(status));
}
