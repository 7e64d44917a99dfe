import { useRef, useState } from "react";
import type { TieredOperation } from "../graph/operation";
import { type Outcome, useChange } from "../graph/useChange";
import { type Brought, unsureAfter } from "../rules/intent";
import type { TierOfRows } from "../rules/tiers";

interface Ticketed<Input, Answer> {
  /** @param what is sent: a try of it whose end nobody saw is repeated under the same ticket, which takes one file and nothing twice;
   * undefined: nothing comes of it that could be done twice
   * @param carry brings it under the ticket, which is a path at the gateway */
  send: (what: string | undefined, input: Input, carry: (path: string) => Promise<Answer>) => Promise<void>;
  busy: boolean;
  /** why there was no ticket */
  refused: Outcome<unknown> | undefined;
  answer: Answer | undefined;
  /** nobody saw the end of the last try, which may be repeated */
  isUnsure: boolean;
  /** what comes next is something else */
  forget: () => void;
}

/** Brings a file, each under a ticket of its own. */
export function useTicketed<Data extends object, Input, Answer extends { kind: string }>(
  ticket: TieredOperation<Data, { input: Input; idempotencyKey: string }>,
  tier: TierOfRows | undefined,
): Ticketed<Input, Answer> {
  const { change } = useChange(ticket, tier, { isTicket: true });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Outcome<unknown>>();
  const [answer, setAnswer] = useState<Answer>();
  const unsure = useRef<Brought>(undefined);
  async function pathFor(what: string | undefined, input: Input): Promise<string | undefined> {
    if (what !== undefined && unsure.current?.what === what) return unsure.current.path;
    const came = await change(input);
    setRefused(came);
    if (!("done" in came)) return undefined;
    const { items } = came.done as unknown as { items: readonly { path: string }[] };
    return items[0]?.path;
  }
  async function send(what: string | undefined, input: Input, carry: (path: string) => Promise<Answer>) {
    setBusy(true);
    setAnswer(undefined);
    try {
      const path = await pathFor(what, input);
      if (path === undefined) return;
      const came = await carry(path);
      unsure.current = unsureAfter(unsure.current, { what, path, isLost: came.kind === "LOST" });
      setAnswer(came);
    } finally {
      setBusy(false);
    }
  }
  function forget() {
    unsure.current = undefined;
    setRefused(undefined);
    setAnswer(undefined);
  }
  return { send, busy, refused, answer, isUnsure: unsure.current !== undefined, forget };
}
