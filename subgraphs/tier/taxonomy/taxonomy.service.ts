import { type FieldFault, faultAt } from "../../../schema/contract/fieldReasons";
import { nearestTerms, TAXONOMY_KINDS, type TaxonomyKind } from "../../domain/taxonomy/taxonomy";
import type { Db } from "../../storage/db";
import { findMappedTerms, findTermsValidOn, type TermRow } from "../../storage/taxonomy/taxonomy.repository";
import { badInput } from "../graph/errors";

/** Text that is written today, and where it stands in the arguments. */
interface Coded {
  focus: string;
  category: string;
  path: string;
}

/** @throws BAD_USER_INPUT naming each focus and category that is not valid on the day, with the nearest valid codes */
export async function requireValidTerms(db: Db, day: string, texts: readonly Coded[]): Promise<void> {
  const faults = faultsOfTerms(await findTermsValidOn(db, day), day, texts);
  if (faults.length) throw badInput(...faults);
}

/** Each focus and category that is none of the terms of a day. */
export function faultsOfTerms(terms: readonly TermRow[], day: string, texts: readonly Coded[]): FieldFault[] {
  return TAXONOMY_KINDS.flatMap((kind) => {
    const [field, reason] =
      kind === "FOCUS" ? (["focus", "NO_VALID_FOCUS"] as const) : (["category", "NO_VALID_CATEGORY"] as const);
    const nameOf = new Map(terms.filter((term) => term.kind === kind).map(({ code, zh }) => [code, zh]));
    const unknown = texts.filter((text) => !nameOf.has(text[field]));
    return unknown.map((text) => {
      const near = nearestTerms(text[field], nameOf);
      // the code beside its name: whoever wrote the name has to learn what is taken
      const nearestZh = near.map((code) => (nameOf.get(code) === code ? code : `${nameOf.get(code)} ${code}`));
      return faultAt(`${text.path}.${field}`, reason, {
        day,
        nearest: near.join(", "),
        nearestZh: nearestZh.join("、"),
      });
    });
  });
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
