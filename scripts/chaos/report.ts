import { type Measurement, measurementOf, type Target } from "../measurement";
import { FAULTS } from "./checker";
import type { LiveRan } from "./live";
import { LIVE_PLANTS } from "./live/planted";
import { PLANTS } from "./planted";
import type { Asked, Ran } from "./run";

const QUIET_S = 30;
/** However often the same things are killed: a tier with its database comes back in seconds. */
const WAITED_S = 120;
const ENOUGH_FAULTS = 100;
/** Of each kind of fault so many are told in full. */
const SHOWN = 20;
/** What can be wrong with what readers are told. */
const LIVE_NAMES = {
  ...{ lost: "lost", doubled: "doubled", reordered: "reordered", leaked: "to the wrong reader" },
  ...{ revoked: "after revocation", resynced: "RESYNC without a reason", misplaced: "cursor that leads elsewhere" },
} as const;
const EVERY = Object.keys(LIVE_NAMES) as (keyof typeof LIVE_NAMES)[];

export function reportOf(command: string, asked: Asked, ran: Ran): Measurement {
  const { verdict, noticed, quietMs, faults, defects } = ran;
  const quiet = secondsOf(quietMs);
  const waited = secondsOf(ran.longest.ms);
  const total = Object.values(faults).reduce((sum, each) => sum + each, 0);
  // whatever happens to the others, none has a reason to end; but a PostgreSQL does not start beside what is left of one that was killed
  const died = ran.ended.filter(({ name }) => !name.endsWith(" database"));
  const none = FAULTS.map((kind): Target => {
    const found = verdict[kind].length;
    return { name: kind, limit: "= 0", found, ok: found === 0 };
  });
  const all = ran.live ? LIVE_PLANTS : PLANTS;
  const proved = { limit: `= ${all.length}`, found: noticed.length, ok: noticed.length === all.length };
  const targets: Target[] = [
    ...none,
    { name: "seconds to quiet", limit: `<= ${QUIET_S}`, found: quiet, ok: quiet <= QUIET_S },
    {
      name: "seconds that somebody asked for an answer",
      limit: `<= ${WAITED_S}`,
      found: waited,
      ok: waited <= WAITED_S,
    },
    { name: "faults carried out", limit: `= ${asked.faults}`, found: total, ok: total === asked.faults },
    { name: "processes that ended by themselves", limit: "= 0", found: died.length, ok: died.length === 0 },
    ...(ran.live ? liveTargets(ran.live, asked) : []),
    ...(asked.planted ? [] : [{ name: "planted faults noticed", ...proved }]),
  ];
  const wrong = Object.fromEntries(FAULTS.map((kind) => [kind, verdict[kind].slice(0, SHOWN)]));
  return measurementOf(command, {
    seed: asked.seed,
    targets,
    detail: {
      ...{ acts: ran.acts, checks: verdict.checks, ...countsOf(verdict), secondsToQuiet: quiet, killsByKind: faults },
      ...{
        killsByTarget: ran.byTarget,
        actsByDeed: ran.actsByDeed,
        endedByThemselves: countsByName(ran.ended),
        lastWords: died.map(({ lastWords }) => lastWords).slice(0, SHOWN),
        scheduledActs: ran.scheduled,
        tries: ran.tries,
        askedLongest: `${ran.longest.person}: ${ran.longest.said}`,
        refused: ran.refused,
      },
      ...(ran.live && { live: liveDetail(ran.live) }),
      ...{ planted: asked.planted ?? noticed, defects: defects.length, wrong, firstDefects: defects.slice(0, SHOWN) },
    },
  });
}

/** Of what those were told who followed meanwhile. */
function liveTargets({ verdict, lastMs, figures }: LiveRan, { faults }: Asked): Target[] {
  const seconds = secondsOf(lastMs);
  const { deadlinesAbove } = verdict;
  const above = { name: "live: deadlines told above", limit: "> 0", found: deadlinesAbove, ok: deadlinesAbove > 0 };
  return [
    // deadlines are looked at when a worker comes back: of a few faults none may be of the worker's
    ...(faults >= ENOUGH_FAULTS ? [above] : []),
    ...EVERY.map((kind): Target => {
      const found = verdict[kind].length;
      return { name: `live: ${LIVE_NAMES[kind]}`, limit: "= 0", found, ok: found === 0 };
    }),
    { name: "live: figures that a query does not say", limit: "= 0", found: figures.length, ok: figures.length === 0 },
    {
      name: "live: seconds until the last reader has all",
      limit: `<= ${QUIET_S}`,
      found: seconds,
      ok: seconds <= QUIET_S,
    },
  ];
}

function liveDetail({ verdict, events, ends, endsAgain, againMs, withdrawn, defects, figures }: LiveRan) {
  const { checks, excused, explained, shown, deadlinesAbove } = verdict;
  const wrong = Object.fromEntries(EVERY.map((kind) => [kind, verdict[kind].slice(0, SHOWN)]));
  return {
    ...{
      events,
      checks,
      resyncsExplained: explained,
      missingSinceRightsEnded: excused,
      missingAndShownAfterResync: shown,
      deadlinesToldAbove: deadlinesAbove,
      connectionsEnded: ends,
      secondsToHearAgain: secondsOf(againMs),
      connectionsEndedAgain: endsAgain,
      msToWithdraw: withdrawn,
    },
    ...{ defects: defects.length, wrong, figures, firstDefects: defects.slice(0, SHOWN) },
  };
}

function secondsOf(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function countsOf(verdict: Ran["verdict"]) {
  return Object.fromEntries(FAULTS.map((kind) => [kind, verdict[kind].length]));
}

function countsByName(ended: Ran["ended"]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { name, code, signal } of ended) {
    const how = `${name}, ${signal ?? `code ${code}`}`;
    sum[how] = (sum[how] ?? 0) + 1;
  }
  return sum;
}

/** For people. */
export function linesOf({ targets, detail }: Measurement): string {
  const lines = targets.map(
    ({ name, limit, found, ok }) => `${ok ? "ok    " : "failed"}  ${name}: ${found} (${limit})`,
  );
  const rest = Object.entries(detail).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  return [...lines, ...rest].join("\n");
}
