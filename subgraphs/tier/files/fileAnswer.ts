import type { Readable } from "node:stream";
import { GraphQLError } from "graphql";
import { NO_DATABASE } from "../../../schema/contract/noDatabase";
import type { Refused } from "../../domain/refusals";
import { BadFile, FILE_FAULTS } from "../../files/badFile";
import { TooLarge } from "../../files/content/contentStore";
import type { Session } from "../../storage/session";
import { type Refusal, toRefusal } from "../graph/refusal.type";

/** What a person gets for a ticket: a file, or words. */
export type FileAnswer = SentFile | { status: number; words: object };

interface SentFile {
  name: string;
  mime: string;
  /** bytes, where they are known before */
  size?: number;
  body: Readable;
}

/** The ticket was used by somebody else meanwhile, or what it is about is not the person's any more. */
export class TicketIsOver extends Error {}

/** The key of what a ticket does is its id: another file under it comes too late. */
const LIKE_OVER: readonly string[] = ["ROLE_REQUIRED", "IDEMPOTENCY_KEY_REUSED"];

/** Lost rights look like a ticket that is over; other rules are told with what would help. */
export function refusedAnswer(refused: Refused): FileAnswer {
  if (LIKE_OVER.includes(refused.refused)) throw new TicketIsOver();
  return { status: 422, words: { refusal: plain(toRefusal(refused)) } };
}

function plain(refusal: Refusal): object {
  return { ...refusal };
}

/** What was wrong with the file, or with the request; undefined for a defect.
 * @throws TicketIsOver */
export function faultAnswer(cause: unknown): FileAnswer | undefined {
  if (cause instanceof TooLarge) return badFile("TOO_LARGE", 413);
  if (cause instanceof BadFile) return badFile(cause.fault, cause.fault === "TYPE_NOT_ALLOWED" ? 415 : 422);
  const code = cause instanceof GraphQLError ? cause.extensions.code : undefined;
  if (code === "NOT_FOUND" || code === "FORBIDDEN") throw new TicketIsOver();
  if (code !== "BAD_USER_INPUT") return undefined;
  const { message, extensions } = cause as GraphQLError;
  return { status: 422, words: { errors: [{ message, extensions }] } };
}

/** Where a change may be carried out, nobody is told that nothing is done: it is an answer that did not come. */
const NO_ANSWER = 504;

/** The process has lost its database. */
export function noDatabaseAnswer({
  mayHaveChanged,
}: Pick<Session, "mayHaveChanged">): Extract<FileAnswer, { words: object }> {
  const status = mayHaveChanged ? NO_ANSWER : NO_DATABASE;
  return { status, words: { status } };
}

function badFile(fault: BadFile["fault"], status: number): FileAnswer {
  const { zh, en } = FILE_FAULTS[fault];
  const extensions = { code: fault === "TOO_LARGE" ? "LIMIT_EXCEEDED" : "BAD_USER_INPUT", file: fault };
  return { status, words: { errors: [{ message: `${zh} / ${en}`, extensions }] } };
}

/** The name of a file for whoever saves it (RFC 6266, RFC 5987): never shown inline. */
export function dispositionOf(name: string): string {
  const plainName = name.replace(/[^\x20-\x7e]|["\\%/]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`;
}
