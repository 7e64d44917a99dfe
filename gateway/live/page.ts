import type { LiveAnswer, LiveQuestion } from "../../schema/contract/live";
import type { LiveMessage } from "./messages";

/** What is asked of a tier, whichever the subscription. */
export type PageQuestion = Omit<LiveQuestion, "query" | "operationName" | "variables">;

export interface Said extends LiveAnswer {
  /** a moment before the tier looked, by the clock that nobody can set back */
  at: number;
}

export interface PageParts {
  ask(question: PageQuestion, gone: AbortSignal): Promise<Said>;
  /** executes the rest of the plan for each event, and writes it down */
  write(events: LiveAnswer["events"], gone: AbortSignal): Promise<LiveMessage[]>;
}

/** Where looking again and confirming people takes longer than that each time, so old it may be in the end. */
const LONGEST_MS = 8_000;
/** What other tiers said of an event serves so long after the page was written. */
const KEPT_MS = 10_000;

/** @returns within which a page has to be told, where it was older than it may be */
export function longer(ms: number): number {
  return Math.min(2 * ms, LONGEST_MS);
}

/** What a tier told, as it is given to everybody who asked the same. To write it may take long, since other tiers are asked for each event;
 * to make sure of it once more does not, since what is told as before is not written again. */
export class Page {
  private constructor(
    private readonly question: PageQuestion,
    private readonly said: Omit<Said, "events">,
    readonly messages: readonly LiveMessage[],
    /** by what the tier itself said of the event */
    private readonly written: ReadonlyMap<string, LiveMessage>,
    private readonly writtenAt: number,
  ) {}

  static async read(question: PageQuestion, parts: PageParts, gone: AbortSignal): Promise<Page> {
    return Page.write(question, await parts.ask(question, gone), parts, gone);
  }

  /** @param question brings the same once more, without waiting
   * @param known what is told there in the same words is taken from there */
  static async write(
    question: PageQuestion,
    { events, ...said }: Said,
    parts: PageParts,
    gone: AbortSignal,
    known?: Page,
  ): Promise<Page> {
    // before what others say is written into it
    const told = events.map(({ number, body }) => `${number} ${JSON.stringify(body)}`);
    const isKept = known !== undefined && performance.now() - known.writtenAt <= KEPT_MS;
    const kept = isKept ? known.written : new Map<string, LiveMessage>();
    const missing = events.filter((_, i) => !kept.has(told[i] as string));
    const now = missing.length > 0 ? (await parts.write(missing, gone)).values() : [].values();
    const messages = told.map((key) => kept.get(key) ?? (now.next().value as LiveMessage));
    const written = new Map(messages.map((message, i) => [told[i] as string, message]));
    return new Page(question, said, messages, written, isKept ? known.writtenAt : performance.now());
  }

  /** Looks again, and writes what is told otherwise. */
  async again(parts: PageParts, gone: AbortSignal): Promise<Page> {
    return Page.write(this.question, await parts.ask(this.question, gone), parts, gone, this);
  }

  get cursor(): string {
    return this.said.cursor;
  }

  get number(): number {
    return this.said.number;
  }

  get more(): boolean {
    return this.said.more;
  }

  get at(): number {
    return this.said.at;
  }

  /** milliseconds, at least since the tier looked */
  get age(): number {
    return performance.now() - this.at;
  }
}
