import type { Logger } from "pino";
import { homeTierOfAccount } from "../../schema/contract/ids";
import { MOST_STANDINGS, STANDINGS_PATH } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import { nameOfTier, TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { Bounded } from "../../schema/process/bounded";
import { Choice } from "../execution/choice";
import type { TierConnection } from "../execution/tierConnection";
import { failureOfStatus } from "../execution/tierFailure";
import { readStandings } from "../identity/standing";
import { Patience } from "./patience";

export type Standings = ReadonlyMap<string, Standing | undefined>;

const DEADLINE_MS = 3_000;
/** Of questions and of what was said to them last. */
const KEPT_CHARACTERS = 2_000_000;
const ANEW = { repeatable: true };
const WORDS = {
  silent: "the home tier confirms nobody; events wait, and it is asked again until it does",
  answers: "the home tier confirms people again",
};

/** Says of people who they are now: each question to a home tier begins after it was wanted, and one is under way at a time, so that
 * however many events come, each costs a part of one question. */
export class StandingsWatch {
  readonly #desks: Record<TierName, Desk>;
  readonly #closing = new AbortController();

  constructor(tiers: Record<TierName, TierConnection>, log: Logger) {
    const { signal } = this.#closing;
    const patience = new Patience(WORDS, log);
    const desks = TIER_NAMES.map((tier) => [tier, new Desk(tiers[tier], signal, patience)]);
    this.#desks = Object.fromEntries(desks) as Record<TierName, Desk>;
  }

  /** Waits as long as a home tier does not answer.
   * @returns each person's standing as of a moment after this call; undefined where there is no active account
   * @throws where the gateway stops */
  async confirm(people: Iterable<string>): Promise<Standings> {
    const byTier = new Map<TierName, string[]>();
    for (const person of people) {
      const home = homeTierOfAccount(person);
      if (!home) continue;
      const tier = nameOfTier(home);
      const own = byTier.get(tier);
      if (own) own.push(person);
      else byTier.set(tier, [person]);
    }
    const found = await Promise.all([...byTier].map(([tier, own]) => this.#desks[tier].ask(own)));
    return new Map(found.flatMap((some) => [...some]));
  }

  close(): void {
    this.#closing.abort();
  }
}

/** What goes to one home tier. */
class Desk {
  #wanted = new Set<string>();
  #next: Promise<Standings> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #tier: TierName;
  readonly #choice: Choice;
  /** by the question */
  readonly #said = new Bounded<{ text: string; standings: readonly Standing[] }>(KEPT_CHARACTERS);

  constructor(
    connection: TierConnection,
    private readonly closing: AbortSignal,
    private readonly patience: Patience,
  ) {
    this.#tier = connection.tier;
    this.#choice = new Choice(connection);
  }

  ask(people: readonly string[]): Promise<Standings> {
    for (const person of people) this.#wanted.add(person);
    this.#next ??= this.#after(this.#last);
    return this.#next;
  }

  #after(last: Promise<unknown>): Promise<Standings> {
    const begun = last.then(() => {
      const people = [...this.#wanted];
      this.#wanted = new Set();
      this.#next = undefined;
      return this.#askAll(people);
    });
    this.#last = begun.catch(() => undefined);
    return begun;
  }

  async #askAll(people: readonly string[]): Promise<Standings> {
    const parts = Array.from({ length: Math.ceil(people.length / MOST_STANDINGS) }, (_, i) =>
      people.slice(i * MOST_STANDINGS, (i + 1) * MOST_STANDINGS),
    );
    const found = await Promise.all(
      parts.map((part) => this.patience.insist(this.#tier, this.closing, () => this.#askOnce(part))),
    );
    const standings = new Map<string, Standing | undefined>(people.map((person) => [person, undefined]));
    for (const standing of found.flat()) standings.set(standing.person, standing);
    return standings;
  }

  #askOnce(people: readonly string[]): Promise<readonly Standing[]> {
    const body = JSON.stringify({ people });
    return this.#choice.ask(async (replica) => {
      const { status, text } = await replica.post(STANDINGS_PATH, body, { requestId: "live" }, DEADLINE_MS, ANEW);
      if (status !== 200) throw failureOfStatus(this.#tier, status);
      return this.#read(text, body, people);
    }, true);
  }

  /** Mostly a tier says of the same people what it said before, word for word: then they are the same objects, and nobody looks at each of
   * them again. */
  #read(text: string, question: string, people: readonly string[]): readonly Standing[] {
    const said = this.#said.find(question);
    if (said?.text === text) return said.standings;
    const standings = readStandings(text, new Set(people));
    this.#said.keep(question, { text, standings }, question.length + text.length);
    return standings;
  }
}
