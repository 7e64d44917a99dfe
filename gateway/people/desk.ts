import { Leaving } from "../gone";
import type { People } from ".";
import { type Answered, isTold, type Told, together } from "./messages";

/** Where one process of several has its people counted. What it holds when it dies is given back. */
export class Desk {
  readonly #inHand = new Map<string, number>();
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<number, Leaving>();
  readonly #answer: (word: Answered) => void;
  #closed = false;

  constructor(
    private readonly people: People,
    send: (message: object) => void,
  ) {
    this.#answer = together((peopleAnswers) => {
      if (!this.#closed) send({ peopleAnswers });
    });
  }

  hear(message: unknown): void {
    if (isTold(message)) for (const word of message.people) void this.#take(word);
  }

  /** The process is gone. */
  close(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.leave();
    for (const [person, count] of this.#running) for (let i = 0; i < count; i++) this.people.leave(person);
    for (const [person, count] of this.#inHand) for (let i = 0; i < count; i++) this.people.letGo(person);
  }

  async #take(word: Told): Promise<void> {
    if ("spend" in word) this.#say(word.id, await this.people.spend(word.spend, word.person, word.points));
    else if ("claim" in word) await this.#claim(word.id, word.claim);
    else if ("enter" in word) await this.#enter(word.id, word.enter);
    else if ("giveUp" in word) this.#waiting.get(word.giveUp)?.leave();
    else if ("letGo" in word) countDown(this.#inHand, word.letGo, () => this.people.letGo(word.letGo));
    else countDown(this.#running, word.leave, () => this.people.leave(word.leave));
  }

  async #claim(id: number, person: string): Promise<void> {
    const answer = await this.people.claim(person);
    if (answer && this.#closed) return this.people.letGo(person);
    if (answer) countUp(this.#inHand, person);
    this.#say(id, answer);
  }

  async #enter(id: number, person: string): Promise<void> {
    const gone = new Leaving();
    this.#waiting.set(id, gone);
    const answer = await this.people.enter(person, gone);
    this.#waiting.delete(id);
    if (answer === "IN" && this.#closed) return this.people.leave(person);
    if (answer === "IN") countUp(this.#running, person);
    this.#say(id, answer);
  }

  #say(id: number, answer: Answered["answer"]): void {
    this.#answer({ id, answer });
  }
}

function countUp(counts: Map<string, number>, person: string): void {
  counts.set(person, (counts.get(person) ?? 0) + 1);
}

/** What a process never had it cannot give back. */
function countDown(counts: Map<string, number>, person: string, give: () => void): void {
  const count = counts.get(person);
  if (!count) return;
  if (count > 1) counts.set(person, count - 1);
  else counts.delete(person);
  give();
}
