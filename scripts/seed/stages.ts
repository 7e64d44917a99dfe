import { Client } from "pg";
import type { Memory } from "./teller";

export interface Stage {
  label: string;
  run(memory: Memory): Promise<void>;
}

/** Remembers in the county's database which stages are done, so that a start with nothing to do asks one question, and of the
 * stage that was interrupted, which steps. */
export class Stages {
  constructor(private readonly ownerUrls: Record<string, string>) {}

  async run(stages: readonly Stage[], progress: (done: number, total: number, label: string) => void): Promise<void> {
    const client = new Client({ connectionString: this.ownerUrls.county, application_name: "seed" });
    await client.connect();
    try {
      await client.query(TABLES);
      // what a crash may take of this memory is at most the last step: each change of the book flushes what was written before
      await client.query("set synchronous_commit = off");
      const { rows } = await client.query<{ label: string }>("select label from seed_stage");
      const done = new Set(rows.map((row) => row.label));
      if (stages.every(({ label }) => done.has(label))) return;
      const memory = await StepMemory.of(client);
      for (const [i, stage] of stages.entries()) {
        if (done.has(stage.label)) continue;
        progress(i, stages.length, stage.label);
        await stage.run(memory);
        await client.query("insert into seed_stage (label) values ($1)", [stage.label]);
      }
      progress(stages.length, stages.length, "done");
    } finally {
      await client.end();
    }
  }
}

/** Which parts of what is written at a time are there. */
export const STAGE_TABLE =
  "create table if not exists seed_stage (label text primary key, at timestamptz not null default now())";
const TABLES = `${STAGE_TABLE};
  create table if not exists seed_step (key text primary key, outcome jsonb not null)`;

class StepMemory implements Memory {
  private constructor(
    private readonly client: Client,
    private readonly known: Map<string, unknown>,
  ) {}

  static async of(client: Client): Promise<StepMemory> {
    const { rows } = await client.query<{ key: string; outcome: unknown }>("select key, outcome from seed_step");
    return new StepMemory(client, new Map(rows.map(({ key, outcome }) => [key, outcome])));
  }

  recall(key: string): unknown {
    return this.known.get(key);
  }

  async keep(key: string, outcome: unknown): Promise<void> {
    await this.client.query("insert into seed_step (key, outcome) values ($1, $2)", [key, JSON.stringify(outcome)]);
    this.known.set(key, outcome);
  }
}
