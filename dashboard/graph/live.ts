import { type Client, createClient } from "graphql-ws";
import { FollowRegion } from "../generated/operations";
import type { FollowRegionSubscription } from "../generated/types";
import { Beginning } from "../rules/beginning";
import { BACK, tellChange } from "../rules/changes";
import { ownSteps } from "../rules/ownSteps";
import type { TierOfRows } from "../rules/tiers";
import { SignInFault } from "../session/signIn";
import { tokens } from "../session/tokens";
import { withoutTier } from "./operation";

export type LiveEvent = FollowRegionSubscription["countyEvents"];

/** Whether the page hears of what happens: LOST means that what it shows may be out of date. */
export type Hearing = "BEGINNING" | "LIVE" | "LOST";

export interface Listening {
  region: string;
  tiers: readonly TierOfRows[];
  onHearing: (hearing: Hearing) => void;
  /** every log is followed, or will not be for a while */
  onBegun: () => void;
  onEvent: (event: LiveEvent, tier: TierOfRows) => void;
}

/** Closed for one of these, the page has nothing to gain from coming back. */
const FINAL = [4400, 4406, 4409, 4429];
const LONGEST_PAUSE_MS = 5_000;
/** For so long at most the page asks nothing, because a log has not begun. */
const LONGEST_WAIT_MS = 1_000;

/** Follows a region in the logs of several tiers, over one socket. A connection that is lost comes back by itself, and goes on
 * where it stopped: each tier's last cursor is given back.
 * What is asked once every log has begun is not asked again for that; what was asked before is.
 * @returns how to stop */
export function listen({ region, tiers, onHearing, onBegun, onEvent }: Listening): () => void {
  const beginning = new Beginning(tiers, onBegun);
  const waiting = setTimeout(() => beginning.end(), LONGEST_WAIT_MS);
  const heard = (event: LiveEvent, tier: TierOfRows) => {
    if (event.kind !== "STARTED" || beginning.hasStarted(tier)) heed(event, tier, region);
    onEvent(event, tier);
  };
  const client = createClient({
    url: `${location.origin.replace(/^http/, "ws")}/graphql`,
    connectionParams: async () => ({ authorization: `Bearer ${await tokens.current()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: (tries) => pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** tries) * (0.5 + Math.random())),
    shouldRetry: (cause) => !(cause instanceof SignInFault) && !FINAL.includes((cause as CloseEvent).code),
    on: {
      connected: () => {
        onHearing("LIVE");
        // what was missed comes as messages
        void tellChange(BACK);
      },
      closed: () => {
        onHearing("LOST");
        beginning.end();
      },
    },
  });
  for (const tier of tiers) follow(client, tier, region, heard);
  return () => {
    clearTimeout(waiting);
    void client.dispose();
  };
}

function follow(client: Client, tier: TierOfRows, region: string, onEvent: Listening["onEvent"], query = ""): void {
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
  const asked = { query, operationName: operation.name, variables, extensions };
  client.subscribe<FollowRegionSubscription>(asked, {
    next: ({ data }) => {
      const event = data && withoutTier(data).events;
      if (!event) return;
      cursor = event.cursor;
      onEvent(event, tier);
    },
    error: (cause) => {
      if (!query && isUnknown(cause))
        void withText(operation.hash, (text) => follow(client, tier, region, onEvent, text));
    },
    complete: () => {},
  });
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
let _telling: ReturnType<typeof setTimeout> | undefined;

/** A hundred findings that move at once are one reason to ask. */
function tellSoon(region: string): void {
  told.add(region);
  _telling ??= setTimeout(() => {
    const regions = [...told];
    told.clear();
    _telling = undefined;
    void tellChange({ regions });
  }, 300);
}

async function withText(hash: string, work: (text: string) => void): Promise<void> {
  const { textOf } = await import("../generated/texts");
  const text = textOf(hash);
  if (text) work(text);
}

function isUnknown(cause: unknown): boolean {
  const [first] = Array.isArray(cause) ? (cause as { extensions?: { code?: string } }[]) : [];
  return first?.extensions?.code === "PERSISTED_QUERY_NOT_FOUND";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
