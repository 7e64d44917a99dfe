import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Crowd, CrowdWord } from "./readers";

type Report = Extract<CrowdWord, { lags: number[] }>;

const SOCKETS_OF_ONE = 2_500;
const OPEN_MS = 120_000;

/** Readers in processes of their own. */
export class Crowds {
  readonly #children: ChildProcess[] = [];

  /** Opens so many sockets; they follow once it comes back. */
  async open(asked: Omit<Crowd, "first">): Promise<void> {
    const opened: Promise<unknown>[] = [];
    for (let first = 0; first < asked.count; first += SOCKETS_OF_ONE) {
      const child = fork(join(__dirname, "readers.js"));
      this.#children.push(child);
      opened.push(this.#word(child, "opened"));
      child.send({ ...asked, first, count: Math.min(SOCKETS_OF_ONE, asked.count - first) });
    }
    await Promise.all(opened);
  }

  /** What was heard since the last time. */
  async report(): Promise<Report> {
    const reports = await Promise.all(
      this.#children.map((child) => {
        const word = this.#word(child, "lags");
        child.send("report");
        return word as Promise<Report>;
      }),
    );
    const sum = (of: (report: Report) => number) => reports.reduce((all, report) => all + of(report), 0);
    return {
      lags: reports.flatMap(({ lags }) => lags),
      bytes: sum(({ bytes }) => bytes),
      closed: sum(({ closed }) => closed),
      cpuMs: sum(({ cpuMs }) => cpuMs),
    };
  }

  close(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }

  #word(child: ChildProcess, kind: "opened" | "lags"): Promise<CrowdWord> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`a crowd did not say ${kind}`)), OPEN_MS);
      const hear = (word: CrowdWord) => {
        if (!(kind in word)) return;
        clearTimeout(late);
        child.off("message", hear);
        resolve(word);
      };
      child.on("message", hear);
    });
  }
}
