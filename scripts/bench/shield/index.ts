import { randomBytes } from "node:crypto";
import type { Measurement } from "../../measurement";
import { besideOnePerson, type Flooded, flood } from "./flood";
import { idleTarget, measureIdle } from "./idle";
import { MOST_CPU_MS } from "./judge";
import { missedFaults } from "./proof";
import { attacksOf, MOST_GROWTH_BYTES, type Run, run } from "./run";
import { shapeOf, textOf } from "./shapes";
import { startWorld, type World } from "./world";

const SEED = 7;
const MB = 1024 * 1024;
/** Who flood, together. */
const PEOPLE = 16;
/** Pages that the collector has not given back: a leak of 100 bytes a text would be as much. */
const MOST_RESIDENT_BYTES = 96 * MB;
/** What is sent before anything is measured: memory is flat or not from there on where the gateway and its planner have taken the space for
 * new objects that they are given, and keep. Some hundred answers fill it once. */
const GROWING = { texts: 3_000, shapes: 100 };
/** The texts that are measured have lower numbers. */
const NEVER_SENT = 10_000_000;
/** How a flood's text is answered. */
const CLEAN = new Set(["200", "429", "503"]);
/** Of a flood's texts: on a machine that others use, a tier may have no time for one of those who flood it. */
const MOST_WITHOUT_TIER = 0.01;
/** What a person sends who works. */
const ORDINARY = [
  "{ viewer { person } }",
  '{ region(code: "99") { name countyFigures { total } } }',
  "{ countyFindings { nodes { id title } } }",
];

/** What a gateway does with the corpus of malicious and malformed requests, and meanwhile with everybody else. */
export async function measureShield(quick: boolean): Promise<Pick<Measurement, "seed" | "targets" | "detail">> {
  const canary = `canary${randomBytes(8).toString("hex")}`;
  const world = await startWorld(canary);
  try {
    const { gateway, secrets, senders } = world;
    await warmUp(world);
    await world.settled();
    tell("texts over few shapes, until the spaces for new objects have their size");
    const grown = await flood(world, {
      ...GROWING,
      people: PEOPLE,
      textOf: (i) => textOf(NEVER_SENT + i, GROWING.shapes),
    });
    const idle = await measureIdle(gateway, quick ? 5 : 9, world.worker);
    const idleOfMs = idle.msOfSecond / 1_000;
    const attacks = attacksOf(SEED, secrets, quick ? 0.57 : 1);
    const authorizationOf = (i: number) => senders[i % senders.length] as string;
    tell(`${attacks("").length} requests of the corpus, one by one`);
    const first = await run(gateway, secrets, attacks, authorizationOf, "one", idleOfMs);
    tell("again, as texts that no cache knows");
    const second = await run(gateway, secrets, attacks, authorizationOf, "two", idleOfMs);
    tell("a flood of texts over few shapes");
    const [texts, shapes] = quick ? [400, 100] : [1_000_000, 1_000];
    const few = await flood(world, { texts, shapes, people: PEOPLE, textOf: (i) => textOf(i, shapes) });
    tell("a flood of different shapes");
    const different = quick ? 300 : 20_000;
    const many = await flood(world, { texts: different, shapes: different, people: PEOPLE, textOf: shapeOf });
    tell("one person's different operations");
    const beside = await besideOnePerson(world, quick ? 1 : 5, quick ? 1_500 : 6_000);
    const growth = inMb(second.heapBytes - first.heapBytes);
    const missed = await missedFaults(secrets);
    const found = [...first.found, ...second.found].filter(({ faults }) => faults.some((fault) => fault !== "SLOW"));
    return {
      seed: SEED,
      targets: [
        { name: "requests of the corpus", limit: ">= 500", found: first.sent, ok: first.sent >= 500 },
        { name: "requests that were not in order", limit: "= 0", found: found.length, ok: found.length === 0 },
        slowestOf(first.cpuMs.most > second.cpuMs.most ? first : second),
        idleTarget(idle),
        {
          name: "heap that the second corpus left behind, MB",
          limit: `<= ${MOST_GROWTH_BYTES / MB}`,
          found: growth,
          ok: growth * MB <= MOST_GROWTH_BYTES,
        },
        uncleanOf(grown),
        ...targetsOf(few),
        carriedOut(few),
        ...targetsOf(many),
        {
          name: "others served beside one person's different operations, of what they asked",
          limit: "= 1",
          found: beside.beside.servedShare,
          ok: beside.beside.servedShare === 1,
        },
        { name: "planted faults that were not seen", limit: "= 0", found: missed.length, ok: missed.length === 0 },
      ],
      detail: {
        quick,
        idle,
        grown,
        corpus: { ...first, found: undefined },
        again: { ...second, found: undefined },
        few,
        many,
        beside,
        found,
        missed,
      },
    };
  } finally {
    await world.stop();
  }
}

/** The full measurement takes its time: where it is. */
function tell(what: string): void {
  process.stderr.write(`${Math.round(performance.now() / 1000)} s: ${what}\n`);
}

function inMb(bytes: number): number {
  return Math.round((bytes / MB) * 10) / 10;
}

function slowestOf({ cpuMs: { median, p99, most }, slowest: [first] }: Run): Measurement["targets"][number] {
  return {
    name: `most CPU of the gateway for one request, ms (${first?.family}; half of them ${median}, 99 % ${p99})`,
    limit: `< ${MOST_CPU_MS}`,
    found: most,
    ok: most < MOST_CPU_MS,
  };
}

/** From a tenth of it on: until then the caches fill. */
function targetsOf(flooded: Flooded): Measurement["targets"] {
  const { texts, shapes, heapBytes, residentBytes, others } = flooded;
  const flood = `${texts} texts over ${shapes} shapes`;
  const [heap, resident] = [heapBytes, residentBytes].map(([early, late]) => late - early) as [number, number];
  return [
    {
      name: `heap that the last nine tenths of ${flood} took, MB`,
      limit: `<= ${MOST_GROWTH_BYTES / MB}`,
      found: inMb(heap),
      ok: heap <= MOST_GROWTH_BYTES,
    },
    {
      name: `memory of the process, the planner's thread too, that they took (${flood}), MB`,
      limit: `<= ${MOST_RESIDENT_BYTES / MB}`,
      found: inMb(resident),
      ok: resident <= MOST_RESIDENT_BYTES,
    },
    {
      name: `others served beside ${flood}, of what they asked`,
      limit: "= 1",
      found: others.servedShare,
      ok: others.servedShare === 1,
    },
    uncleanOf(flooded),
  ];
}

/** Of the first flood this is judged from the start of the process on. */
function uncleanOf({ texts, shapes, statuses, faults }: Flooded): Measurement["targets"][number] {
  const clean = new Set([
    ...CLEAN,
    ...((statuses.TIER_UNAVAILABLE ?? 0) <= texts * MOST_WITHOUT_TIER ? ["TIER_UNAVAILABLE"] : []),
  ]);
  const unclean = faults.length + Object.keys(statuses).filter((status) => !clean.has(status)).length;
  return {
    name: `other answers than 200, 429 and 503 (and of one in a hundred that a tier was not there), and leaks in answers and log, with ${texts} texts over ${shapes} shapes`,
    limit: "= 0",
    found: unclean,
    ok: unclean === 0,
  };
}

/** Memory that stays as it is while everything is refused would show little. */
function carriedOut({ texts, statuses }: Flooded): Measurement["targets"][number] {
  const share = (statuses[200] ?? 0) / texts;
  return { name: "of the texts over few shapes carried out", limit: ">= 0.5", found: share, ok: share >= 0.5 };
}

/** A process that has just started compiles its own code while it answers. */
async function warmUp({ gateway, senders }: World): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const query = `${ORDINARY[i % ORDINARY.length]} #${i}`;
    const headers = { "content-type": "application/json", authorization: senders[i % senders.length] as string };
    const answer = await fetch(`${gateway.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (errors) throw new Error(`an ordinary question was not answered: ${JSON.stringify(errors)}`);
  }
}
