import type { FindingStatus } from "../finding/finding";
import type { Party } from "../lifecycle";
import type { RectificationStatus } from "../rectification/rectification";

/** 附件 (佐证材料) Attachment: a file that proves a finding. Its content is never changed, and never leaves the book. */
export const FILE_TYPES = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  mp4: "video/mp4",
} as const;
export type FileType = keyof typeof FILE_TYPES;
export const FILE_TYPE_NAMES = Object.keys(FILE_TYPES) as FileType[];

/** Who takes an attachment off a finding; its row stays, with the reason. */
export const ATTACHMENT_REMOVERS = ["CLERK", "DIRECTOR", "LEADER", "DEPUTY"] as const satisfies readonly Party[];
/** Of a finding; the unit's proofs of it, or of its plan and report, are counted apart. */
export const MAX_ATTACHMENTS = 100;

/** 佐证: the unit brings proofs of a finding, and takes them back, until the finding is verified or ends otherwise. */
export function takesProofs(status: FindingStatus): boolean {
  return PROVABLE.includes(status);
}
const PROVABLE: readonly FindingStatus[] = ["FED_BACK", "RECTIFYING", "REOPENED", "CLAIMED_DONE", "OBJECTED"];

/** The same of its plan and its report, until the rectification is completed. */
export function takesProofsOfPlan(status: RectificationStatus): boolean {
  return status !== "COMPLETED";
}
