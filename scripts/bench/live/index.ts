import type { Measurement, Target } from "../../measurement";
import { startHive, startOurs } from "../gateway/contenders";
import { rounded } from "../gateway/numbers";
import { type Found, measured, type Size } from "./size";
import { amongTiers, UNBOUNDED } from "./surroundings";

/** Of equal readers, with which both gateways are measured. */
const EQUAL: Size = [500, 1];
const FULL = {
  events: 30,
  sizes: [
    EQUAL,
    ...[1_000, 5_000, 10_000].flatMap((sockets) => [1, 10, 100].map((different): Size => [sockets, different])),
  ],
  peers: ["hive", "hive, Rust planner"] as const,
  sockets: 10_000,
};
/** Of the others' gateways the short form starts none: they have to be installed first. */
const QUICK = {
  events: 5,
  sizes: [
    [200, 1],
    [200, 10],
    [500, 100],
  ] as Size[],
  peers: [] as const,
  sockets: 500,
};
const HIVE_SHARE = 0.1;
/** What has not begun by then is left out, and said so. */
const MOST_MS = 9 * 60_000;

/** What an event costs a gateway process with many readers, and how soon the last of them has it. */
export function measureLive(quick: boolean): Promise<Pick<Measurement, "targets" | "detail">> {
  const { events, sizes, peers, sockets } = quick ? QUICK : FULL;
  return amongTiers(async (around) => {
    const until = performance.now() + MOST_MS;
    const theirs: Record<string, Found> = {};
    // first, since it is what the target needs
    for (const name of peers) {
      theirs[name] = await measured(() => startHive(around, name), EQUAL, { ...around, events, authorizations: [] });
    }
    const ours: Found[] = [];
    const leftOut: { size: Size; why: string }[] = [];
    for (const size of sizes) {
      const one = () => measured(() => startOurs(around, "ours", undefined, UNBOUNDED), size, { ...around, events });
      if (performance.now() > until) leftOut.push({ size, why: "no time was left" });
      // what was measured before is not lost with it
      else
        await one().then(
          (found) => ours.push(found),
          (cause: Error) => leftOut.push({ size, why: cause.message }),
        );
    }
    const people = around.authorizations.length;
    return {
      targets: [...targetsOf(ours, leftOut.length, sockets), ...shareOf(ours, theirs)],
      detail: { quick, events, people, ours, leftOut, ...theirs },
    };
  });
}

function targetsOf(ours: readonly Found[], leftOut: number, sockets: number): Target[] {
  const largest = ours.reduce((most, found) => Math.max(most, found.sockets - found.closed), 0);
  return [
    none("measurements left out", leftOut),
    none(
      "measurements with other than one upstream per different subscription",
      ours.filter(({ upstream, different }) => upstream !== different).length,
    ),
    none(
      "messages lost, doubled or without what the other tier knows",
      ours.reduce((sum, { heard, expected }) => sum + Math.abs(expected - heard), 0),
    ),
    { name: "sockets held", limit: `>= ${sockets}`, found: largest, ok: largest >= sockets },
  ];
}

/** Ours against Hive as it comes; what it takes with its other planner is in the detail. */
function shareOf(ours: readonly Found[], { hive, ...others }: Record<string, Found>): Target[] {
  if (!hive) return [];
  const peers = [hive, ...Object.values(others)];
  const equal = ours.find(({ sockets }) => sockets === EQUAL[0]);
  const found = rounded((equal?.cpuMsPerEvent ?? Number.NaN) / hive.cpuMsPerEvent);
  const unheard = peers.reduce((sum, { heard, expected }) => sum + Math.abs(expected - heard), 0);
  return [
    {
      name: `CPU of an event for ${EQUAL[0]} equal readers, ours of hive`,
      limit: `<= ${HIVE_SHARE}`,
      found,
      ok: found <= HIVE_SHARE,
    },
    none("messages that their readers did not get: then it was not the same work", unheard),
  ];
}

function none(name: string, found: number): Target {
  return { name, limit: "= 0", found, ok: found === 0 };
}
