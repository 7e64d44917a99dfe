import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { subgraphPorts } from "../supervisor/configuration";
import { answers } from "../supervisor/nodeProcess";
import type { ChaosPlatform } from "./platform";

const POLL_MS = 100;
/** After this it is not waited for any more: what is missing then is lost. */
const PATIENCE_MS = 180_000;

interface Told {
  /** what still waits in the tier itself */
  waiting: number;
  /** ends of its streams, as its own outbox says; and how far it has those of others */
  sent: Record<string, string>;
  received: Record<string, string>;
}

const ASK = `select
  (select count(*) from journal where number is null)::int
    + (select count(*) from journal where number > (select number from exchange_progress))::int as waiting,
  (select coalesce(jsonb_object_agg(source || ' ' || destination, epoch || ' ' || sequence), '{}') from outbox_stream) as sent,
  (select coalesce(jsonb_object_agg(source || ' ' || destination, epoch || ' ' || sequence), '{}') from inbox_stream) as received`;

/** Waits until every process serves, every journal is dispatched and every stream has arrived.
 * @returns milliseconds that it took
 * @throws where it does not become quiet, with what was still open */
export async function untilQuiet(platform: ChaosPlatform): Promise<number> {
  const started = performance.now();
  for (;;) {
    const open = await findOpen(platform);
    const took = performance.now() - started;
    if (open.length === 0) return took;
    if (took > PATIENCE_MS) throw new Error(`it does not become quiet: ${open.join("; ")}`);
    await pause(POLL_MS);
  }
}

/** @returns what is not quiet yet, in words */
async function findOpen({ clusters, configuration, gatewayUrl }: ChaosPlatform): Promise<string[]> {
  const workers = TIER_NAMES.map((name) => {
    const port = configuration[`${name.toUpperCase() as Uppercase<TierName>}_WORKER_PORT`];
    return [`${name} worker`, `http://127.0.0.1:${port}`] as const;
  });
  // a gateway is ready while one process of each tier is
  const subgraphs = TIER_NAMES.flatMap((name) =>
    subgraphPorts(configuration, name).map(
      (port, i) => [`${name} subgraph ${i + 1}`, `http://127.0.0.1:${port}`] as const,
    ),
  );
  const asked = [["gateway", gatewayUrl] as const, ...workers, ...subgraphs];
  const ready = await Promise.all(
    asked.map(async ([name, url]) => [name, await answers(`${url}/health/ready`)] as const),
  );
  const silent = ready.filter(([, answered]) => !answered).map(([name]) => `the ${name} is not ready`);
  const told = await Promise.all(
    TIER_NAMES.map((name) => ask(clusters[name].adminUrl).catch((cause: Error) => `${name}: ${cause.message}`)),
  );
  const known = told.filter((each): each is Told => typeof each !== "string");
  const received = Object.assign({}, ...known.map((each) => each.received)) as Record<string, string>;
  return [
    ...silent,
    ...told.flatMap((each, i): string[] => {
      const name = TIER_NAMES[i];
      if (typeof each === "string") return [each];
      const under = Object.entries(each.sent).filter(([stream, end]) => received[stream] !== end);
      const lag = under.map(
        ([stream, end]) => `${stream} ends at ${end}, and ${received[stream] ?? "nothing"} has arrived`,
      );
      return each.waiting ? [`${each.waiting} entries of the ${name} wait`, ...lag] : lag;
    }),
  ];
}

async function ask(url: string): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  client.on("error", () => {}); // the server may be gone in this moment: the question fails, and is asked again
  try {
    await client.connect();
    return (await client.query<Told>(ASK)).rows[0] as Told;
  } finally {
    await client.end().catch(() => {}); // the connection is broken already
  }
}
