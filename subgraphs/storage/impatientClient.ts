import type { Socket } from "node:net";
import { Client, type ClientConfig, type QueryConfig } from "pg";

/** Until the first word of a connection that is taken up again. */
const FIRST_WORD_MS = 5_000;
/** The same where another connection to the same place fell silent since this one last spoke: a firewall that forgets one forgets all of
 * a pool, and people would meet each of them, one after the other, for as long. */
const SUSPECT_WORD_MS = 1_000;
/** How long a connection that ends is waited for: whoever has forgotten it never says goodbye, and a process that stops would wait for it. */
const GOODBYE_MS = 1_000;
/** A busy second says nothing about a connection, nor about others. */
const SILENCE_MS = 2_000;
/** By host and port: when a connection was last given up because nothing came back. */
const silences = new Map<string, number>();

type Ask = (question: string | QueryConfig, ...more: unknown[]) => unknown;
type End = (...given: unknown[]) => unknown;
/** What pg has and does not declare. */
interface Connected {
  connection: { stream: Socket };
}
/** pg reads it of each query, and does not declare it. */
type Bounded = QueryConfig & { query_timeout?: number };

/** A connection that is given up when nothing comes back in time (`query_timeout`). A server that is gone without a word, or a firewall
 * that has forgotten the connection, never ends it: whoever waits would wait for ever, and so would everybody who gets it next. */
export class ImpatientClient extends Client {
  private soonMs?: number;
  private heardAt = performance.now();
  private askedAt = 0;
  private gathers = false;

  constructor(settings?: string | ClientConfig) {
    super(settings);
    // what breaks in the moment in which a pool hands it on, when nobody listens, is told to whoever asks next; else it would end the process
    this.on("error", () => undefined);
    const ask = this.query.bind(this) as Ask;
    const impatiently: Ask = (question, ...more) => {
      this.askedAt = performance.now();
      this.gather();
      const asked = ask(...this.bounded(question, more));
      if (asked instanceof Promise) {
        asked.then(
          () => this.hears(),
          (cause: Error) => this.giveUpAfter(cause),
        );
      }
      return asked;
    };
    this.query = impatiently as typeof this.query;
    const end = this.end.bind(this) as End;
    const { stream } = (this as unknown as Connected).connection;
    const soon: End = (...given) => {
      const late = setTimeout(() => stream.destroy(), GOODBYE_MS).unref(); // as long as there is the connection, it comes
      stream.once("close", () => clearTimeout(late));
      return end(...given);
    };
    this.end = soon as typeof this.end;
  }

  /** What is asked next is answered at once where anybody is there: it opens a transaction, or looks for work. */
  expectWord(ms = FIRST_WORD_MS): void {
    this.soonMs = ms;
  }

  /** What is asked until everybody has had a turn leaves together: for each piece the system would wake the server up. */
  private gather(): void {
    if (this.gathers) return;
    this.gathers = true;
    const { stream } = (this as unknown as Connected).connection;
    stream.cork();
    process.nextTick(() => {
      this.gathers = false;
      stream.uncork();
    });
  }

  private bounded(question: string | QueryConfig, more: unknown[]): [string | QueryConfig, ...unknown[]] {
    const { soonMs } = this;
    if (soonMs === undefined) return [question, ...more];
    this.soonMs = undefined;
    const isSuspect = this.heardAt < (silences.get(this.place) ?? Number.NEGATIVE_INFINITY);
    const [values, ...rest] = more;
    const asked: Bounded = typeof question === "string" ? { text: question, values: values as unknown[] } : question;
    const withinMs = isSuspect ? Math.min(soonMs, SUSPECT_WORD_MS) : soonMs;
    return [{ ...asked, query_timeout: withinMs } as QueryConfig, ...(typeof question === "string" ? rest : more)];
  }

  private get place(): string {
    return `${this.host}:${this.port}`;
  }

  private hears(): void {
    this.heardAt = performance.now();
  }

  /** To its pool, and to whoever holds it, it has broken. */
  private giveUpAfter(cause: Error): void {
    if (cause.message !== READ_TIMEOUT) {
      this.hears();
      return;
    }
    const now = performance.now();
    if (now - this.askedAt >= SILENCE_MS) silences.set(this.place, now);
    this.emit("error", cause);
  }
}

/** What pg says, without a class or a code. */
const READ_TIMEOUT = "Query read timeout";

/** Says to a connection of a pool that its next answer comes soon; of another pool it is none of these. */
export function expectWord(client: object, ms?: number): void {
  if (client instanceof ImpatientClient) client.expectWord(ms);
}
