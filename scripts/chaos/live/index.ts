import { setTimeout as pause } from "node:timers/promises";
import type { Tier } from "../../../schema/contract/tier";
import type { Desk } from "../desk";
import type { Ledger } from "../ledger";
import type { Persistent } from "../persistent";
import type { ChaosPlatform } from "../platform";
import { Audience } from "./audience";
import type { Withdrawals } from "./endings";
import { READERS, type Reader } from "./followers";
import { type Happening, readHappenings } from "./happenings";
import { hold, type Listened, type LiveVerdict } from "./holding";
import { HEARS_PLANTS, type LivePlant, noticedIn, plantLeak, plantLive } from "./planted";
import { Withdrawing } from "./withdrawing";

/** By how many lines readers reach the gateway. */
export const LINES_OF_READERS = 4;

/** Until the last reader has what is his; what is missing then is lost. */
const PATIENCE_MS = 60_000;
const POLL_MS = 250;
/** Whatever comes twice comes by then. */
const SETTLED_MS = 1_000;

export interface LiveRan {
  verdict: LiveVerdict;
  /** from the moment in which all was quiet and healed until the last reader had all */
  lastMs: number;
  /** until those had all who heard it again */
  againMs: number;
  events: number;
  /** figures that those who follow them hold, and that a query does not say */
  figures: string[];
  /** why connections ended, of those who follow and of those who hear it again */
  ends: Record<string, number>;
  endsAgain: Record<string, number>;
  withdrawn: Record<string, number>;
  defects: string[];
}

/** Readers who follow while everything breaks, and lose rights meanwhile. */
export class Live {
  private readonly audience: Audience;
  /** those who hear it again */
  private readonly later: Audience[] = [];
  private readonly withdrawing: Withdrawing;

  constructor(
    private readonly platform: ChaosPlatform,
    people: Persistent,
    private readonly ledger: Ledger,
    desks: readonly Desk[],
    { seed, acts }: { seed: number; acts: number },
  ) {
    this.audience = new Audience(platform, people);
    const [target] = desks.find(({ office }) => office === "990101")?.targets ?? [];
    this.withdrawing = new Withdrawing(seed, acts, READERS, platform.clusters, people, target?.unit ?? "");
  }

  /** @param shortest seconds that the shortest token holds that is not renewed */
  begin(shortest: number): Promise<void> {
    return this.audience.begin(shortest);
  }

  actEnded(): void {
    this.withdrawing.actEnded();
  }

  rightsAreWithdrawn(): Promise<void> {
    return this.withdrawing.allDone();
  }

  /** To be asked once all is quiet. */
  async finish(): Promise<LiveRan> {
    const { audience } = this;
    const happened = await readHappenings(this.platform.clusters);
    const lastMs = await this.untilNothingIsMissing(happened, () => audience.listened);
    await audience.allAsked();
    const figures = await this.untilFiguresAgree();
    const again = this.again(() => true);
    const againMs = await this.untilNothingIsMissing(happened, () => again.listened);
    await pause(SETTLED_MS);
    audience.stop();
    again.stop();
    await Promise.all([audience.allAsked(), again.allAsked()]);
    // a clock may have written something meanwhile
    const verdict = this.verdictOn(
      [...audience.listened, ...again.listened],
      await readHappenings(this.platform.clusters),
    );
    return {
      ...{ verdict, lastMs, againMs, figures, events: audience.eventsHeard + again.eventsHeard },
      ends: audience.ends,
      endsAgain: again.ends,
      withdrawn: Object.fromEntries(
        [...this.withdrawals.rights].map(([person, { from, until }]) => [person, until - from]),
      ),
      defects: [...audience.defects, ...again.defects],
    };
  }

  stop(): void {
    this.withdrawing.stop();
    for (const audience of [this.audience, ...this.later]) audience.stop();
  }

  private again(chosen: (reader: Reader) => boolean): Audience {
    const audience = this.audience.again(chosen);
    this.later.push(audience);
    return audience;
  }

  private get withdrawals(): Withdrawals {
    const recalls = [...this.ledger.recalled].map(
      ([id, until]) => [id, { from: this.recallsFrom.get(id) ?? 0, until }] as const,
    );
    return { rights: new Map([...this.withdrawing.done, ...this.audience.expired]), recalls: new Map(recalls) };
  }

  /** A recall counts from its own entry on. */
  private recallsFrom: ReadonlyMap<string, number> = new Map();

  private verdictOn(listened: readonly Listened[], happened: Record<Tier, Happening[]>): LiveVerdict {
    const recalls = Object.values(happened)
      .flat()
      .filter(({ event }) => event === "PublicationRecalled");
    this.recallsFrom = new Map(recalls.map(({ id, at }) => [id, at]));
    return hold(listened, happened, this.withdrawals);
  }

  private async untilNothingIsMissing(
    happened: Record<Tier, Happening[]>,
    listened: () => Listened[],
  ): Promise<number> {
    const begun = performance.now();
    for (;;) {
      const took = performance.now() - begun;
      if (this.verdictOn(listened(), happened).lost.length === 0 || took > PATIENCE_MS) return took;
      await pause(POLL_MS);
    }
  }

  private async untilFiguresAgree(): Promise<string[]> {
    for (const until = performance.now() + PATIENCE_MS; ; await pause(POLL_MS)) {
      const compared = await this.audience.comparedFigures();
      const wrong = compared.filter(({ told, asked }) => JSON.stringify(told) !== JSON.stringify(asked));
      if (wrong.length === 0 || performance.now() > until) {
        return wrong.map(
          ({ where, told, asked }) => `${where}: ${JSON.stringify(told)} and not ${JSON.stringify(asked)}`,
        );
      }
    }
  }

  /** Plants one fault of each kind; the platform is not used any more.
   * @returns those that were found for what they are */
  async findPlanted(): Promise<LivePlant[]> {
    const happened = await readHappenings(this.platform.clusters);
    const noticed: LivePlant[] = [];
    for (const plant of [plantLive, plantLeak]) {
      const complaints = await plant(happened, this.platform.clusters);
      const again = this.again(HEARS_PLANTS);
      let found: LivePlant[] = [];
      for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await pause(POLL_MS)) {
        found = noticedIn(complaints, this.verdictOn(again.listened, happened));
        if (found.length === complaints.size) break;
      }
      again.stop();
      noticed.push(...found);
    }
    return noticed;
  }
}
