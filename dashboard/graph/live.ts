import { type Client, createClient } from "graphql-ws";
import { FollowRegion } from "../generated/operations";
import type { FollowRegionSubscription } from "../generated/types";
import { Beginning } from "../rules/beginning";
import { BACK, tellChange } from "../rules/changes";
import { type Hearing, LogsHeard } from "../rules/hearing";
import { ownSteps } from "../rules/ownSteps";
import { OUT_OF_DATE } from "../rules/patience";
import type { TierOfRows } from "../rules/tiers";
import { SignInFault } from "../session/signIn";
import { tokens } from "../session/tokens";
import { withoutTier } from "./operation";
import { textOf } from "./textOf";

export type LiveEvent = FollowRegionSubscription["countyEvents"];

export interface Listening {
  region: string;
  tiers: readonly TierOfRows[];
  /** the page has asked already: nothing waits for these logs, and what happened before they began has to be asked for */
  isLater: boolean;
  onHearing: (hearing: Hearing) => void;
  /** every log is followed, or will not be for a while */
  onBegun: () => void;
  onEvent: (event: LiveEvent, tier: TierOfRows) => void;
}

const LONGEST_PAUSE_MS = 5_000;
/** For so long at most the page asks nothing, because a log has not begun. */
const LONGEST_WAIT_MS = 1_000;
/** A browser never notices by itself that nothing comes through a connection any more. */
const PING_MS = 20_000;
const LONGEST_SILENCE_MS = 10_000;

/** Follows a region in the logs of several tiers, over one socket. A connection that is lost comes back by itself, and goes on
 * where it stopped: each tier's last cursor is given back. A log that was refused is followed from the start again, after a pause.
 * What is asked once every log has begun is not asked again for that; what was asked before is.
 * @returns how to stop */
export function listen({ region, tiers, isLater, onHearing, onBegun, onEvent }: Listening): () => void {
  const beginning = new Beginning(tiers, onBegun);
  if (isLater) beginning.end();
  const waiting = setTimeout(() => beginning.end(), LONGEST_WAIT_MS);
  const logs = new LogsHeard<TierOfRows>(onHearing);
  const client = connect(logs, beginning);
  const heard = (event: LiveEvent, tier: TierOfRows) => {
    if (logs.isOver) return;
    const wasRefused = logs.heard(tier);
    const isAwaited = event.kind === "STARTED" && !beginning.hasStarted(tier);
    // that somebody may see something else now would have been told here as well
    if (wasRefused && !isAwaited) void tellChange();
    else if (!isAwaited) heed(event, tier, region);
    onEvent(event, tier);
  };
  for (const tier of tiers) follow({ client, logs, tier, region, heard });
  return () => {
    clearTimeout(waiting);
    logs.end();
    void client.dispose();
  };
}

function connect(logs: LogsHeard<TierOfRows>, beginning: Beginning<TierOfRows>): Client {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${location.origin.replace(/^http/, "ws")}/graphql`,
    connectionParams: async () => ({ authorization: `Bearer ${await tokens.current()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (tries) => pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** tries) * (0.5 + Math.random())),
    shouldRetry: (cause) => !(cause instanceof SignInFault),
    keepAlive: PING_MS,
    on: {
      connected: () => {
        logs.connected();
        // what was missed comes as messages
        void tellChange(BACK);
      },
      closed: () => {
        clearTimeout(silence);
        logs.lost();
        beginning.end();
      },
      ping: (isReceived) => {
        if (!isReceived) silence = setTimeout(() => client.terminate(), LONGEST_SILENCE_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(silence);
      },
    },
  });
  return client;
}

interface Followed {
  client: Client;
  logs: LogsHeard<TierOfRows>;
  tier: TierOfRows;
  region: string;
  heard: (event: LiveEvent, tier: TierOfRows) => void;
  /** for a gateway that does not know the hash */
  text?: string;
}

function follow(followed: Followed): void {
  const { client, tier, region, heard, text = "" } = followed;
  const operation = FollowRegion.of[tier];
  if (!operation) return;
  let cursor: string | null = null;
  const variables = {
    region,
    // read anew for each try
    get after() {
      return cursor;
    },
  };
  const extensions = { persistedQuery: { version: 1, sha256Hash: operation.hash } };
  // the library asks for a text, and an empty one stands for none
  const asked = { query: text, operationName: operation.name, variables, extensions };
  client.subscribe<FollowRegionSubscription>(asked, {
    next: ({ data }) => {
      const event = data && withoutTier(data).events;
      if (!event) return;
      cursor = event.cursor;
      heard(event, tier);
    },
    error: (cause) => void followAgain(followed, operation.hash, cause),
    complete: () => void followAgain(followed, operation.hash),
  });
}

/** The gateway refuses one log while the others go on, for a cursor too; or the library gives up the connection.
 * @param cause undefined: the gateway has ended it, or nobody listens any more */
async function followAgain(followed: Followed, hash: string, cause?: unknown): Promise<void> {
  const { logs, tier, text } = followed;
  if (cause instanceof SignInFault) return; // the page says that the sign-in is over
  if (isUnknown(cause)) {
    const known = text ? undefined : await textOf(hash);
    if (logs.isOver) return;
    return known ? follow({ ...followed, text: known }) : logs.outOfDate();
  }
  await pause(logs.refused(tier));
  if (!logs.isOver) follow(followed);
}

/** Where a log begins after the page has asked, and where something is missing in between, everything is asked for; otherwise what it is about. */
function heed(event: LiveEvent, tier: TierOfRows, followed: string): void {
  const { kind, resync, region } = event;
  if (resync === "RIGHTS_CHANGED") {
    void tellChange();
    return;
  }
  if (ownSteps.isOwn(stepIn(event), tier, performance.now())) return;
  const whole = kind === "STARTED" || kind === "RESYNC";
  tellSoon(whole ? followed : (region?.code ?? followed));
}

/** Which object took which status. Of a joint supervision it would not tell one step from another: its members answer while it stays open. */
function stepIn({ finding, findingStatus, order, orderStatus, publication }: LiveEvent) {
  if (finding) return { id: finding.id, status: findingStatus ?? undefined };
  if (order) return { id: order.id, status: orderStatus ?? undefined };
  return { id: publication?.id, status: publication?.status };
}

const told = new Set<string>();

/** A hundred findings that move at once are one reason to ask. */
function tellSoon(region: string): void {
  const isFirst = told.size === 0;
  told.add(region);
  if (!isFirst) return;
  setTimeout(() => {
    const regions = [...told];
    told.clear();
    void tellChange({ regions });
  }, 300);
}

function isUnknown(cause: unknown): boolean {
  const [first] = Array.isArray(cause) ? (cause as { extensions?: { code?: string } }[]) : [];
  return first?.extensions?.code === OUT_OF_DATE;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
