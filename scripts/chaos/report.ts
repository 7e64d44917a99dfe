import { type Measurement, measurementOf, type Target } from "../measurement";
import { FAULTS } from "./checker";
import { PLANTS } from "./planted";
import type { Asked, Ran } from "./run";

const QUIET_S = 30;
/** Of each kind of fault so many are told in full. */
const SHOWN = 20;

export function reportOf(command: string, asked: Asked, ran: Ran): Measurement {
  const { verdict, noticed, quietMs, faults, defects } = ran;
  const quiet = Math.round(quietMs / 100) / 10;
  const total = Object.values(faults).reduce((sum, each) => sum + each, 0);
  const none = FAULTS.map((kind): Target => {
    const found = verdict[kind].length;
    return { name: kind, limit: "= 0", found, ok: found === 0 };
  });
  const proved = { limit: `= ${PLANTS.length}`, found: noticed.length, ok: noticed.length === PLANTS.length };
  const targets: Target[] = [
    ...none,
    { name: "seconds to quiet", limit: `<= ${QUIET_S}`, found: quiet, ok: quiet <= QUIET_S },
    { name: "faults carried out", limit: `= ${asked.faults}`, found: total, ok: total === asked.faults },
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
        scheduledActs: ran.scheduled,
        tries: ran.tries,
        refused: ran.refused,
      },
      ...{ planted: asked.planted ?? noticed, defects: defects.length, wrong, firstDefects: defects.slice(0, SHOWN) },
    },
  });
}

function countsOf(verdict: Ran["verdict"]) {
  return Object.fromEntries(FAULTS.map((kind) => [kind, verdict[kind].length]));
}

/** For people. */
export function linesOf({ targets, detail }: Measurement): string {
  const lines = targets.map(
    ({ name, limit, found, ok }) => `${ok ? "ok    " : "failed"}  ${name}: ${found} (${limit})`,
  );
  const rest = Object.entries(detail).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  return [...lines, ...rest].join("\n");
}
