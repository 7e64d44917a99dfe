import { setTimeout as pause } from "node:timers/promises";
import type { Lines } from "./lines";
import type { Victims } from "./processes";
import type { Fault, FaultKind } from "./schedule";
import { KINDS } from "./schedule";

/** A fault that nobody gets past is healed after so long, whatever has ended meanwhile. */
const LONGEST_MS = 4_000;

/** Carries the faults out, each as soon as so many acts have ended, and heals them. */
export class Controller {
  readonly done: Record<FaultKind, number> = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<
    FaultKind,
    number
  >;
  readonly byTarget = new Map<string, number>();
  private readonly due: Fault[];
  private ended = 0;
  private readonly waiting: { until: number; go: () => void }[] = [];
  private readonly under = new Set<Promise<void>>();

  constructor(
    faults: readonly Fault[],
    private readonly victims: Pick<Victims, "kill" | "stop">,
    private readonly lines: Pick<Lines, "of">,
    private readonly longestMs = LONGEST_MS,
  ) {
    this.due = [...faults];
  }

  /** To be told after each act. */
  actEnded(): void {
    this.ended++;
    for (const waiter of this.waiting.filter(({ until }) => until <= this.ended)) waiter.go();
    for (let next = this.due[0]; next && next.after <= this.ended; next = this.due[0]) {
      this.due.shift();
      const work = this.carryOut(next);
      this.under.add(work);
      // whoever waits for all hears of what failed
      work.then(() => this.under.delete(work)).catch(() => {});
    }
  }

  /** Comes back when everything is healed.
   * @throws where a fault could not be carried out */
  async allHealed(): Promise<void> {
    for (const waiter of this.waiting) waiter.go();
    await Promise.all(this.under);
  }

  private async carryOut(fault: Fault): Promise<void> {
    const { kind, target } = fault;
    if (kind === "KILL") await this.victims.kill(target);
    else if (kind === "STOP") {
      const goOn = await this.victims.stop(target);
      await this.endOf(fault);
      goOn();
    } else if (kind === "DROP") {
      for (const line of this.lines.of(target)) line.drop();
    } else {
      const lines = this.lines.of(target);
      for (const line of lines) line.cut(kind, fault);
      await this.endOf(fault);
      for (const line of lines) line.heal(fault);
    }
    this.done[kind]++;
    this.byTarget.set(target, (this.byTarget.get(target) ?? 0) + 1);
  }

  private endOf({ lasts }: Fault): Promise<void> {
    const passed = new Promise<void>((go) => this.waiting.push({ until: this.ended + lasts, go }));
    const late = new AbortController();
    const longest = pause(this.longestMs, undefined, { signal: late.signal }).catch(() => {}); // the acts came first
    return Promise.race([passed, longest]).finally(() => late.abort());
  }
}
