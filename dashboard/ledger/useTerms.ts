import { useMemo } from "react";
import { TaxonomyTerms } from "../generated/operations";
import { type Asked, useAskTier } from "../graph/useAsk";
import type { TierOfRows } from "../rules/tiers";
import { useAppearance } from "../shell/Appearance";

interface Term {
  kind: string;
  code: string;
  name: string;
}

export type TermKind = "FOCUS" | "CATEGORY";

/** What focuses and categories are called today; one that is not in use any more stands there by its code. */
export function useTerms(tier: TierOfRows): (kind: TermKind, code: string) => string {
  const { terms } = useTermList(tier);
  return useMemo(() => {
    const names = new Map(terms.map(({ kind, code, name }) => [`${kind} ${code}`, name]));
    return (kind, code) => names.get(`${kind} ${code}`) ?? code;
  }, [terms]);
}

/** Those that are valid today, for a choice. */
export function useTermList(tier: TierOfRows): { terms: readonly Term[]; asked: Asked<unknown> } {
  const { language } = useAppearance();
  const asked = useAskTier(TaxonomyTerms, tier, {}, { steady: true });
  const { data } = asked;
  const terms = useMemo(() => {
    const all = data?.taxonomyTerms ?? [];
    return all.map(({ kind, code, zh, en }) => ({ kind, code, name: language === "zh" ? zh : en }));
  }, [data, language]);
  return { terms, asked };
}
