import type { Party } from "../lifecycle";

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
export const MAX_ATTACHMENTS = 100;
