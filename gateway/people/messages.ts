import type { Entry, Rated } from ".";

/** What a process says to the one that counts for all. `id` comes back with the answer; what has none is not answered. */
export type Told =
  | { id: number; spend: Rated; person: string; points: number }
  | { id: number; claim: string }
  | { id: number; enter: string }
  | { giveUp: number }
  | { letGo: string }
  | { leave: string };

export type Answered = { id: number; answer: number | boolean | Entry };

/** Between the processes others speak too. Whatever is said within one turn of the event loop travels together. */
interface ToldTogether {
  people: Told[];
}
interface AnsweredTogether {
  peopleAnswers: Answered[];
}

/** Collects what is said and sends it at the end of the turn. */
export function together<Word>(send: (words: Word[]) => void): (word: Word) => void {
  let words: Word[] = [];
  return (word) => {
    if (words.push(word) > 1) return;
    setImmediate(() => {
      const said = words;
      words = [];
      send(said);
    });
  };
}

export function isTold(message: unknown): message is ToldTogether {
  return typeof message === "object" && message !== null && "people" in message;
}

export function isAnswered(message: unknown): message is AnsweredTogether {
  return typeof message === "object" && message !== null && "peopleAnswers" in message;
}
