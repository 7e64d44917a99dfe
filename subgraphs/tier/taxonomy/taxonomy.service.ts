import { nearestCodes, TAXONOMY_KINDS, type TaxonomyKind } from "../../domain/taxonomy/taxonomy";
import type { Db } from "../../storage/db";
import { findMappedTerms, findTermsValidOn } from "../../storage/taxonomy/taxonomy.repository";
import { badInput } from "../graph/errors";

/** Text that is written today, and where it stands in the arguments. */
export interface Coded {
  focus: string;
  category: string;
  path: string;
}

/** @throws BAD_USER_INPUT naming each focus and category that is not valid on the day, with the nearest valid codes */
export async function requireValidTerms(db: Db, day: string, texts: readonly Coded[]): Promise<void> {
  const terms = await findTermsValidOn(db, day);
  const faults = TAXONOMY_KINDS.flatMap((kind) => {
    const field = kind === "FOCUS" ? "focus" : "category";
    const codes = [...new Set(terms.filter((term) => term.kind === kind).map((term) => term.code))];
    const unknown = texts.filter((text) => !codes.includes(text[field]));
    return unknown.map((text) => ({
      path: `${text.path}.${field}`,
      reason: `no ${field} that is valid on ${day}; nearest: ${nearestCodes(text[field], codes).join(", ")}`,
    }));
  });
  if (faults.length) throw badInput(...faults);
}

/** The codes of one term in all versions, for a filter; undefined where nothing is asked for. */
export async function codesOf(
  db: Db,
  kind: TaxonomyKind,
  code: string | null | undefined,
): Promise<string[] | undefined> {
  if (!code) return undefined;
  const mapped = await findMappedTerms(db, kind, code);
  return [...new Set([code, ...mapped.map((term) => term.code)])];
}
