import type { Book } from "./deciding";
import { stepsFrom, type Taken } from "./steps";
import { beginningOf, keyOf, type World } from "./world";

/** Everything that can come of a beginning, found breadth first: the first way to a state is a shortest one. */
export interface Exploration {
  worlds: readonly World[];
  /** by number of the world: the number of the world before, and the step from there; the beginning has none */
  origins: readonly ({ world: number; step: Taken } | undefined)[];
  /** by number of the world: the numbers of the worlds that a step leads to */
  ways: readonly (readonly number[])[];
  steps: number;
}

/** @param look told of every step, with the world that it is taken in and its number; true where that is enough
 * @throws where there are more states than `limit` */
export function explore(
  book: Book,
  look: (step: Taken, before: World, number: number) => boolean = () => false,
  limit = 200_000,
): Exploration {
  const beginning = beginningOf(book.scope);
  const numbers = new Map([[keyOf(beginning), 0]]);
  const worlds: World[] = [beginning];
  const origins: Exploration["origins"][number][] = [undefined];
  const ways: number[][] = [];
  let steps = 0;
  for (let number = 0; number < worlds.length; number++) {
    const world = worlds[number] as World;
    const next = new Set<number>();
    for (const step of stepsFrom(book, world)) {
      steps += 1;
      if (look(step, world, number)) return { worlds, origins, ways, steps };
      const key = keyOf(step.after);
      let found = numbers.get(key);
      if (found === undefined) {
        found = worlds.length;
        if (found >= limit) throw new Error(`more than ${limit} states: narrow the scope`);
        numbers.set(key, found);
        worlds.push(step.after);
        origins.push({ world: number, step });
      }
      next.add(found);
    }
    ways.push([...next]);
  }
  return { worlds, origins, ways, steps };
}

/** A shortest way from the beginning to a world, one line a step. */
export function wayTo({ origins }: Exploration, number: number): string[] {
  const lines: string[] = [];
  for (let origin = origins[number]; origin; origin = origins[origin.world]) lines.unshift(describeStep(origin.step));
  return lines;
}

export function describeStep({ round, step: { concept, command, by, from, to } }: Taken): string {
  return `round ${round + 1}: ${concept} ${from || "-"} ${command} ${to} by ${by.join(", ")}`;
}

/** The worlds from which no way leads to one that `isEnd` names. */
export function strandedIn({ worlds, ways }: Exploration, isEnd: (world: World) => boolean): number[] {
  const before: number[][] = worlds.map(() => []);
  for (const [from, tos] of ways.entries()) for (const to of tos) before[to]?.push(from);
  const saved = worlds.map(isEnd);
  const queue = worlds.flatMap((_, number) => (saved[number] ? [number] : []));
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    for (const from of before[number] ?? []) {
      if (saved[from]) continue;
      saved[from] = true;
      queue.push(from);
    }
  }
  return worlds.flatMap((_, number) => (saved[number] ? [] : [number]));
}
