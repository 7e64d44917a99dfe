import type { Logger } from "pino";
import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "../../schema/contract/errorCodes";
import { isTierName } from "../../schema/contract/tier";
import { defect, type ErrorDetails, PlatformError, tierUnavailable } from "../errors";
import { faultOfVariable } from "../requestFaults";

/** An error as a subgraph writes it; nothing of it is trusted but its shape. */
export interface SubgraphError {
  message?: unknown;
  path?: unknown;
  extensions?: Record<string, unknown>;
  /** what was thrown, where the subgraph runs in this process */
  originalError?: unknown;
}

const Path = z.array(z.union([z.string(), z.number().int()]));
const Fields = z.array(z.object({ path: z.string().max(200), reason: z.string().max(500) })).max(100);
const Roles = z.array(z.string().regex(/^[A-Z_]{1,40}$/)).max(50);
const Reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

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
  const path = Path.safeParse(error.path).data;
  const code = error.extensions?.code;
  const reference = Reference.safeParse(error.extensions?.reference).data ?? requestId;
  if (code === "TIER_UNAVAILABLE" && isTierName(subgraph)) {
    log.warn({ requestId, subgraph, reference, path }, "a tier has no database");
    return tierUnavailable(subgraph, reference, path);
  }
  if (!isShown(code) || typeof error.message !== "string") {
    // Not the message: it may name people, and the subgraph logs its cause under the same reference.
    log.error({ requestId, subgraph, reference, code, path, err: error.originalError }, "a defect in a subgraph");
    return defect(reference, path);
  }
  return faultOfVariable(error.message) ?? new PlatformError(code, error.message, { ...detailsOf(error), path });
}

/** A subgraph can neither refuse a person whom the gateway has just let in, nor speak for another tier. */
function isShown(code: unknown): code is ErrorCode {
  const masked = ["INTERNAL_SERVER_ERROR", "UNAUTHENTICATED", "STANDING_UNAVAILABLE", "TIER_UNAVAILABLE"];
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code) && !masked.includes(code);
}

function detailsOf({ extensions }: SubgraphError): ErrorDetails {
  const known = {
    fields: Fields.safeParse(extensions?.fields).data,
    roles: Roles.safeParse(extensions?.roles).data,
    reference: Reference.safeParse(extensions?.reference).data,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
