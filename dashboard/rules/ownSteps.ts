/** What a change answered of an object, or what a message says of it. */
interface Step {
  id: string;
  status: string;
}

/** For so long a message about an own step is waited for. */
const KEPT_MS = 10_000;

/** Of whose log a message is: a submission has one id in two tiers, and what the lower one hears of it is news. */
type Tier = string;

/** What somebody has just done here is on the page already when the platform's message of it comes: nothing is asked a second time for that. */
export class OwnSteps {
  readonly #taken = new Map<string, { status: string; until: number }>();

  /** @param answer of a change: the objects as they are after it
   * @param tier that carried it out
   * @param now milliseconds of a clock that only goes on */
  took(answer: unknown, tier: Tier, now: number): void {
    const { items = [] } = (answer ?? {}) as { items?: readonly Partial<Step>[] };
    for (const { id, status } of items) {
      if (typeof id === "string" && typeof status === "string")
        this.#taken.set(`${tier} ${id}`, { status, until: now + KEPT_MS });
    }
  }

  /** Whether a message tells of a step that was taken here. Each is waited for once; after another step of the same object its message could
   * be somebody else's. */
  isOwn({ id, status }: Partial<Step>, tier: Tier, now: number): boolean {
    const key = `${tier} ${id}`;
    const taken = this.#taken.get(key);
    if (!taken) return false;
    this.#taken.delete(key);
    return taken.status === status && now <= taken.until;
  }
}

export const ownSteps = new OwnSteps();
