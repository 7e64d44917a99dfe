import { Client, type ClientConfig, type QueryConfig } from "pg";

/** Until the first word of a connection that is taken up again. */
const FIRST_WORD_MS = 5_000;

type Ask = (question: string | QueryConfig, ...more: unknown[]) => unknown;
/** pg reads it of each query, and does not declare it. */
type Bounded = QueryConfig & { query_timeout?: number };

/** A connection that is given up when nothing comes back in time (`query_timeout`). A server that is gone without a word, or a firewall
 * that has forgotten the connection, never ends it: whoever waits would wait for ever, and so would everybody who gets it next. */
export class ImpatientClient extends Client {
  private soonMs?: number;

  constructor(settings?: string | ClientConfig) {
    super(settings);
    // what breaks in the moment in which a pool hands it on, when nobody listens, is told to whoever asks next; else it would end the process
    this.on("error", () => undefined);
    const ask = this.query.bind(this) as Ask;
    const impatiently: Ask = (question, ...more) => {
      const asked = ask(...this.bounded(question, more));
      if (asked instanceof Promise) asked.catch((cause: Error) => this.giveUpAfter(cause));
      return asked;
    };
    this.query = impatiently as typeof this.query;
  }

  /** What is asked next is answered at once where anybody is there: it opens a transaction, or looks for work. */
  expectWord(ms = FIRST_WORD_MS): void {
    this.soonMs = ms;
  }

  private bounded(question: string | QueryConfig, more: unknown[]): [string | QueryConfig, ...unknown[]] {
    const { soonMs } = this;
    if (soonMs === undefined) return [question, ...more];
    this.soonMs = undefined;
    const [values, ...rest] = more;
    const asked: Bounded = typeof question === "string" ? { text: question, values: values as unknown[] } : question;
    return [{ ...asked, query_timeout: soonMs } as QueryConfig, ...(typeof question === "string" ? rest : more)];
  }

  /** To its pool, and to whoever holds it, it has broken. */
  private giveUpAfter(cause: Error): void {
    if (cause.message === READ_TIMEOUT) this.emit("error", cause);
  }
}

/** What pg says, without a class or a code. */
const READ_TIMEOUT = "Query read timeout";

/** Says to a connection of a pool that its next answer comes soon; of another pool it is none of these. */
export function expectWord(client: object, ms?: number): void {
  if (client instanceof ImpatientClient) client.expectWord(ms);
}
