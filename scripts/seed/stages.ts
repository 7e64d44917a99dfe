import { Client } from "pg";

export interface Stage {
  label: string;
  run(): Promise<void>;
}

/** Remembers in the county's database which stages are done, so that a start with nothing to do asks one question. */
export class Stages {
  constructor(private readonly ownerUrls: Record<string, string>) {}

  async run(stages: readonly Stage[], progress: (done: number, total: number, label: string) => void): Promise<void> {
    const client = new Client({ connectionString: this.ownerUrls.county, application_name: "seed" });
    await client.connect();
    try {
      await client.query(
        "create table if not exists seed_stage (label text primary key, at timestamptz not null default now())",
      );
      const { rows } = await client.query<{ label: string }>("select label from seed_stage");
      const done = new Set(rows.map((row) => row.label));
      for (const [i, stage] of stages.entries()) {
        if (done.has(stage.label)) continue;
        progress(i, stages.length, stage.label);
        await stage.run();
        await client.query("insert into seed_stage (label) values ($1)", [stage.label]);
      }
      if (done.size < stages.length) progress(stages.length, stages.length, "done");
    } finally {
      await client.end();
    }
  }
}
