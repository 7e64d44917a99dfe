import type { Tier } from "../../schema/contract/tier";
import { Random } from "../random";

/** What an office is to do next; what exactly, it finds by what it knows then. */
export type Deed =
  | "SUBMIT"
  | "RECALL"
  | "STEP"
  | "DECIDE"
  | "CLUE"
  | "TAKE_CLUE"
  | "ORDER"
  | "ANSWER_ORDER"
  | "CLOSE_ORDER"
  | "PRESS_ORDER"
  | "RELEASE"
  | "TAKE_RELEASE"
  | "SUPERVISE"
  | "ANSWER_SUPERVISION";

export interface PlannedAct {
  office: string;
  deed: Deed;
  /** 0 to below 1: which of several things it takes */
  pick: number;
}

/** KILL: kill -9. STOP: it stands still. The others are of a line: REFUSE breaks it and takes no connection; SILENCE lets nothing
 * through until it is healed, and then all; FORGET the same, but that a connection of before never speaks again. DROP: whatever runs
 * over a reader's line in that moment is broken off, sockets and streams. */
export const KINDS = ["KILL", "STOP", "REFUSE", "SILENCE", "FORGET", "DROP"] as const;
export type FaultKind = (typeof KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** name of a process or of a line */
  target: string;
  /** it happens when so many acts have ended */
  after: number;
  /** and is healed after so many more; a killed process starts again by its supervisor */
  lasts: number;
}

export interface Schedule {
  acts: PlannedAct[];
  faults: Fault[];
}

/** What each tier's offices do, and how often. */
const DEEDS: Record<Tier, readonly (readonly [Deed, number])[]> = {
  COUNTY: [
    ["SUBMIT", 4],
    ["RECALL", 1],
    ["STEP", 2],
    ["CLUE", 3],
    ["ANSWER_ORDER", 3],
    ["RELEASE", 1],
    ["TAKE_RELEASE", 1],
    ["ANSWER_SUPERVISION", 2],
  ],
  CITY: [
    ["DECIDE", 4],
    ["TAKE_CLUE", 3],
    ["SUBMIT", 2],
    ["RECALL", 1],
    ["STEP", 1],
    ["CLUE", 1],
    ["ORDER", 2],
    ["ANSWER_ORDER", 1],
    ["CLOSE_ORDER", 1],
    ["PRESS_ORDER", 1],
    ["RELEASE", 1],
    ["TAKE_RELEASE", 1],
    ["SUPERVISE", 1],
    ["ANSWER_SUPERVISION", 1],
  ],
  PROVINCE: [
    ["DECIDE", 3],
    ["TAKE_CLUE", 2],
    ["ORDER", 2],
    ["CLOSE_ORDER", 1],
    ["PRESS_ORDER", 1],
    ["SUPERVISE", 1],
  ],
};

/** Of ten faults six kill, two stop, two cut. */
const WEIGHTS: readonly (readonly [FaultKind, number])[] = [
  ["KILL", 12],
  ["STOP", 4],
  ["REFUSE", 1],
  ["SILENCE", 2],
  ["FORGET", 1],
];

/** Where readers follow, every fourth fault is of a line of theirs alone. */
const WEIGHTS_WITH_READERS: typeof WEIGHTS = [...WEIGHTS, ["DROP", 6]];

interface Range {
  offices: readonly { code: string; tier: Tier }[];
  processes: readonly string[];
  lines: readonly string[];
  /** among the lines, those over which somebody follows */
  linesOfReaders?: readonly string[];
}

/** Everything that a run does, by the seed alone: which office does what, in the order of the acts, and what happens to which
 * process or line when how many acts have ended. */
export function scheduleOf(seed: number, faultCount: number, actsPerFault: number, range: Range): Schedule {
  const random = new Random(seed);
  const acts = Array.from({ length: (faultCount + 1) * actsPerFault }, (): PlannedAct => {
    const { code, tier } = random.one(range.offices);
    return { office: code, deed: weighted(random, DEEDS[tier]), pick: random.next() };
  });
  const { processes, lines, linesOfReaders = [] } = range;
  const hit = (kind: FaultKind) =>
    kind === "KILL" || kind === "STOP" ? processes : kind === "DROP" ? linesOfReaders : lines;
  const faults = Array.from({ length: faultCount }, (_, i): Fault => {
    const kind = weighted(random, linesOfReaders.length ? WEIGHTS_WITH_READERS : WEIGHTS);
    const target = random.one(hit(kind));
    // not at even steps: two may fall together, and the next one meets what has not recovered yet
    const after = i * actsPerFault + random.int(0, actsPerFault);
    return { kind, target, after, lasts: random.int(1, 3 * actsPerFault) };
  });
  return { acts, faults: faults.sort((a, b) => a.after - b.after) };
}

function weighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const sum = choices.reduce((all, [, weight]) => all + weight, 0);
  let left = random.int(1, sum);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left <= 0) return choice;
  }
  throw new Error("there is nothing to choose from");
}
