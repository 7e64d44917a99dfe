import type { Book } from "./deciding";
import { describeStep, type Exploration, explore, wayTo } from "./explore";
import { misoffered } from "./offers";
import { PROMISES, PROMISES_OF_THE_BOOK } from "./promises";
import type { KnownStep, Taken } from "./steps";
import type { Here } from "./targetSteps";
import { numberOf } from "./world";

/** What an exploration has shown. */
export interface Survey extends Exploration {
  /** by promise: the way to the first step that breaks it, and the step */
  broken: ReadonlyMap<string, string[]>;
  /** where somebody is offered what is refused, or not what is accepted */
  misoffered: ReadonlySet<string>;
  /** by concept and status: a shortest way there */
  reached: ReadonlyMap<string, string[]>;
}

/** Explores a book and asks for every promise.
 * @param until where the first breach of a promise is enough
 * @param offers whether it asks too what everybody is offered */
export function survey(book: Book, until?: string, offers = false): Survey {
  const broken = new Map<string, Found>();
  const reached = new Map<string, Found>();
  const seen = new WeakSet<object>();
  const misoffers = new Set<string>();
  const asked = new Set<string>();
  const askOffers = (here: Here) => {
    const key = [here.round.status, numberOf(here.target), here.judged && numberOf(here.judged)].join(" ");
    if (!offers || asked.has(key)) return;
    asked.add(key);
    for (const each of misoffered(book, here)) misoffers.add(each);
  };
  const note = (found: Map<string, Found>, name: string, world: number, step: Taken) => {
    if (!found.has(name)) found.set(name, { world, step });
  };
  const exploration = explore(book, (step, before, world) => {
    for (const [promise, holds] of OF_BOOK) if (!holds(step, before)) note(broken, promise, world, step);
    const status = step.after.rounds[step.round]?.status;
    if (status !== before.rounds[step.round]?.status) note(reached, `round ${status}`, world, step);
    if (step.here) askOffers(step.here);
    if (step.here && !seen.has(step.step)) {
      seen.add(step.step); // whatever the world, it is the same step
      const known = step.step as KnownStep;
      for (const [promise, holds] of OF_TARGET) if (!holds(known, step.here)) note(broken, promise, world, step);
      for (const name of statusesAfter(known)) note(reached, name, world, step);
    }
    return until !== undefined && broken.has(until);
  });
  const way = ({ world, step }: Found) => [...wayTo(exploration, world), describeStep(step)];
  const ways = (all: ReadonlyMap<string, Found>) => new Map([...all].map(([name, found]) => [name, way(found)]));
  return { ...exploration, misoffered: misoffers, broken: ways(broken), reached: ways(reached) };
}

interface Found {
  world: number;
  step: Taken;
}

const OF_BOOK = Object.entries(PROMISES_OF_THE_BOOK);
const OF_TARGET = Object.entries(PROMISES);

/** The statuses that a step leads to, its own and those that follow. */
function statusesAfter({ concept, to, finding, after, appointments }: KnownStep): string[] {
  return [
    ...[`${concept} ${to}`, `target ${after.status}`, `finding ${finding?.after.status}`],
    ...after.findings.map(({ status }) => `finding ${status}`),
    ...appointments.map((status) => `appointment ${status}`),
    ...Object.values(after.disclosures).map((status) => `disclosure ${status}`),
    `rectification ${after.rectification?.status}`,
  ];
}
