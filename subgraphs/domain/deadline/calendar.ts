import { dateOf, dayNumber, isWeekend, weekdaysThrough } from "./days";

/** A day that differs from its week: a public holiday, or a make-up day 调休. */
export interface ExceptionalDay {
  day: string;
  working: boolean;
}

/** 工作日历: which days are working days. Of years whose holidays are not known it knows the weekends only. */
export class WorkCalendar {
  /** by day number */
  readonly #exceptions: ReadonlyMap<number, boolean>;
  /** the days that differ, sorted, and how many working days they add up to and with each */
  readonly #days: readonly number[];
  readonly #gained: readonly number[];

  /** @param knownYears years whose public holidays are known */
  constructor(
    readonly exceptions: readonly ExceptionalDay[],
    readonly knownYears: readonly number[],
  ) {
    this.#exceptions = new Map(exceptions.map(({ day, working }) => [dayNumber(day), working]));
    this.#days = [...this.#exceptions.keys()].sort((a, b) => a - b);
    let gained = 0;
    this.#gained = this.#days.map((number) => {
      gained += Number(this.#exceptions.get(number)) - Number(!isWeekend(number));
      return gained;
    });
  }

  isWorking(day: string): boolean {
    const number = dayNumber(day);
    return this.#exceptions.get(number) ?? !isWeekend(number);
  }

  isKnown(day: string): boolean {
    return this.knownYears.includes(Number(day.slice(0, 4)));
  }

  /** The running number of a day: how many working days there were up to and with it, from a fixed day long ago. */
  numberOf(day: string): number {
    return this.#through(dayNumber(day));
  }

  /** The working day with a running number. */
  dayOf(running: number): string {
    // the number never falls from one day to the next, so the first day that has it lies between two that are known
    let low = Math.floor((running * 7) / 5) - this.#days.length * 2 - 14;
    let high = Math.ceil((running * 7) / 5) + this.#days.length * 2 + 14;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#through(middle) < running) low = middle + 1;
      else high = middle;
    }
    return dateOf(low);
  }

  #through(number: number): number {
    let low = 0;
    let high = this.#days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#days[middle] as number) <= number) low = middle + 1;
      else high = middle;
    }
    return weekdaysThrough(number) + (this.#gained[low - 1] ?? 0);
  }
}

const LINE = /^(\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d),(off|working),[^,]+$/;
const HEADER = "from,to,kind,name";

/** Reads one year's file of schema/calendar: ranges `from,to,off|working,name` under that header, comments start with #.
 * @throws Error with the line of what is no such range of this year */
export function parseYear(year: number, text: string): ExceptionalDay[] {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line, number: i + 1 }));
  const [header, ...ranges] = lines.filter(({ line }) => line && !line.startsWith("#"));
  if (header?.line !== HEADER) throw new Error(`the calendar of ${year} does not begin with ${HEADER}`);
  return ranges.flatMap(({ line, number }) => {
    const [, from, to, kind] = LINE.exec(line) ?? [];
    if (!from || !to || from > to || !from.startsWith(`${year}-`) || !to.startsWith(`${year}-`)) {
      throw new Error(`line ${number} of the calendar of ${year} is no range of days of that year`);
    }
    const length = dayNumber(to) - dayNumber(from) + 1;
    return Array.from({ length }, (_, i) => ({ day: dateOf(dayNumber(from) + i), working: kind === "working" }));
  });
}
