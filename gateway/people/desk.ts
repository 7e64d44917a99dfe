import { Roll } from "../../schema/process/roll";
import { Tally } from "../../schema/process/tally";
import { Leaving } from "../gone";
import type { People } from ".";
import { type Answered, isTold, type Told, together } from "./messages";

/** Where one process of several has its people counted. What it holds when it dies is given back. */
export class Desk {
  readonly #inHand = new Tally();
  readonly #running = new Tally();
  /** by the number of the question */
  readonly #waiting = new Roll<number, { gone?: Leaving }>(
    () => ({ gone: undefined }),
    ({ gone }) => gone === undefined,
  );
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
    // what a process held is given back with its end: a word that comes behind it would give it back once more
    if (!this.#closed && isTold(message)) for (const word of message.people) void this.#take(word);
  }

  /** The process is gone. */
  close(): void {
    this.#closed = true;
    for (const [, { gone }] of this.#waiting.all()) gone?.leave();
    for (const [person, count] of this.#running.all()) for (let i = 0; i < count; i++) this.people.leave(person);
    for (const [person, count] of this.#inHand.all()) for (let i = 0; i < count; i++) this.people.letGo(person);
  }

  async #take(word: Told): Promise<void> {
    if ("spend" in word) this.#say(word.id, await this.people.spend(word.spend, word.person, word.points));
    else if ("claim" in word) await this.#claim(word.id, word.claim);
    else if ("enter" in word) await this.#enter(word.id, word.enter);
    else if ("giveUp" in word) this.#waiting.find(word.giveUp)?.gone?.leave();
    else if ("letGo" in word) this.#letGo(word.letGo);
    else this.#leave(word.leave);
  }

  /** What a process never had it cannot give back. */
  #letGo(person: string): void {
    if (this.#inHand.down(person)) this.people.letGo(person);
  }

  #leave(person: string): void {
    if (this.#running.down(person)) this.people.leave(person);
  }

  async #claim(id: number, person: string): Promise<void> {
    const answer = await this.people.claim(person);
    if (answer && this.#closed) return this.people.letGo(person);
    if (answer) this.#inHand.up(person);
    this.#say(id, answer);
  }

  async #enter(id: number, person: string): Promise<void> {
    const gone = new Leaving();
    const waiting = this.#waiting.of(id);
    waiting.gone = gone;
    const answer = await this.people.enter(person, gone);
    waiting.gone = undefined;
    if (answer === "IN" && this.#closed) return this.people.leave(person);
    if (answer === "IN") this.#running.up(person);
    this.#say(id, answer);
  }

  #say(id: number, answer: Answered["answer"]): void {
    this.#answer({ id, answer });
  }
}
