import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { GatewayError } from "../client/gatewayClient";
import { tierOf } from "./offices";
import type { ChaosPlatform } from "./platform";

/** After these a client asks again: nobody knows whether it was done, or it was not. */
const AGAIN = ["STANDING_UNAVAILABLE", "TIER_UNAVAILABLE", "OVERLOADED", "INTERNAL_SERVER_ERROR"];
const PATIENCE_MS = 300_000;
const PAUSE_MS = { least: 50, most: 800 };

export interface Versioned {
  id: string;
  version: number;
}

/** The kit's mutation, the type of its input, the concept of its answer. */
export type Mutation = readonly [name: string, input: string, concept: string, version?: string];

export type Outcome = { items: Versioned[] } | { refused: string };

export interface Waited {
  ms: number;
  person: string;
  said: string;
}

interface Answered {
  outcome: { items?: Versioned[]; code?: string };
}

/** People of the offices, who ask until they have an answer, as their browsers do: a change each time with the same key. */
export class Persistent {
  tries = 0;
  /** answers that say that something is broken inside, by what was asked */
  readonly defects: string[] = [];
  /** the longest that anybody asked until there was an answer, and what was said last before it */
  longest: Waited = { ms: 0, person: "", said: "" };
  private readonly over = new AbortController();

  constructor(private readonly platform: Pick<ChaosPlatform, "as">) {}

  /** Nobody asks again from now on: whoever has no answer yet gets none. Else a question that nobody waits for, such as that of a page
   * that is closed, would be asked for minutes of a platform that has been stopped, and hold the process. */
  giveUp(): void {
    this.over.abort();
  }

  /** @throws where nobody answers at all in the end, or where the answer is neither done nor refused */
  async change(person: string, office: string, mutation: Mutation, input: object): Promise<Outcome> {
    const [name, inputType, concept, version = "version"] = mutation;
    const tier = tierOf(office);
    const source = `mutation Act($input: ${inputType}!, $key: String!) {
      outcome: ${nameIn(tier, name)}(input: $input, idempotencyKey: $key) {
        ... on Refusal { code } ... on ${nameIn(tier, `Tier${concept}List`)} { items { id ${version} } } } }`;
    const key = randomUUID();
    const { outcome } = await this.ask<Answered>(person, source, { input, key });
    return outcome.items ? { items: outcome.items } : { refused: outcome.code ?? "" };
  }

  /** @throws what the gateway refuses, and where there is no answer in the end */
  async ask<Data>(person: string, source: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const begun = performance.now();
    let said = "";
    try {
      for (let wait = PAUSE_MS.least; ; wait = Math.min(2 * wait, PAUSE_MS.most)) {
        this.tries++;
        try {
          return await this.platform.as(person).ask<Data>(source, variables);
        } catch (cause) {
          said = (cause as Error).message;
          if (cause instanceof GatewayError) {
            if (!AGAIN.includes(cause.code)) throw cause;
            if (cause.code === "INTERNAL_SERVER_ERROR") this.defects.push(`${person}: ${cause.message}`);
          }
          if (performance.now() - begun > PATIENCE_MS) throw new Error(`${person} has no answer: ${said}`);
          await pause(wait, undefined, { signal: this.over.signal });
        }
      }
    } finally {
      const ms = performance.now() - begun;
      if (ms > this.longest.ms) this.longest = { ms, person, said };
    }
  }
}
