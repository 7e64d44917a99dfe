import type { Ledger } from "./ledger";
import { type Post, personOf, tierOf } from "./offices";
import type { Mutation, Outcome, Persistent, Versioned } from "./persistent";

/** A target of an office's round, as far as the office itself knows. */
export interface Target {
  id: string;
  unit: string;
  findings: (Versioned & { status: "RECTIFYING" | "CLAIMED_DONE" })[];
  submissions: number;
  /** ids of the submissions that were not recalled, the oldest first */
  standing: string[];
  /** id of the last submission, unless it was recalled */
  current?: string;
  /** something has happened since the last submission, so that there is something to submit */
  changed: boolean;
}

/** A clue on its way out of the office. */
type OwnClue = Versioned & { stage: "REGISTERED" | "APPROVED" };

/** One office at work: what its people know, and what they are told is done. */
export class Desk {
  readonly targets: Target[] = [];
  /** that stand, the oldest first */
  readonly releases: Versioned[] = [];
  /** that are open, the oldest first */
  readonly supervisions: Versioned[] = [];
  clue: OwnClue | undefined;
  registered = 0;
  /** codes of refusals, and how often */
  readonly refusals = new Map<string, number>();

  constructor(
    readonly office: string,
    readonly ledger: Ledger,
    private readonly people: Persistent,
  ) {}

  get tier() {
    return tierOf(this.office);
  }

  person(post: Post): string {
    return personOf(this.office, post);
  }

  /** @returns undefined where it was refused: then nothing has happened */
  async does(post: Post, mutation: Mutation, input: object): Promise<Versioned[] | undefined> {
    const outcome = await this.tries(post, mutation, input);
    return "items" in outcome ? outcome.items : undefined;
  }

  async tries(post: Post, mutation: Mutation, input: object): Promise<Outcome> {
    const outcome = await this.people.change(this.person(post), this.office, mutation, input);
    if ("refused" in outcome) this.refusals.set(outcome.refused, (this.refusals.get(outcome.refused) ?? 0) + 1);
    return outcome;
  }

  asks<Data>(post: Post, source: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return this.people.ask<Data>(this.person(post), source, variables);
  }

  target(pick: number): Target {
    return this.targets[Math.floor(pick * this.targets.length)] as Target;
  }

  /** Another of the target's findings for the next digits of the same number. */
  finding({ findings }: Target, pick: number): Target["findings"][number] {
    return findings[Math.floor(fractionOf(pick * this.targets.length) * findings.length)] as Target["findings"][number];
  }
}

/** The digits behind those that were used. */
export function fractionOf(number: number): number {
  return number - Math.floor(number);
}
