import { ACTS } from "./acts";
import { openBook, shortenDeadlines } from "./book";
import { check, type Verdict } from "./checker";
import { Controller } from "./controller";
import { Desk } from "./desk";
import { expectationsOf } from "./expected";
import { Ledger } from "./ledger";
import { LINES_OF_READERS, Live, type LiveRan } from "./live";
import type { LivePlant } from "./live/planted";
import { lookEverywhere } from "./looks";
import { OFFICES, superiorsOf, tierOf } from "./offices";
import { Persistent, type Waited } from "./persistent";
import { type Complaint, PLANTS, type Plant, plant } from "./planted";
import { ChaosPlatform } from "./platform";
import type { Ended } from "./processes";
import { untilQuiet } from "./quiet";
import { type FaultKind, type PlannedAct, type Schedule, scheduleOf } from "./schedule";

export interface Asked {
  seed: number;
  faults: number;
  /** a fault that is planted in what the platform has, before it is looked at: the run must fail */
  planted?: Plant;
  /** readers follow meanwhile */
  live: boolean;
  /** each tier has two processes of its subgraph, the gateway has two as well */
  replicas: boolean;
  /** leaves logs and databases there */
  keep: boolean;
}

export interface Ran {
  /** what an office was told is done */
  acts: number;
  actsByDeed: Record<string, number>;
  /** what it was refused, by code */
  refused: Record<string, number>;
  /** questions and changes that were sent, each time anew */
  tries: number;
  /** answers that said that something is broken inside */
  defects: string[];
  /** the longest that anybody asked until there was an answer */
  longest: Waited;
  faults: Record<FaultKind, number>;
  byTarget: Record<string, number>;
  /** processes that ended by themselves */
  ended: readonly Ended[];
  verdict: Verdict;
  /** of all plants, those that were found after the run */
  noticed: readonly (Plant | LivePlant)[];
  quietMs: number;
  /** a run with the same seed has the same */
  scheduled: number;
  live?: LiveRan;
}

const ACTS_PER_FAULT = 4;
const TARGETS = 4;
/** A fault takes about a second: the first token that is not renewed ends in the first part of the run, however long that is. */
const SHORTEST_TOKEN_S = 10;

/** Runs the platform, lets the offices work while things are killed, and looks what became of it. */
export async function run({ keep, ...asked }: Asked, say: (line: string) => void): Promise<Ran> {
  say("starting three databases, the tiers, their workers and a gateway");
  const platform = await ChaosPlatform.start(asked.live ? LINES_OF_READERS : 0, asked.replicas);
  const interrupted = () => void platform.stop(keep).finally(() => process.exit(130));
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    return await work(platform, asked, say);
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    await platform.stop(keep);
    if (keep) say(`logs and databases are in ${platform.folder}`);
  }
}

async function work(
  platform: ChaosPlatform,
  { seed, faults, planted, live: isLive }: Omit<Asked, "keep" | "replicas">,
  say: (line: string) => void,
): Promise<Ran> {
  const schedule = scheduleOf(seed, faults, ACTS_PER_FAULT, {
    offices: OFFICES.map((code) => ({ code, tier: tierOf(code) })),
    processes: platform.processes,
    lines: platform.lines.names,
    linesOfReaders: platform.lines.ofReaders,
  });
  const ledger = new Ledger();
  const people = new Persistent(platform);
  const desks = OFFICES.map((office) => new Desk(office, ledger, people));
  say("opening the offices' books");
  await Promise.all(desks.map(shortenDeadlines));
  await Promise.all(desks.filter(({ office }) => superiorsOf(office).length).map((desk) => openBook(desk, TARGETS)));
  const controller = new Controller(schedule.faults, platform.victims, platform.lines);
  const live = isLive ? new Live(platform, people, ledger, desks, { seed, acts: schedule.acts.length }) : undefined;
  try {
    if (live) {
      await untilQuiet(platform);
      await live.begin(Math.max(SHORTEST_TOKEN_S, faults / 4));
      say("everybody follows");
    }
    say(`${schedule.acts.length} acts, ${faults} faults`);
    await allAct(schedule, desks, () => {
      controller.actEnded();
      live?.actEnded();
    });
    await controller.allHealed();
    await live?.rightsAreWithdrawn();
    return await ended(platform, ledger, people, { schedule, desks, controller, planted, live }, say);
  } finally {
    live?.stop();
    people.giveUp();
  }
}

async function ended(
  platform: ChaosPlatform,
  ledger: Ledger,
  people: Persistent,
  { schedule, desks, controller, planted, live }: Worked,
  say: (line: string) => void,
): Promise<Ran> {
  say("everything is healed");
  const quietMs = await untilQuiet(platform);
  say(`all is quiet after ${Math.round(quietMs)} ms`);
  const listened = await live?.finish();
  if (listened) say(`the last reader has all after ${Math.round(listened.lastMs)} ms`);
  const look = async () => check(expectationsOf(ledger), await lookEverywhere(platform, people, ledger));
  if (planted) await plant(planted, ledger, platform.clusters);
  const verdict = await look();
  const noticed = live ? await live.findPlanted() : planted ? [] : await findPlanted(ledger, platform, look);
  return {
    acts: ledger.entries.length,
    actsByDeed: counted(ledger.entries.map(({ deed }) => [deed, 1])),
    refused: counted(desks.flatMap(({ refusals }) => [...refusals])),
    tries: people.tries,
    defects: people.defects,
    longest: people.longest,
    faults: controller.done,
    byTarget: Object.fromEntries([...controller.byTarget].sort(([a], [b]) => (a < b ? -1 : 1))),
    ended: platform.ended,
    verdict,
    noticed,
    quietMs,
    scheduled: schedule.acts.length,
    live: listened,
  };
}

interface Worked {
  schedule: Schedule;
  desks: readonly Desk[];
  controller: Controller;
  planted: Plant | undefined;
  live: Live | undefined;
}

/** Plants one fault of each kind, and looks once more.
 * @returns those that were found for what they are */
async function findPlanted(
  ledger: Ledger,
  { clusters }: ChaosPlatform,
  look: () => Promise<Verdict>,
): Promise<Plant[]> {
  const complaints = new Map<Plant, Complaint>();
  for (const which of PLANTS) complaints.set(which, await plant(which, ledger, clusters));
  const verdict = await look();
  const said = ({ wrong, words }: Complaint) => verdict[wrong].some((line) => line.includes(words));
  return [...complaints].filter(([, complaint]) => said(complaint)).map(([which]) => which);
}

/** Each office does one thing after the other, all offices at once. */
async function allAct({ acts }: Schedule, desks: readonly Desk[], actEnded: () => void): Promise<void> {
  const failed = new AbortController();
  const lane = async (desk: Desk, own: readonly PlannedAct[]) => {
    for (const { deed, pick } of own) {
      if (failed.signal.aborted) return;
      await ACTS[deed](desk, pick);
      actEnded();
    }
  };
  const lanes = desks.map((desk) => {
    const own = acts.filter(({ office }) => office === desk.office);
    return lane(desk, own).catch((cause) => {
      failed.abort();
      throw cause;
    });
  });
  const ended = await Promise.allSettled(lanes);
  const failure = ended.find((each) => each.status === "rejected");
  if (failure) throw failure.reason;
}

function counted(each: readonly (readonly [string, number])[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [name, times] of each) sum[name] = (sum[name] ?? 0) + times;
  return sum;
}
