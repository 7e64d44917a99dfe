import { setTimeout as pause } from "node:timers/promises";
import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import { Cursors } from "../../../subgraphs/tier/live/cursor";
import { gatewayDoor } from "../looks";
import { listAll } from "../looks/doors";
import { tierOf } from "../offices";
import type { Persistent } from "../persistent";
import * as place from "../places";
import type { ChaosPlatform } from "../platform";
import { COUNTERS, READERS, type Reader } from "./followers";
import { figuresQueryOf, follow, type Over, queryOf } from "./following";
import type { Answers, Listened } from "./holding";
import { type Heard, Transcript } from "./transcript";

/** Until everybody who follows has heard that it begins. */
const BEGUN_MS = 60_000;
const RENEWED_SECONDS = 10;

interface Seat {
  where: string;
  reader: Reader;
  transcript: Transcript;
  asked: Map<number, Answers>;
  /** place behind which it begins; that of STARTED where there is none */
  from?: number;
  /** milliseconds since 1970: when the token of whoever does not renew it ends */
  expires?: number;
  stop: () => void;
}

interface WithAlerts {
  /** null where the reader is of another office */
  alerts: { id: string; colour: string }[] | null;
}

/** All who follow. */
export class Audience {
  private readonly seats: Seat[] = [];
  private readonly counters: Seat[] = [];
  private readonly asking = new Set<Promise<void>>();
  private readonly cursors: Record<Tier, Cursors>;

  constructor(
    private readonly platform: ChaosPlatform,
    private readonly people: Persistent,
  ) {
    const made = TIERS.map((tier) => [tier, new Cursors(platform.keys[nameOfTier(tier)], tier)]);
    this.cursors = Object.fromEntries(made) as Record<Tier, Cursors>;
  }

  /** Comes back when everybody has been told that it begins.
   * @param shortest seconds that the first of the tokens holds that are not renewed */
  async begin(shortest: number): Promise<void> {
    let expiring = 0;
    for (const reader of READERS) {
      const { person, tier, region, fate } = reader;
      const seconds = fate === "EXPIRES" ? shortest * (1 + expiring++ / 2) : undefined;
      const seat = this.seat(reader, place.follows(person, tier, region), queryOf(reader), { seconds });
      this.seats.push(seat);
    }
    for (const reader of COUNTERS) {
      const { person, tier, region } = reader;
      this.counters.push(this.seat(reader, place.counts(person, tier, region), figuresQueryOf(reader), {}));
    }
    // whoever's token has ended before it is greeted is never greeted
    const waits = () =>
      [...this.seats, ...this.counters].filter(
        ({ transcript, expires = Number.POSITIVE_INFINITY }) => transcript.heard.length === 0 && expires > Date.now(),
      );
    for (const until = Date.now() + BEGUN_MS; waits().length; await pause(50)) {
      if (Date.now() > until)
        throw new Error(
          `never begun: ${waits().map(({ where, transcript }) => `${where} (${[...transcript.ends.keys()]})`)}`,
        );
    }
  }

  /** The same people hear all of it again, from where they once began. */
  again(chosen: (reader: Reader) => boolean): Audience {
    const other = new Audience(this.platform, this.people);
    for (const { reader, transcript } of this.seats.filter((seat) => seat.transcript.first && chosen(seat.reader))) {
      const { person, tier, region, fate } = reader;
      const where = place.replays(person, tier, region);
      // with a new token, whoever did not renew the old one has his rights
      const now: Reader = { ...reader, fate: fate === "EXPIRES" ? "STAYS" : fate };
      const seat = other.seat(now, where, queryOf(reader), { after: transcript.first });
      other.seats.push({ ...seat, from: transcript.heard[0]?.place });
    }
    return other;
  }

  get listened(): Listened[] {
    return this.seats.map(({ where, reader, transcript: { heard }, asked, from }) => {
      return { where, reader, heard, asked, from: from ?? heard[0]?.place ?? 0 };
    });
  }

  /** Whose tokens have ended by themselves, and when. */
  get expired(): Map<string, { from: number; until: number }> {
    const own = this.seats.flatMap(({ reader, expires }) =>
      expires ? [[reader.person, { from: expires, until: expires }] as const] : [],
    );
    return new Map(own);
  }

  /** Figures by what was told, beside what a query says. */
  async comparedFigures(): Promise<
    { where: string; told: Record<string, number | null> | null; asked: Record<string, number | null> | null }[]
  > {
    const compared = this.counters.map(async ({ where, reader, transcript: { numbers } }) => {
      const { person, tier, region } = reader;
      const told = numbers ? Object.fromEntries(numbers) : null;
      const names = told ? Object.keys(told) : ["total"];
      const source = `query ($region: ID!) { region(code: $region) { figures: ${nameOfTier(tier)}Figures { ${names.join(" ")} } } }`;
      type Answer = { region: { figures: Record<string, number | null> | null } };
      const answer = await this.people.ask<Answer>(person, source, { region });
      return { where, told, asked: answer.region.figures };
    });
    return Promise.all(compared);
  }

  get defects(): string[] {
    return [...this.seats, ...this.counters].flatMap(({ where, transcript }) =>
      transcript.defects.map((defect) => `${where}: ${defect}`),
    );
  }

  /** Why connections ended, and how often. */
  get ends(): Record<string, number> {
    const sum: Record<string, number> = {};
    for (const { transcript } of [...this.seats, ...this.counters]) {
      for (const [why, times] of transcript.ends) sum[why] = (sum[why] ?? 0) + times;
    }
    return sum;
  }

  get eventsHeard(): number {
    return this.seats.reduce((sum, { transcript }) => sum + transcript.heard.length, 0);
  }

  /** Whatever is being asked because of a RESYNC. */
  async allAsked(): Promise<void> {
    await Promise.all(this.asking);
  }

  stop(): void {
    for (const { stop } of [...this.seats, ...this.counters]) stop();
  }

  private seat(
    reader: Reader,
    where: string,
    query: string,
    { after = null, seconds }: { after?: string | null; seconds?: number },
  ): Seat {
    const { person, tier, region, fate } = reader;
    const asked = new Map<number, Answers>();
    const told = (last: Heard) => {
      if (last.kind === "RESYNC" && !query.includes("FiguresChanges")) this.ask(reader, last.place, asked);
    };
    const transcript = new Transcript((cursor) => this.placeOf(tier, cursor), after, told);
    const index = this.seats.length + this.counters.length;
    const lines = this.platform.lines.ofReaders;
    const over: Over = index % 2 ? "stream" : "socket";
    const url = this.platform.lines.urlOver(lines[Math.floor(index / 2) % lines.length] as string);
    const expires = seconds && Math.floor(Date.now() / 1000 + seconds) * 1000;
    const own = seconds ? this.platform.tokenOf(person, seconds) : undefined;
    const tokenOf = () => own ?? this.platform.tokenOf(person, fate === "RENEWS" ? RENEWED_SECONDS : undefined);
    const stop = follow(over, query, { url, region, transcript, tokenOf });
    return { where, reader, transcript, asked, stop, ...(expires && { expires }) };
  }

  private placeOf(tier: Tier, cursor: string): number {
    const place = this.cursors[tier].open(cursor);
    if (!place) throw new Error(`a cursor of the ${tier} that does not open`);
    return place.number;
  }

  /** What a page does that hears RESYNC. */
  private ask({ person, office, tier }: Reader, at: number, asked: Seat["asked"]): void {
    const asker = { person, office, post: "clerk" } as const;
    const work = async () => {
      const shown = new Map<string, string>();
      for (const [field, status] of [
        ["Publications", "status"],
        ["Findings", "status: liveStatus"],
        ["Orders", "status"],
        ["ReceivedReleases", "status: state"],
        ["Supervisions", "status"],
        ["ReceivedSupervisions", "status"],
      ]) {
        const nodes = await listAll(gatewayDoor(this.people), tier, asker, field as string, `id ${status}`);
        for (const node of nodes) shown.set(node.id, node.status);
      }
      for (const { alerts } of await this.targetsOf(tier, asker)) {
        for (const { id, colour } of alerts ?? []) shown.set(id, colour);
      }
      asked.set(at, { until: Date.now(), shown });
    };
    const under = work().finally(() => this.asking.delete(under));
    this.asking.add(under);
    under.catch(() => {}); // whoever waits for all hears of it
  }

  /** Alerts stand at the targets whose deadlines they are about, for whose book it is. */
  private async targetsOf(tier: Tier, asker: Parameters<typeof listAll>[2]): Promise<WithAlerts[]> {
    if (tierOf(asker.office) !== tier) return [];
    const selection = "id alerts { id colour }";
    return listAll(gatewayDoor(this.people), tier, asker, "RoundTargets", selection, `office: "${asker.office}"`);
  }
}
