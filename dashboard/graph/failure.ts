import type { CombinedError } from "@urql/core";

/** Why an answer is not there, or not all of it. */
export interface Failure {
  /** one of docs/errors.md; OFFLINE where nobody answered */
  code: string;
  /** 中文。English. */
  message: string;
  reference?: string;
  /** tiers that did not answer: their part is null */
  tiers: string[];
}

export function failureOf(error: CombinedError | undefined): Failure | undefined {
  if (!error) return undefined;
  if (error.networkError) return { code: "OFFLINE", message: error.networkError.message, tiers: [] };
  const [first] = error.graphQLErrors;
  const told = first?.extensions as { code?: string; reference?: string } | undefined;
  const down = error.graphQLErrors.flatMap(({ extensions }) =>
    extensions.code === "TIER_UNAVAILABLE" && typeof extensions.tier === "string" ? extensions.tier : [],
  );
  return {
    code: told?.code ?? "INTERNAL_SERVER_ERROR",
    message: first?.message ?? "",
    reference: told?.reference,
    tiers: [...new Set(down)],
  };
}
