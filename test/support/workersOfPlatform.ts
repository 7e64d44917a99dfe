import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import { freePorts } from "../../scripts/supervisor/ports";
import { newSigningPair } from "../../subgraphs/trust/keys";
import { PlatformProcess } from "./platformProcess";
import { until } from "./until";

/** What the process of the workers is told, and what it answers. */
export const [WORK, REST, RESTS] = ["work", "rest", "rests"];

export type WorkerEnvironment = Record<string, string> & { WORKER_PORT: string };

type Databases = Record<TierName, { database: { urls: { worker: string } } }>;

export function environmentOfWorker({ database }: Databases[TierName], port: number): WorkerEnvironment {
  return { DATABASE_URL: database.urls.worker, LOG_LEVEL: "warn", WORKER_PORT: `${port}` };
}

/** Each knows where the others are, and their keys. */
export async function environmentsOfWorkers(tiers: Databases): Promise<Record<TierName, WorkerEnvironment>> {
  const ports = await freePorts(TIER_NAMES.length);
  const pairs = TIER_NAMES.map(() => newSigningPair());
  const entries = TIER_NAMES.map((name, i) => {
    const others = TIER_NAMES.flatMap((other, j) => {
      const [upper, port, pair] = [other.toUpperCase(), ports[j], pairs[j]];
      return i === j
        ? []
        : [
            [`${upper}_WORKER_URL`, `http://127.0.0.1:${port}`],
            [`${upper}_EXCHANGE_KEYS`, pair?.publicKey],
          ];
    });
    const own = environmentOfWorker(tiers[name], ports[i] as number);
    return [name, { ...own, EXCHANGE_KEY: pairs[i]?.privateKey ?? "", ...Object.fromEntries(others) }];
  });
  return Object.fromEntries(entries);
}

export const addressOf = ({ WORKER_PORT }: WorkerEnvironment) => `http://127.0.0.1:${WORKER_PORT}`;
export const readyUrlOf = (environment: WorkerEnvironment) => `${addressOf(environment)}/health/ready`;

/** The workers of a platform, in one process, which is started for the first borrower that wants them and rests until the next one
 * does: no borrower meets those of the one before at work. */
export class WorkersOfPlatform {
  private process: PlatformProcess | undefined;
  private readyUrls: string[] = [];
  private areAtWork = false;

  constructor(private readonly tiers: Databases) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  async work(): Promise<void> {
    if (this.areAtWork) return;
    try {
      if (this.process?.isRunning()) await this.process.tell(WORK);
      else await this.start();
      for (const url of this.readyUrls) await until(`${url} answers`, () => this.isReady(url));
      this.areAtWork = true;
    } catch (cause) {
      await this.process?.kill(); // some of them may be at work
      throw cause;
    }
  }

  async rest(): Promise<void> {
    if (this.areAtWork && this.process?.isRunning()) await this.process.ask(REST, RESTS);
    this.areAtWork = false;
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }

  /** While they rest another process may have taken one of their ports: then they end, and whoever asks next gets others.
   * @throws where nobody will ever answer */
  private isReady(url: string): Promise<boolean> {
    if (!this.process?.isRunning()) throw new Error(`the workers ended: ${this.process?.log}`);
    return answers(url);
  }

  private async start(): Promise<void> {
    const environments = await environmentsOfWorkers(this.tiers);
    this.readyUrls = TIER_NAMES.map((name) => readyUrlOf(environments[name]));
    const [first] = this.readyUrls as [string];
    this.process = new PlatformProcess("test/support/workers.js", { WORKERS: JSON.stringify(environments) }, first);
    await this.process.start();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // it does not listen again yet
  }
}
