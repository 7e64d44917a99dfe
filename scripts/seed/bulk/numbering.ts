import { nameOfTier, type Tier } from "../../../schema/contract/tier";
import type { BulkSet } from "./plan";

/** Kinds of rows that the writer numbers, with the letter in their ids. */
const LETTER = {
  term: "T",
  unit: "U",
  round: "R",
  target: "O",
  appointment: "A",
  authorisation: "D",
  finding: "F",
  publication: "P",
  rectification: "C",
  immediate_action: "I",
} as const;
export type Numbered = keyof typeof LETTER;

const DIGITS = 17;
/** Numbers that a part has for itself: whoever writes it, and in which order, its ids are the same. */
const OF_PART = 1_000_000_000_000;

/** The ids of a set's rows in one tier: in the order in which they are made, so that the indexes grow at their end, and
 * recognisable, so that all rows of a set can be found again. `county:BULKF00000000000000001` */
export class Numbering {
  readonly #last: Partial<Record<Numbered, number>> = {};
  readonly #units = new Map<string, string>();

  /** @param part number of the part of the set, from 0 */
  constructor(
    private readonly tier: Tier,
    private readonly set: BulkSet,
    private readonly part = 0,
  ) {}

  next(kind: Numbered): string {
    return this.id(kind, this.reserve(kind, 1));
  }

  /** @returns the first of so many numbers */
  reserve(kind: Numbered, count: number): number {
    const first = (this.#last[kind] ?? this.part * OF_PART) + 1;
    this.#last[kind] = first + count - 1;
    return first;
  }

  id(kind: Numbered, number: number): string {
    return prefixOf(this.tier, this.set, kind) + String(number).padStart(DIGITS, "0");
  }

  nameUnit(office: string, code: string): string {
    const id = this.next("unit");
    this.#units.set(`${office} ${code}`, id);
    return id;
  }

  /** @throws Error where no book before has entered the unit */
  unit(office: string, code: string): string {
    const id = this.#units.get(`${office} ${code}`);
    if (!id) throw new Error(`the register of ${office} has no unit ${code}`);
    return id;
  }
}

export function prefixOf(tier: Tier, { mark }: BulkSet, kind: Numbered): string {
  return `${nameOfTier(tier)}:${mark}${LETTER[kind]}`;
}

/** Ids of a set lie between these two, the second exclusive; text is compared by code point. */
export function rangeOf(tier: Tier, { mark }: BulkSet): [from: string, to: string] {
  const start = `${nameOfTier(tier)}:${mark}`;
  return [start, `${start}a`]; // the letters of the kinds are capitals
}

/** Ids of one kind in one part of a set. */
export function rangeOfPart(tier: Tier, set: BulkSet, part: number, kind: Numbered): [from: string, to: string] {
  const at = (number: number) => prefixOf(tier, set, kind) + String(number * OF_PART).padStart(DIGITS, "0");
  return [at(part), at(part + 1)];
}
