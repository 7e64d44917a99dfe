import { useRef, useState } from "react";
import { useClient } from "urql";
import { tellChange } from "../rules/changes";
import { ownSteps } from "../rules/ownSteps";
import type { TierOfRows } from "../rules/tiers";
import { randomText } from "../session/signIn";
import { rememberHash } from "./client";
import { type Failure, failureOf } from "./failure";
import { documentOf, type TieredOperation } from "./operation";

/** A rule said no: data, with what would help. */
export interface RefusalShown {
  code: string;
  message: string;
  messageEn: string;
  remedy: string;
  remedyEn: string;
  allowed?: readonly string[] | null;
  /** the id of what it is about */
  subject?: string | null;
}

export type Outcome<Done> = { done: Done } | { refusal: RefusalShown } | { failure: Failure };

/** After these nobody knows whether it was carried out. */
const UNSURE = ["OFFLINE", "TIER_UNAVAILABLE", "INTERNAL_SERVER_ERROR"];

/** What was done is said even where the page cannot be asked anew just now. */
const LONGEST_LOOK_MS = 5_000;

export function isUnsure(outcome: Outcome<unknown> | undefined): boolean {
  return outcome !== undefined && "failure" in outcome && UNSURE.includes(outcome.failure.code);
}

type DoneOf<Data> = Exclude<Data[keyof Data], { code: string; remedy: string } | null | undefined>;

interface Changing<Data, Input> {
  /** Nobody knows what came of a try without an answer: the same input is sent under the same key, and changes nothing twice. */
  change: (input: Input) => Promise<Outcome<DoneOf<Data>>>;
  busy: boolean;
}

/** Carries out a saved mutation, and tells the page's questions of it.
 * @param isTicket it only allows what is done after it: nothing that the page shows has changed */
export function useChange<Data extends object, Input>(
  operation: TieredOperation<Data, { input: Input; idempotencyKey: string }>,
  tier: TierOfRows | undefined,
  { isTicket = false }: { isTicket?: boolean } = {},
): Changing<Data, Input> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const unsure = useRef<{ input: string; key: string }>(undefined);
  async function change(input: Input): Promise<Outcome<DoneOf<Data>>> {
    const own = tier && operation.of[tier];
    if (!own) throw new Error("this tier has no such operation");
    rememberHash(own);
    setBusy(true);
    try {
      const said = JSON.stringify(input);
      const key = unsure.current?.input === said ? unsure.current.key : randomText();
      unsure.current = { input: said, key };
      const variables = { input, idempotencyKey: key };
      const { data, error } = await client.mutation<Data>(documentOf(own), variables).toPromise();
      const failure = failureOf(error);
      if (failure) return { failure };
      unsure.current = undefined;
      const [outcome] = Object.values(data ?? {}) as [DoneOf<Data> | RefusalShown];
      const isRefused = isRefusal(outcome);
      if (isTicket) return isRefused ? { refusal: outcome } : { done: outcome };
      if (!isRefused) ownSteps.took(outcome, tier, performance.now());
      // who hears that it is done sees it beside as well; and who is refused, what it is about as it is now
      await Promise.race([tellChange(), new Promise((resolve) => setTimeout(resolve, LONGEST_LOOK_MS))]);
      return isRefused ? { refusal: outcome } : { done: outcome };
    } finally {
      setBusy(false);
    }
  }
  return { change, busy };
}

function isRefusal(outcome: unknown): outcome is RefusalShown {
  return typeof outcome === "object" && outcome !== null && "remedy" in outcome && "code" in outcome;
}
