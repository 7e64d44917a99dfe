import type { Logger } from "pino";
import { isUnder } from "../../../schema/contract/regionCode";
import { ImpatientClient } from "../../storage/impatientClient";
import { findLiveHead, listenLive } from "../../storage/live/listening";

/** What rang: up to which number, and in whose books; no office means any. */
interface Ring {
  number: number;
  offices: readonly string[];
}

interface Waiting {
  region: string;
  after: number;
  wake(): void;
}

/** However nothing rings: between two looks at the progress. */
const POLL_MS = 1_000;
const RETRY_MS = 500;
/** For a connection to come about, and for a look: where a firewall has forgotten the connection, nothing ever comes back, no ring either. */
const SILENT_MS = 5_000;
const RINGS_KEPT = 64;

/** Wakes whoever waits for the journal to go on. One connection of a process listens for the worker's bell, and looks besides: a ring
 * that got lost costs a second, never an event. */
export class LiveTail {
  readonly #waiting = new Set<Waiting>();
  #rings: Ring[] = [];
  /** of the newest ring or look */
  #head = -1;
  #client: ImpatientClient | undefined;
  #poll: NodeJS.Timeout | undefined;
  /** one look at a time: on a connection that is silent, they would only pile up */
  #isLooking = false;
  /** since the last look, also by who was let go at once */
  #wasAsked = false;
  #retry: NodeJS.Timeout | undefined;
  #ended = false;
  /** whether the log says that nobody rings: it says so once, and not at each try */
  #isSilent = false;

  constructor(
    private readonly url: string,
    private readonly log: Logger,
    private readonly silentMs = SILENT_MS,
  ) {}

  /** Ends when something happened after a number in or above or below a region, after so long, or when the signal is given.
   * @param after up to which the caller has read */
  wait(region: string, after: number, ms: number, signal: AbortSignal): Promise<void> {
    this.#wasAsked = true;
    if (this.#ended || signal.aborted || this.#hasRung(region, after)) return Promise.resolve();
    this.#listen();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        this.#waiting.delete(waiting);
        resolve();
      };
      const waiting = { region, after, wake };
      const timer = setTimeout(wake, ms);
      signal.addEventListener("abort", wake, { once: true });
      this.#waiting.add(waiting);
    });
  }

  /** Nobody is woken any more: whoever would wait asks another process. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Nobody waits any more, now or later. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#poll);
    clearTimeout(this.#retry);
    for (const { wake } of this.#waiting) wake();
    const client = this.#client;
    this.#client = undefined;
    await client
      ?.end()
      .catch((cause: Error) => this.log.debug({ cause: cause.message }, "connection was gone already"));
  }

  #hasRung(region: string, after: number): boolean {
    if (this.#head <= after) return false;
    const since = this.#rings.filter(({ number }) => number > after);
    // what rang before the oldest that is kept is not known any more
    if (since.length === this.#rings.length) return true;
    return since.some(({ offices }) => concerns(offices, region));
  }

  #ring(ring: Ring): void {
    if (ring.number <= this.#head) return;
    this.#head = ring.number;
    this.#rings = [...this.#rings.slice(1 - RINGS_KEPT), ring];
    for (const { region, after, wake } of this.#waiting) {
      if (ring.number > after && concerns(ring.offices, region)) wake();
    }
  }

  #listen(): void {
    if (this.#client || this.#retry || this.#ended) return;
    const client = new ImpatientClient({
      connectionString: this.url,
      application_name: "inspection-tier-live",
      connectionTimeoutMillis: this.silentMs,
      query_timeout: this.silentMs,
    });
    this.#client = client;
    const lost = (cause?: Error) => {
      if (this.#client !== client) return;
      this.#client = undefined;
      clearInterval(this.#poll);
      if (!this.#isSilent)
        this.log.warn({ cause: cause?.message }, "nobody rings at the moment; asked again until one does");
      this.#isSilent = true;
      client.end().catch(() => undefined); // it is gone
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        if (this.#waiting.size > 0) this.#listen();
      }, RETRY_MS);
    };
    client.on("error", lost);
    client.on("end", () => lost());
    client.on("notification", ({ payload }) => this.#ring(readRing(payload ?? "")));
    this.#start(client).catch(lost);
  }

  /** @throws where the connection does not come about, or is lost before it is listened to */
  async #start(client: ImpatientClient): Promise<void> {
    await client.connect();
    await listenLive(client);
    this.#forget();
    await this.#look(client);
    if (this.#isSilent) this.log.info("the bell rings again");
    this.#isSilent = false;
    this.#poll = setInterval(() => {
      // an error ends the connection, which is told there
      const isWanted = this.#waiting.size > 0 || this.#wasAsked;
      if (isWanted && !this.#isLooking) this.#look(client).catch(() => client.end());
    }, POLL_MS);
  }

  /** Over a new connection it may be another database, restored from a backup, whose numbers begin again where it stood; so may it be over
   * the same one: whoever waits looks for himself, and what rang before is of no account. */
  #forget(): void {
    this.#head = -1;
    this.#rings = [];
    for (const { wake } of this.#waiting) wake();
  }

  async #look(client: ImpatientClient): Promise<void> {
    this.#isLooking = true;
    this.#wasAsked = false;
    try {
      const number = await findLiveHead(client);
      // what has rung over this connection is there to be seen from then on
      if (number < this.#head) this.#forget();
      this.#ring({ number, offices: [] });
    } finally {
      this.#isLooking = false;
    }
  }
}

/** An office's book is about its area, and about units below it that another keeps. */
function concerns(offices: readonly string[], region: string): boolean {
  return offices.length === 0 || offices.some((office) => isUnder(region, office) || isUnder(office, region));
}

function readRing(payload: string): Ring {
  const [number = "0", offices = ""] = payload.split(" ");
  return { number: Number(number), offices: offices.split(",").filter(Boolean) };
}
