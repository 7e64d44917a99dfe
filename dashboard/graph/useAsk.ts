import { createRequest } from "@urql/core";
import { useEffect, useMemo, useRef } from "react";
import { useQuery } from "urql";
import { Answers, listOf } from "../rules/answers";
import { BACK, concerns, onChange } from "../rules/changes";
import { isPassing, isUntold, pauseBefore } from "../rules/patience";
import type { TierOfRows } from "../rules/tiers";
import { useBegun } from "./begun";
import { askAnew, rememberHash } from "./client";
import { type Failure, failureOf } from "./failure";
import { documentOf, type SavedOperation, type TieredOperation, type WithoutTier, withoutTier } from "./operation";

export interface Asked<Data> {
  /** of the last answer to this very question, which may be incomplete (see failure); of a list, the page before until the next has come */
  data: Data | undefined;
  failure: Failure | undefined;
  /** nothing is there yet */
  loading: boolean;
  /** something is there, and is asked for anew */
  updating: boolean;
  again: () => void;
}

interface Asking {
  /** code of the region that the question is about; it is asked anew when something changed there */
  region?: string;
  /** what happens in a region does not change it: who one is, what things are called */
  steady?: boolean;
  /** whatever happens: to ask is an act of its own, which is on record */
  once?: boolean;
  /** not now: what it needs is not known yet */
  pause?: boolean;
}

/** Asks a saved operation, and asks it anew whenever something changed. */
export function useAsk<Data extends object, Variables extends object>(
  operation: SavedOperation<Data, Variables>,
  variables: Variables,
  { region, steady = false, once = false, pause = false }: Asking = {},
): Asked<Data> {
  rememberHash(operation);
  const waits = !useBegun() && !steady && !once;
  const question = `${operation.name} ${JSON.stringify(variables)}`;
  const query = documentOf(operation);
  const request = createRequest(query, variables);
  const [{ data, error, fetching, stale, operation: answered }, execute] = useQuery<Data, Variables>({
    query,
    variables,
    pause: pause || waits,
  });
  const failure = answered?.key === request.key ? failureOf(error) : undefined;
  const passing = failure !== undefined && isPassing(failure.code);
  const unanswered = useRef(false);
  unanswered.current = passing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is known by its words
  useEffect(() => {
    if (pause || waits || once) return undefined;
    let isWanted = true;
    const stop = onChange((change) => {
      const isConcerned = steady ? !change.regions : concerns(change, region);
      const isOpen = change === BACK && unanswered.current;
      return isConcerned || isOpen ? askAnew(request, () => isWanted) : undefined;
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [question, region, steady, once, pause, waits]);
  const again = () => execute({ requestPolicy: "network-only" });
  usePatience({
    question,
    // where several parts of a page ask it, whoever has not asked again hears by `stale` alone that somebody did
    isOpen: failure !== undefined && isUntold(failure.code, steady) && !once && !pause && !fetching && !stale,
    isAnswered: Boolean(data) && !failure,
    again,
  });
  const answers = useRef<Answers<Data>>(undefined);
  answers.current ??= new Answers();
  const shown = answers.current.to(
    { key: request.key, list: listOf(operation.name, variables) },
    { data: data ?? undefined, key: answered?.key, fetching, isPassing: passing },
  );
  return {
    data: shown,
    failure,
    loading: (fetching || (waits && !pause)) && !shown,
    updating: Boolean(shown) && (fetching || stale),
    again,
  };
}

interface Patience {
  question: string;
  isOpen: boolean;
  isAnswered: boolean;
  again: () => void;
}

/** Asks a question again that nobody answered the last time, after longer and longer pauses. */
function usePatience({ question, isOpen, isAnswered, again }: Patience): void {
  const tried = useRef({ question, tries: 0 });
  if (tried.current.question !== question || isAnswered) tried.current = { question, tries: 0 };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is known by its words
  useEffect(() => {
    const wait = isOpen ? pauseBefore(tried.current.tries) : undefined;
    if (wait === undefined) return undefined;
    tried.current.tries++;
    const timer = setTimeout(again, wait);
    return () => clearTimeout(timer);
  }, [isOpen, question]);
}

/** The same for a question that each tier answers in names of its own.
 * @param tier whose rows are asked for; undefined: nobody's, nothing is asked */
export function useAskTier<Data extends object, Variables extends object>(
  operation: TieredOperation<Data, Variables>,
  tier: TierOfRows | undefined,
  variables: Variables,
  asking: Asking = {},
): Asked<WithoutTier<Data>> {
  const own = tier && operation.of[tier];
  const any = own ?? (Object.values(operation.of)[0] as SavedOperation<Data, Variables>);
  const asked = useAsk(any, variables, { ...asking, pause: asking.pause || !own });
  const data = useMemo(() => asked.data && withoutTier(asked.data), [asked.data]);
  return { ...asked, data };
}
