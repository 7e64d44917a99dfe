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
  /** what is wrong with which part of the input; each reason 中文。English. */
  fields?: FieldReason[];
}

export interface FieldReason {
  path: string;
  reason: string;
}

interface Told {
  code?: string;
  reference?: string;
  fields?: FieldReason[];
}

export function failureOf(error: CombinedError | undefined): Failure | undefined {
  if (!error) return undefined;
  if (error.networkError) return { code: "OFFLINE", message: error.networkError.message, tiers: [] };
  const [first] = error.graphQLErrors;
  const down = error.graphQLErrors.flatMap(({ extensions }) =>
    extensions.code === "TIER_UNAVAILABLE" && typeof extensions.tier === "string" ? extensions.tier : [],
  );
  const failure = failureOfBody({ message: first?.message ?? "", extensions: first?.extensions as Told | undefined });
  return { ...failure, tiers: [...new Set(down)] };
}

/** Of an error as it stands in an answer. */
export function failureOfBody({ message, extensions: told }: { message: string; extensions?: Told }): Failure {
  const code = told?.code ?? "INTERNAL_SERVER_ERROR";
  return { code, message, reference: told?.reference, tiers: [], fields: told?.fields };
}
