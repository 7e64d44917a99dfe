import type { Replica } from "./replica";
import { isWorthAnotherTry } from "./tierFailure";

/** A process of a tier, as one kind of question sees it. */
export interface Candidate {
  readonly replica: Replica;
  /** questions of this kind that it has now */
  inHand: number;
  /** the lowest is asked first */
  readonly rank: number;
}

/** Takes whoever is likely to answer, of these whoever has the fewest questions, and of these each in turn. */
export class Rota<One extends Candidate> {
  #turn = 0;

  constructor(readonly all: readonly One[]) {}

  /** @param except have been asked already
   * @returns undefined where nobody is left */
  next(except: readonly One[] = []): One | undefined {
    const { all } = this;
    if (all.length === 1) return except.length ? undefined : all[0];
    this.#turn = (this.#turn + 1) % all.length;
    let best: One | undefined;
    for (let i = 0; i < all.length; i++) {
      const one = all[(this.#turn + i) % all.length] as One;
      if (!except.includes(one) && (!best || isBefore(one, best))) best = one;
    }
    return best;
  }
}

function isBefore(one: Candidate, other: Candidate): boolean {
  return one.rank === other.rank ? one.inHand < other.inHand : one.rank < other.rank;
}

class Unguarded implements Candidate {
  inHand = 0;

  constructor(readonly replica: Replica) {}

  get rank(): number {
    return this.replica.isWell ? 0 : 1;
  }
}

/** One kind of question to a tier that is asked again and again until somebody answers, or that nobody repeats. */
export class Choice {
  readonly #rota: Rota<Unguarded>;

  constructor({ replicas }: { replicas: readonly Replica[] }) {
    this.#rota = new Rota(replicas.map((replica) => new Unguarded(replica)));
  }

  /** @param repeatable whether another one is asked at once where the first is lost
   * @throws what `ask` throws */
  async ask<T>(ask: (replica: Replica) => Promise<T>, repeatable: boolean): Promise<T> {
    const first = this.#rota.next() as Unguarded;
    try {
      return await holding(first, ask);
    } catch (cause) {
      const other = repeatable && isWorthAnotherTry(cause) ? this.#rota.next([first]) : undefined;
      if (!other?.replica.isWell) throw cause;
      return holding(other, ask);
    }
  }
}

async function holding<T>(one: Unguarded, ask: (replica: Replica) => Promise<T>): Promise<T> {
  one.inHand++;
  try {
    return await ask(one.replica);
  } finally {
    one.inHand--;
  }
}
