import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "pg";
import pino from "pino";
import { nameOfTier, type Tier } from "../../schema/contract/tier";
import { prepareExchange, type RunningExchange } from "../../subgraphs/exchange/run";
import { appendJournal, type JournalEntry } from "../../subgraphs/journal/append";
import { sequenceJournal } from "../../subgraphs/journal/sequence";
import { installTypeParsers, rowsBy } from "../../subgraphs/storage/db";
import { newSigningPair, readPublicKeys, readSigningKey, type SigningKey } from "../../subgraphs/trust/keys";
import { createTierDatabase, type TierDatabase } from "../support/database";
import { until } from "../support/until";

/** What is only said with a heartbeat is what most of these tests would wait for. */
const HEARTBEAT_MS = 400;

installTypeParsers();
const OFFICES: Record<Tier, string[]> = {
  PROVINCE: ["99"],
  CITY: ["9901", "9902"],
  COUNTY: ["990101", "990102", "990103", "990201"],
};

/** One tier's exchange in this process: its database, its server, its senders. */
export class Party {
  readonly pair = newSigningPair();
  readonly key: SigningKey = readSigningKey(this.pair.privateKey);
  readonly alarms: string[] = [];
  database: TierDatabase;
  admin: Client;
  worker: Client;
  clockMs = 0;
  private server: Server | undefined;
  private running: { exchange: RunningExchange; stop: AbortController; ended: Promise<void> } | undefined;
  private port = 0;

  constructor(readonly tier: Tier) {}

  async prepare(): Promise<void> {
    this.database = await createTierDatabase(this.tier);
    await this.connect();
    const rows = OFFICES[this.tier].map((code) => [
      code,
      `${nameOfTier(this.tier)}:OFFICE${code.padStart(16, "0")}`,
      `虚构${code}`,
    ]);
    for (const row of rows) {
      await this.admin.query("insert into office (code, id, name, enrolment) values ($1, $2, $3, 'ENROLLED')", row);
    }
    this.server = createServer((request, response) => {
      if (!this.running?.exchange.answer(request, response)) response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => this.server?.listen(0, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  now = (): string => new Date(Date.now() + this.clockMs).toISOString();

  /** Begins to answer and to ship. */
  start(others: readonly Party[]): void {
    const peers = Object.fromEntries(
      others.map((other) => [other.tier, { url: other.url, keys: readPublicKeys(other.pair.publicKey) }]),
    );
    const log = pino(
      { level: process.env.EXCHANGE_LOG ?? "error" },
      { write: (line: string) => void this.alarms.push(line) },
    );
    const { tier, key, now } = this;
    const databaseUrl = this.database.urls.worker;
    const exchange = prepareExchange({ tier, key, peers, databaseUrl, log, now, heartbeatMs: HEARTBEAT_MS });
    const stop = new AbortController();
    this.running = { exchange, stop, ended: exchange.ship(stop.signal) };
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.stop.abort();
    await running?.ended;
  }

  /** Writes what happened, and lets the worker number and dispatch it. */
  async happens(...entries: JournalEntry[]): Promise<void> {
    if (entries.length) await appendJournal(rowsBy(this.admin), "somebody", this.now(), entries);
    await this.work();
  }

  async work(): Promise<void> {
    while ((await this.workBy(this.worker)) > 0);
  }

  /** One step of the worker, on a connection of the caller's.
   * @returns how much it found to do */
  async workBy(client: Client): Promise<number> {
    const numbered = await sequenceJournal(client);
    return numbered + ((await this.running?.exchange.dispatch(client)) ?? 0);
  }

  async sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.admin.query(text, values)).rows as Row[];
  }

  /** Keeps the database as it is now, to come back to. */
  async copy(): Promise<() => Promise<void>> {
    const kept = `${this.database.name}_kept`;
    await this.aside((admin) =>
      admin.query(`create database ${kept} template ${this.database.name} strategy file_copy`),
    );
    return () =>
      this.aside(async (admin) => {
        await admin.query(`drop database ${this.database.name} with (force)`);
        await admin.query(`alter database ${kept} rename to ${this.database.name}`);
        // a copy has no grants on the database itself
        await admin.query(`grant connect on database ${this.database.name} to ${nameOfTier(this.tier)}_worker`);
      });
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
    await Promise.all([this.admin.end(), this.worker.end()]);
    await this.database.dispose();
  }

  /** Nobody may be in a database that is copied. */
  private async aside(work: (admin: Client) => Promise<unknown>): Promise<void> {
    await Promise.all([this.admin.end(), this.worker.end()]);
    const url = new URL(this.database.adminUrl);
    url.pathname = "/postgres";
    const admin = new Client({ connectionString: url.href });
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.end();
    }
    await this.connect();
  }

  private async connect(): Promise<void> {
    const options = "-c TimeZone=UTC";
    this.admin = new Client({ connectionString: this.database.adminUrl, options });
    this.worker = new Client({ connectionString: this.database.urls.worker, options });
    await Promise.all([this.admin.connect(), this.worker.connect()]);
  }
}

/** Until everything that one has dispatched to an office has arrived there; to all offices, where none is named. */
export function untilShipped(party: Party, destination?: string): Promise<boolean> {
  return until("everything has arrived", async () => {
    const [behind] = await party.sql<{ n: number }>(
      `select count(*)::int as n from outbox_stream
       where (told_epoch, told_sequence) is distinct from (epoch, sequence) and destination = coalesce($1, destination)`,
      [destination ?? null],
    );
    return behind?.n === 0;
  });
}
