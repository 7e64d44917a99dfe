import { Roll } from "../../schema/process/roll";
import type { Gone } from "../gone";
import type { Entry, People, Rated } from ".";
import { type Answered, isAnswered, type Told, together } from "./messages";

/** The channel of a process to the one that started it. */
interface Channel {
  on(event: "message", listener: (message: unknown) => void): unknown;
  send?(message: object): unknown;
}

type Unnumbered<Question> = Question extends { id: number } ? Omit<Question, "id"> : never;

/** Has another process count for it. Where that one ends, this one ends too: then nobody waits for an answer. */
export class RemotePeople implements People {
  #last = 0;
  #running = 0;
  #waiting = 0;
  /** by the number of the question */
  readonly #asked = new Roll<number, { hear?: (answer: Answered["answer"]) => void }>(
    () => ({ hear: undefined }),
    ({ hear }) => hear === undefined,
  );
  readonly #tell: (word: Told) => void;

  constructor(channel: Channel) {
    this.#tell = together((people) => channel.send?.({ people }));
    channel.on("message", (message) => {
      if (!isAnswered(message)) return;
      for (const { id, answer } of message.peopleAnswers) {
        const asked = this.#asked.find(id);
        asked?.hear?.(answer);
        if (asked) asked.hear = undefined;
      }
    });
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting;
  }

  spend(rated: Rated, person: string, points: number): Promise<number> {
    return this.#ask<number>({ spend: rated, person, points }).answer;
  }

  claim(person: string): Promise<boolean> {
    return this.#ask<boolean>({ claim: person }).answer;
  }

  letGo(person: string): void {
    this.#tell({ letGo: person });
  }

  async enter(person: string, gone: Gone): Promise<Entry> {
    const { id, answer } = this.#ask<Entry>({ enter: person });
    const giveUp = () => this.#tell({ giveUp: id });
    gone.addEventListener("abort", giveUp);
    this.#waiting++;
    const entry = await answer;
    this.#waiting--;
    gone.removeEventListener("abort", giveUp);
    if (entry === "IN") this.#running++;
    return entry;
  }

  leave(person: string): void {
    this.#running--;
    this.#tell({ leave: person });
  }

  #ask<Answer extends Answered["answer"]>(question: Unnumbered<Told>): { id: number; answer: Promise<Answer> } {
    const id = ++this.#last;
    const answer = new Promise<Answer>((resolve) => {
      this.#asked.of(id).hear = resolve as (answer: Answered["answer"]) => void;
    });
    this.#tell({ id, ...question } as Told);
    return { id, answer };
  }
}
