import { hasTargets } from "../../../subgraphs/domain/target/target";
import { actionSteps } from "./actionSteps";
import { type Book, MET, next, whoMay } from "./deciding";
import { disclosureSteps, publicationSteps, rectificationSteps, verdictSteps } from "./outwardSteps";
import type { Rules } from "./rules";
import { findingSteps, type Here, type TargetStep, targetSteps, teamSteps } from "./targetSteps";
import { intern, numberOf, type Round, type Target, type World } from "./world";

/** What somebody did in a world, and the world after everything that follows from it. */
export interface Taken {
  /** place of the round */
  round: number;
  step: RoundStep | KnownStep;
  /** undefined of a step of the round itself */
  here?: Here;
  after: World;
}

type RoundStep = Pick<TargetStep, "concept" | "command" | "by" | "from" | "to">;

/** A step that is found once, however many worlds it is taken in. */
export interface KnownStep extends TargetStep {
  /** the statuses of the team, also those that leave nothing behind */
  appointments: readonly string[];
}

/** Every step that somebody can take from a world. Whatever a command's arguments can supply (reasons, proofs, dates in
 * order) is supplied: `lifecycles.test` shows that each is asked for. */
export function stepsFrom(book: Book, world: World): Taken[] {
  return world.rounds.flatMap((round, r) => [
    ...roundSteps(book, world, r),
    ...round.targets.flatMap((target, t) => {
      const here = hereOf(book, world, r, t);
      return stepsOf(book, here).map((step): Taken => {
        const changed = replaceTarget(world, { round: r, target: t }, step.after);
        const back = step.judged && target.looksBackOn;
        const both = back ? replaceTarget(changed, back, step.judged as Target) : changed;
        return { round: r, step, here, after: withRoundFollowing(book, both, r) };
      });
    }),
  ]);
}

function hereOf({ scope }: Book, world: World, r: number, t: number): Here {
  const round = world.rounds[r] as Round;
  const target = round.targets[t] as Target;
  const first = r === 0 && t === 0;
  const room = target.looksBackOn ? 0 : (scope.targets[t] ?? 0);
  return { round, target, teamed: first && scope.team === true, room, judged: judgedBy(world, target) };
}

const known = new WeakMap<Book, Map<string, readonly KnownStep[]>>();

/** A target's steps depend on nothing but what is here: they are found once. */
function stepsOf(book: Book, here: Here): readonly KnownStep[] {
  const { target, round, teamed, room, judged } = here;
  const own = `${numberOf(target)} ${round.status} ${teamed} ${room}`;
  const alone = findOnce(book, own, () => everyStep(book, here, judged ? OWN : [...OWN, targetSteps]));
  if (!judged) return alone;
  return [...alone, ...findOnce(book, `${own} ${numberOf(judged)}`, () => everyStep(book, here, JUDGING))];
}

const OWN = [teamSteps, findingSteps, actionSteps, rectificationSteps, disclosureSteps, publicationSteps];
/** What asks about the target that is looked back on as well. */
const JUDGING = [targetSteps, verdictSteps];

function findOnce(book: Book, key: string, find: () => KnownStep[]): readonly KnownStep[] {
  const ofBook = known.get(book) ?? new Map<string, readonly KnownStep[]>();
  known.set(book, ofBook);
  const found = ofBook.get(key) ?? find();
  ofBook.set(key, found);
  return found;
}

function everyStep(book: Book, here: Here, kinds: readonly ((book: Book, here: Here) => TargetStep[])[]): KnownStep[] {
  const steps = kinds.flatMap((kind) => kind(book, here));
  return steps.map((step) => ({
    ...step,
    appointments: Object.values(step.after.team),
    after: intern(step.after),
    judged: step.judged && intern(step.judged),
  }));
}

function roundSteps({ rules }: Book, world: World, r: number): Taken[] {
  const round = world.rounds[r] as Round;
  const met = { ...MET, TARGETS_REQUIRED: hasTargets(round.targets.map(({ status }) => status)) };
  return Object.keys(rules.round[round.status] ?? {}).flatMap((command): Taken[] => {
    const may = whoMay(rules.round, round, command, met, undefined);
    if (!may || (command === "AUTHORISE" && !isReady(rules, world, round))) return [];
    const after = replaceRound(world, r, { ...round, status: may.to as Round["status"] });
    return [{ round: r, step: { concept: "round", command, from: round.status, ...may }, after }];
  });
}

/** A target is added to a look-back once its predecessor can be looked back on, and a round is authorised with its targets. */
function isReady(rules: Rules, world: World, { targets }: Round): boolean {
  return targets.every((target) => {
    const judged = judgedBy(world, target);
    return !judged || rules.canBeLookedBackOn(judged.status);
  });
}

function withRoundFollowing({ rules }: Book, world: World, r: number): World {
  const round = world.rounds[r] as Round;
  const statuses = round.targets.map(({ status }) => status);
  const command = rules.roundFollows(round.status, statuses);
  return command ? replaceRound(world, r, { ...round, status: next(rules.round, round.status, command) }) : world;
}

function judgedBy(world: World, { looksBackOn: back }: Target): Target | undefined {
  return back && world.rounds[back.round]?.targets[back.target];
}

function replaceRound(world: World, r: number, round: Round): World {
  return { rounds: world.rounds.map((each, i) => (i === r ? round : each)) };
}

function replaceTarget(
  world: World,
  { round: r, target: t }: { round: number; target: number },
  target: Target,
): World {
  const round = world.rounds[r] as Round;
  return replaceRound(world, r, { ...round, targets: round.targets.map((each, i) => (i === t ? target : each)) });
}
