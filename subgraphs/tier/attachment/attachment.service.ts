import { ATTACHMENT_REMOVERS, MAX_ATTACHMENTS } from "../../domain/attachment/attachment";
import { ANSWERERS } from "../../domain/disclosure/disclosure";
import { FINDING_RECORDERS } from "../../domain/finding/finding";
import { holdsOneOf, type Party } from "../../domain/lifecycle";
import { isRefused, type Refused, refuse } from "../../domain/refusals";
import type { JournalEntry } from "../../journal/append";
import {
  buryAttachment,
  findAttachmentsById,
  findAttachmentsOfFindings,
  findAttachmentToMove,
} from "../../storage/attachment/attachment.repository";
import type { AttachmentRow } from "../../storage/attachment/attachment.row";
import type { Db } from "../../storage/db";
import { findFindingsById, type ReadableFinding } from "../../storage/finding/finding.repository";
import { findTeamRoles } from "../../storage/target/target.repository";
import { bookWith, changeBook, requireOwnId } from "../change";
import type { TierContext } from "../context";
import { issueFileTicket } from "../files/fileTicket.service";
import { notFound } from "../graph/errors";
import type { DownloadAttachmentInput, RemoveAttachmentInput, UploadAttachmentInput } from "./attachment.type";
import { isProofTaken } from "./proof.service";

/** The finding of the book to which the caller may attach something now.
 * @throws NOT_FOUND where it may not be seen */
export async function findingToAttachTo(
  context: TierContext,
  db: Db,
  id: string,
  path: string,
): Promise<ReadableFinding | Refused> {
  const [finding] = await findFindingsById(db, [id]);
  if (!finding) throw notFound(path);
  if (finding.basis !== "BOOK" || !(await holds(context, db, finding, FINDING_RECORDERS))) {
    return refuse("ROLE_REQUIRED", id, FINDING_RECORDERS);
  }
  const there = (await findAttachmentsOfFindings(db, [id])).filter(({ ofUnit }) => ofUnit === null);
  return there.length >= MAX_ATTACHMENTS ? refuse("TOO_MANY_ATTACHMENTS", id) : finding;
}

async function holds(
  context: TierContext,
  db: Db,
  { office, unitId, targetId }: Pick<AttachmentRow, "office" | "unitId" | "targetId">,
  parties: readonly Party[],
): Promise<boolean> {
  const roles = await findTeamRoles(db, [targetId]);
  return holdsOneOf(context.actor(roles.get(targetId)), { office, unitId }, parties);
}

export async function uploadAttachment(context: TierContext, input: UploadAttachmentInput, key: string) {
  const id = requireOwnId(context, input.findingId, "input.findingId");
  return issueFileTicket(context, bookWith("finding", [id]), "uploadAttachment", key, input, async (db, context) => {
    const finding = await findingToAttachTo(context, db, id, "input.findingId");
    if (isRefused(finding)) return finding;
    const maxBytes = context.services.files.maxAttachmentBytes;
    const details = { name: input.name };
    return { office: finding.office, purpose: "ATTACHMENT_UPLOAD", subject: id, details, maxBytes };
  });
}

export async function downloadAttachment(context: TierContext, input: DownloadAttachmentInput, key: string) {
  const id = requireOwnId(context, input.id, "input.id");
  return issueFileTicket(context, bookWith("attachment", [id]), "downloadAttachment", key, input, async (db) => {
    const [attachment] = await findAttachmentsById(db, [id]);
    if (!attachment) throw notFound("input.id");
    if (attachment.removedAt) return refuse("ATTACHMENT_REMOVED", id);
    return { office: attachment.office, purpose: "ATTACHMENT_DOWNLOAD", subject: id };
  });
}

/** Takes an attachment off what it proves, with a reason that stays: each its own, the office no proof of the unit. */
export async function removeAttachment(
  context: TierContext,
  input: RemoveAttachmentInput,
  key: string,
): Promise<string[] | Refused> {
  const id = requireOwnId(context, input.id, "input.id");
  return changeBook(context, bookWith("attachment", [id]), "removeAttachment", key, input, async (db, context) => {
    const [known] = await findAttachmentsById(db, [id]);
    if (!known) throw notFound("input.id");
    const parties = known.ofUnit ? ANSWERERS : ATTACHMENT_REMOVERS;
    const attachment = await findAttachmentToMove(db, id);
    if (!attachment || !(await holds(context, db, attachment, parties))) return refuse("ROLE_REQUIRED", id, parties);
    if (attachment.removedAt) return refuse("ATTACHMENT_REMOVED", id);
    if (attachment.version !== input.version) return refuse("STALE_VERSION", id);
    if (attachment.ofUnit && !(await isProofTaken(db, attachment))) return refuse("ILLEGAL_TRANSITION", id);
    const removal = { removedAt: context.now(), removedBy: context.standing.person, removalReason: input.reason };
    const buried = { ...attachment, ...removal, version: attachment.version + 1 };
    await buryAttachment(db, buried);
    return { ids: [id], entries: [attachmentEntry(buried, "AttachmentRemoved", { reason: input.reason })] };
  });
}

export function attachmentEntry(attachment: AttachmentRow, event: string, details: object): JournalEntry {
  const { office, id, version, findingId, rectificationId, sha256 } = attachment;
  const objectKind = "Attachment" as const;
  return {
    office,
    event,
    objectKind,
    objectId: id,
    objectVersion: version,
    details: { findingId, rectificationId, sha256, ...details },
  };
}
