/** The same numbers for the same seed (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** 0 to below 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** a whole number, both ends included */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  one<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Each with the same chance, in their order. */
  some<T>(from: readonly T[], share: number): T[] {
    return from.filter(() => this.chance(share));
  }
}

/** @returns a seed that depends on each of the words (FNV-1a) */
export function seedOf(...words: readonly (string | number)[]): number {
  let sum = 0x811c9dc5;
  for (const character of words.join("\u0000")) sum = Math.imul(sum ^ (character.codePointAt(0) as number), 0x01000193);
  return sum >>> 0;
}
