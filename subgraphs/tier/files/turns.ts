/** Nobody's turn came in time, or too many wait already. */
export class TooBusy extends Error {}

interface Waiting {
  person: string;
  begin(): void;
}

interface TurnLimits {
  /** at once */
  most: number;
  waiting: number;
  waitMs: number;
}

/** Work that holds a connection for seconds: little of it at once, one piece for each person, the others in their order. A
 * person who asks for ten files waits behind nobody but that person. */
export class Turns {
  private readonly working = new Set<string>();
  private readonly queue: Waiting[] = [];

  constructor(private readonly limits: TurnLimits) {}

  /** @throws TooBusy, and whatever ends the signal */
  async take<Outcome>(person: string, signal: AbortSignal, work: () => Promise<Outcome>): Promise<Outcome> {
    await this.turnOf(person, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.working.delete(person);
      this.goOn();
    }
  }

  private turnOf(person: string, signal: AbortSignal): Promise<void> {
    if (this.queue.length >= this.limits.waiting) throw new TooBusy("too many wait");
    return new Promise((resolve, reject) => {
      const leave = (cause: Error) => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        stop();
        reject(cause);
      };
      const onAbort = () => leave(signal.reason as Error);
      const timer = setTimeout(() => leave(new TooBusy("waited too long")), this.limits.waitMs);
      const stop = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      };
      const waiting: Waiting = {
        person,
        begin: () => {
          stop();
          resolve();
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.queue.push(waiting);
      this.goOn();
    });
  }

  private goOn(): void {
    while (this.working.size < this.limits.most) {
      const next = this.queue.findIndex(({ person }) => !this.working.has(person));
      if (next < 0) return;
      const [waiting] = this.queue.splice(next, 1) as [Waiting];
      this.working.add(waiting.person);
      waiting.begin();
    }
  }
}
