import { randomBytes } from "node:crypto";
import type { Measurement } from "../../measurement";
import { flood } from "./flood";
import { missedFaults } from "./proof";
import { attacksOf, MOST_GROWTH_BYTES, run } from "./run";
import { startWorld, type World } from "./world";

const SEED = 7;
const MB = 1024 * 1024;
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
    const attacks = attacksOf(SEED, secrets, quick ? 0.57 : 1);
    const authorizationOf = (i: number) => senders[i % senders.length] as string;
    const first = await run(gateway, secrets, attacks, authorizationOf, "one");
    const second = await run(gateway, secrets, attacks, authorizationOf, "two");
    const flooded = await flood(world, quick ? 300 : 50_000);
    const growth = Math.round(((flooded.heapBytes - first.heapBytes) / MB) * 10) / 10;
    const missed = await missedFaults(secrets);
    const found = [...first.found, ...second.found].filter(({ faults }) => faults.some((fault) => fault !== "SLOW"));
    const slowest = Math.max(first.cpuMs.most, second.cpuMs.most);
    return {
      seed: SEED,
      targets: [
        { name: "requests of the corpus", limit: ">= 500", found: first.sent, ok: first.sent >= 500 },
        { name: "requests that were not in order", limit: "= 0", found: found.length, ok: found.length === 0 },
        { name: "most CPU of the gateway for one request, ms", limit: "< 50", found: slowest, ok: slowest < 50 },
        {
          name: "heap that the second corpus and the flood left behind, MB",
          limit: `<= ${MOST_GROWTH_BYTES / MB}`,
          found: growth,
          ok: growth * MB <= MOST_GROWTH_BYTES,
        },
        {
          name: "others served while one person floods, of what they asked",
          limit: "= 1",
          found: flooded.servedShare,
          ok: flooded.servedShare === 1,
        },
        { name: "planted faults that were not seen", limit: "= 0", found: missed.length, ok: missed.length === 0 },
      ],
      detail: {
        quick,
        corpus: { ...first, found: undefined },
        again: { ...second, found: undefined },
        flooded,
        found,
        missed,
      },
    };
  } finally {
    await world.stop();
  }
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
