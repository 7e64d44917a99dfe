import type { Client, ClientBase } from "pg";
import type { DataSource, QueryRunner } from "typeorm";
import { QueryRunnerAlreadyReleasedError } from "typeorm/error/QueryRunnerAlreadyReleasedError";
import type { Standing } from "../../schema/contract/standing";
import { isRefused, type Refused } from "../domain/refusals";
import { sayChanged } from "./changed";
import type { Db, PlannedEachTime } from "./db";
import { expectWord } from "./impatientClient";
import { askPrepared, plannedEachTime, writesPrepared } from "./prepared";

/** Told that a statement begins, by its name: what it does to which table, without its text and its values.
 * @returns to be told how it ended; undefined where nobody watches */
export type StatementWatch = (name: string) => ((failed: boolean) => void) | undefined;

/** One operation of one caller. Reads share one snapshot; each write is a transaction of its own, under the same rights.
 * End it when the answer is complete. */
export class Session {
  private snapshot?: Promise<{ runner: QueryRunner; db: Db; pid: number }>;
  private ended = false;
  private changed = false;
  private committed = false;
  private writing = false;
  private readonly besides: Session[] = [];
  private cancelling?: Promise<unknown>;
  /** whether something failed because there is no connection to the database any more */
  hasLostDatabase = false;

  constructor(
    private readonly dataSource: DataSource,
    readonly standing: Standing,
    private readonly watch?: StatementWatch,
  ) {}

  /** Whether a change may be carried out, beside this one too: from the moment on in which its end is asked for. */
  get mayHaveChanged(): boolean {
    return this.committed || this.besides.some((beside) => beside.writing || beside.mayHaveChanged);
  }

  /** For what is written while this operation reads, and is shown nothing of it. What it may have written, this operation may have. */
  beside(dataSource: DataSource, standing: Standing): Session {
    const beside = new Session(dataSource, standing);
    this.besides.push(beside);
    return beside;
  }

  /** Reads in the operation's snapshot, which the first read opens and the next write ends. */
  async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    this.snapshot ??= this.open("SNAPSHOT");
    const { db } = await this.snapshot;
    if (this.ended) throw new OperationIsOver();
    return work(db);
  }

  /** Carries out one business change: all of it, or nothing where it is refused or fails.
   * The work must not catch errors of the database: the transaction is lost with the first. */
  async write<T extends object>(work: (db: Db) => Promise<T | Refused>): Promise<T | Refused> {
    this.changed = true;
    this.writing = true;
    try {
      await this.close();
      return await this.change(work);
    } finally {
      this.writing = false;
    }
  }

  private async change<T extends object>(work: (db: Db) => Promise<T | Refused>): Promise<T | Refused> {
    const { runner, db, client } = await this.open("CHANGE");
    try {
      const outcome = await work(db);
      if (isRefused(outcome)) await runner.rollbackTransaction();
      else {
        this.committed = true;
        await runner.commitTransaction();
        await sayChanged(runner, client);
      }
      return outcome;
    } catch (cause) {
      await rollBack(runner);
      throw cause;
    } finally {
      await runner.release();
    }
  }

  /** Ends the snapshot; the next read opens a new one. */
  async close(): Promise<void> {
    const snapshot = this.snapshot;
    if (!snapshot) return;
    this.snapshot = undefined;
    const { runner } = await snapshot;
    // the connection must not be somebody else's when the cancelling arrives
    await this.cancelling?.catch(() => undefined);
    try {
      await runner.query("commit");
    } finally {
      await runner.release();
    }
  }

  /** Closes for good. Where an answer is given while resolvers still run (what is followed, an operation that was abandoned), what they
   * read then would open a snapshot that nobody closes. */
  async end(): Promise<void> {
    this.ended = true;
    await this.close();
  }

  /** Nobody waits for the answer any more: a question is broken off, in the database too. A change that has begun is carried
   * through: whoever comes back with its key is told how it ended.
   * @param beside connections that do not wait for this one */
  async abandon(beside: DataSource): Promise<void> {
    if (this.ended || this.changed) return;
    this.ended = true;
    const { snapshot } = this;
    const opened = await snapshot?.catch(() => undefined);
    // where it is being closed, its connection may be somebody else's in a moment
    if (!opened || this.snapshot !== snapshot) return;
    this.cancelling = beside.query("select pg_cancel_backend($1)", [opened.pid]);
    await this.cancelling;
  }

  private async open(transaction: "SNAPSHOT" | "CHANGE") {
    if (this.ended) throw new OperationIsOver();
    const reads = transaction === "SNAPSHOT";
    const connected = this.dataSource.createQueryRunner();
    const client = (await connected.connect()) as Client & { processID: number };
    const runner = watched(writesPrepared(connected, client), this.watch);
    try {
      expectWord(client);
      if (!reads) {
        await runner.startTransaction("READ COMMITTED");
        await runner.query(CHANGE_LIMIT);
      }
      // every question pays for it: TypeORM would take three statements, and wait for each. Where the first fails, what it says who is
      // calling for is over at once, and nobody is
      const started = reads && watchedAs(START_SNAPSHOT, this.watch, () => client.query(START_SNAPSHOT));
      const called = watchedAs(SET_CALLER, this.watch, () =>
        askPrepared(client, SET_CALLER, callerSettings(this.standing)),
      );
      await Promise.all([started, called]);
      const db = databaseOf(runner, client, () => reads && this.ended, this.watch);
      return { runner, db, client, pid: client.processID };
    } catch (cause) {
      if (reads) await runner.query("rollback").catch(() => undefined);
      else await rollBack(runner);
      await runner.release();
      throw cause;
    }
  }
}

/** How a statement ends behind one that failed: the transaction is lost, and what was to be prepared in it is not there. */
const BEHIND_A_FAILURE = ["25P02", "26000"];
const START_SNAPSHOT = "start transaction isolation level repeatable read read only";

export class OperationIsOver extends Error {
  constructor() {
    super("the operation is over: its connection may serve somebody else by now");
  }
}

/** A connection must not go back to the pool inside a transaction: it would fail whoever gets it next. Where the rollback
 * fails too, the connection is gone and the server has rolled back; the first error is the one to tell. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}

/** A change may take longer than a reader waits: the pool says how long (`dataSource.ts`). */
const CHANGE_LIMIT = "select set_config('statement_timeout', current_setting('app.change_ms'), true)";

const SETTINGS = [
  "app.person",
  "app.office",
  "app.unit",
  "app.roles",
  "app.recused_region",
  "app.recused_unit",
  "app.recused_round",
  "app.recused_finding",
];
/** Says who is calling, for the rest of a transaction, with the parameters of `callerSettings`. */
export const SET_CALLER = `select ${SETTINGS.map((name, i) => `set_config('${name}', $${i + 1}, true)`).join(", ")}`;

export function callerSettings(standing: Standing): string[] {
  const recused = (scope: string) =>
    arrayLiteral(standing.recusals.filter((recusal) => recusal.scope === scope).map((recusal) => recusal.subject));
  return [
    standing.person,
    standing.office,
    standing.unit ?? "",
    arrayLiteral(standing.roles),
    recused("REGION"),
    recused("UNIT"),
    recused("ROUND"),
    recused("FINDING"),
  ];
}

/** A PostgreSQL text array as text: settings hold nothing else. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/(["\\])/g, "\\$1")}"`).join(",")}}`;
}

/** What parallel resolvers ask is sent at once, and the connection answers one after the other. */
function databaseOf(runner: QueryRunner, client: ClientBase, isOver: () => boolean, watch?: StatementWatch): Db {
  return {
    manager: runner.manager,
    async rows<Row>(text: string, values: unknown[] = [], eachTime?: PlannedEachTime): Promise<Row[]> {
      if (isOver()) throw new OperationIsOver();
      // it broke between two statements, and TypeORM has taken it away
      if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
      const ask = () => watchedAs(text, watch, () => askPrepared<Row>(client, text, values));
      try {
        return await (eachTime ? plannedEachTime(client, eachTime, ask) : ask());
      } catch (cause) {
        // it stood behind what was broken off
        const isBehind = BEHIND_A_FAILURE.includes((cause as { code?: string }).code ?? "");
        throw isOver() && isBehind ? new OperationIsOver() : cause;
      }
    },
  };
}

/** What TypeORM asks by itself: the bounds of a transaction, and the entities that it writes. */
function watched(runner: QueryRunner, watch?: StatementWatch): QueryRunner {
  if (!watch) return runner;
  const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
  const asked = (text: string, ...rest: unknown[]) => watchedAs(text, watch, () => query(text, ...rest));
  return Object.assign(runner, { query: asked });
}

async function watchedAs<T>(text: string, watch: StatementWatch | undefined, ask: () => Promise<T>): Promise<T> {
  const ended = watch?.(statementName(text));
  if (!ended) return ask();
  try {
    const result = await ask();
    ended(false);
    return result;
  } catch (cause) {
    ended(true);
    throw cause;
  }
}

/** `select finding`: the first word and the first table. A text has no values in it, and its name has still less. */
export function statementName(text: string): string {
  const verb = /^[\s(]*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? "";
  const [, written, read] = /\b(?:into|update)\s+"?([a-z_]+)|\bfrom\s+"?([a-z_]+)\b"?(?!\s*\()/i.exec(text) ?? [];
  return [verb, (written ?? read)?.toLowerCase()].filter(Boolean).join(" ");
}
