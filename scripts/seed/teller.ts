import type { Role } from "../../schema/contract/standing";

export interface Versioned {
  id: string;
  version: number;
}

/** Whoever acts in the story: an account with its roles. */
export interface Persona {
  /** account id such as county:990101.clerk */
  id: string;
  roles: Role[];
  /** id of the unit that the account answers for */
  unit?: string;
}

/** Somebody who carries out commands as a persona: in process for the demonstration, through the gateway for a test. */
export interface Hands {
  /** @param on the calendar day on which it happens
   * @throws where it is refused */
  does(persona: Persona, mutation: string, input: object, key: string, on: string): Promise<Versioned[]>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  asks(persona: Persona, query: string, variables: object, on: string): Promise<any>;
}

/** What was done already, by the key of the step. */
export interface Memory {
  recall(key: string): unknown;
  keep(key: string, outcome: unknown): Promise<void>;
}

/** Tells a story step by step. Each step is remembered with its outcome, so that a telling which was interrupted goes on with
 * exactly the ids, versions and days that it had: the step that nobody had time to remember has the same key and the same
 * arguments, and changes nothing a second time. */
export class Teller {
  private steps = 0;

  /** @param name of visible ASCII characters: the keys of the steps begin with it
   * @param dayOf the calendar day that lies some days back */
  constructor(
    private readonly name: string,
    private readonly hands: Hands,
    private readonly memory: Memory,
    readonly dayOf: (daysAgo: number) => string,
  ) {}

  does(persona: Persona, daysAgo: number, mutation: string, input: object): Promise<Versioned[]> {
    return this.once((key) => this.hands.does(persona, mutation, input, key, this.dayOf(daysAgo)));
  }

  /** What the next steps stand on: it is remembered as it was. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  asks(persona: Persona, daysAgo: number, query: string, variables: object): Promise<any> {
    return this.once(() => this.hands.asks(persona, query, variables, this.dayOf(daysAgo)));
  }

  /** 文号 of a day: 示天巡〔2026〕1号 */
  numbered(name: string, daysAgo: number, number: number): string {
    return `${name}〔${this.dayOf(daysAgo).slice(0, 4)}〕${number}号`;
  }

  private async once<Outcome>(act: (key: string) => Promise<Outcome>): Promise<Outcome> {
    const key = `${this.name}-${++this.steps}`;
    const known = this.memory.recall(key);
    if (known !== undefined) return known as Outcome;
    const outcome = await act(key);
    await this.memory.keep(key, outcome);
    return outcome;
  }
}
