import type { Logger } from "pino";
import * as v from "valibot";
import { ERROR_CODES, type ErrorCode } from "../../schema/contract/errorCodes";
import { isTierName } from "../../schema/contract/tier";
import { defect, type ErrorDetails, PlatformError, tierUnavailable } from "../errors";
import { faultOfLiteral, faultOfVariable } from "../requestFaults";

/** An error as a subgraph writes it; nothing of it is trusted but its shape. */
export interface SubgraphError {
  message?: unknown;
  path?: unknown;
  extensions?: Record<string, unknown>;
  /** what was thrown, where the subgraph runs in this process */
  originalError?: unknown;
}

const shortText = (most: number) => v.pipe(v.string(), v.maxLength(most));

const Path = v.array(v.union([v.string(), v.pipe(v.number(), v.safeInteger())]));
const Fields = v.pipe(v.array(v.object({ path: shortText(200), reason: shortText(1_000) })), v.maxLength(1_000));
const Roles = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Z_]{1,40}$/))), v.maxLength(50));
const Reference = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** Keeps of a subgraph's errors the code, the sentence, the path and the known details; a code that the contract does
 * not know is a defect of the subgraph. A tier that lives without its database is as unavailable as a dead one. */
export function translateSubgraphErrors(
  errors: readonly SubgraphError[],
  subgraph: string,
  requestId: string,
  log: Logger,
): PlatformError[] {
  return errors.map((error) => translate(error ?? {}, subgraph, requestId, log));
}

function translate(error: SubgraphError, subgraph: string, requestId: string, log: Logger): PlatformError {
  const path = wellFormed(Path, error.path);
  const code = error.extensions?.code;
  const reference = wellFormed(Reference, error.extensions?.reference) ?? requestId;
  if (code === "TIER_UNAVAILABLE" && isTierName(subgraph)) {
    log.warn({ requestId, subgraph, reference, path }, "a tier has no database");
    return tierUnavailable(subgraph, reference, path);
  }
  if (!isShown(code) || typeof error.message !== "string") {
    // Not the message: it may name people, and the subgraph logs its cause under the same reference.
    log.error({ requestId, subgraph, reference, code, path, err: error.originalError }, "a defect in a subgraph");
    return defect(reference, path);
  }
  const fault = faultOfVariable(error.message) ?? faultOfLiteral(error.message);
  return fault ?? new PlatformError(code, error.message, { ...detailsOf(error), path });
}

/** A subgraph can neither refuse a person whom the gateway has just let in, nor speak for another tier. */
function isShown(code: unknown): code is ErrorCode {
  const masked = ["INTERNAL_SERVER_ERROR", "UNAUTHENTICATED", "STANDING_UNAVAILABLE", "TIER_UNAVAILABLE"];
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code) && !masked.includes(code);
}

function detailsOf({ extensions }: SubgraphError): ErrorDetails {
  const known = {
    fields: wellFormed(Fields, extensions?.fields),
    roles: wellFormed(Roles, extensions?.roles),
    reference: wellFormed(Reference, extensions?.reference),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** @returns undefined for anything else than the schema's shape */
function wellFormed<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | undefined {
  const read = v.safeParse(schema, value);
  return read.success ? read.output : undefined;
}
