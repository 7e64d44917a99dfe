import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { TierName } from "../../schema/contract/tier";
import { type EmbeddedPostgres, startPostgres } from "../../scripts/embedded/postgres";
import { clusterOf, makeRunFolder, removeRun } from "../support/testRun";
import { until } from "../support/until";
import { type Addresses, giveAddresses } from "./addresses";
import type { ComposeFile, Service } from "./composeFile";
import { type Image, layOutImage } from "./image";

/** A health check is a process of its own: asked more often, they would take the machine from what they ask about. */
const LOOK_AGAIN_MS = 750;
const LISTEN_AGAIN_MS = 100;
/** What compose grants a container before it kills it. */
const GRACE_MS = 10_000;

interface Process {
  stopping: boolean;
  /** the present one: when it ends, another takes its place */
  child: ChildProcess | undefined;
  ended: Promise<void>;
}

/** Does with processes of this machine what compose does with containers: the same commands with the same environment, in
 * the order of `depends_on`, by the same health checks, started again when they end. Each `postgres-…` is an embedded one. */
export class Site {
  /** what each service wrote */
  readonly output: Record<string, string> = {};
  private readonly image: Image = layOutImage();
  private readonly folders = new Map<string, string>();
  private readonly clusters = new Map<string, EmbeddedPostgres>();
  private readonly running = new Map<string, Process>();
  private addresses: Addresses;

  constructor(private readonly file: ComposeFile) {}

  /** As `docker compose up --wait`; the gateway waits for nobody and is there before the tiers are. */
  async up(): Promise<void> {
    this.addresses = await giveAddresses(this.file);
    const ready = new Map<string, Promise<void>>();
    const readyOf = (name: string): Promise<void> => {
      const known = ready.get(name) ?? this.bringUp(name, readyOf);
      ready.set(name, known);
      return known;
    };
    // all of them, failed or not: nothing may still be starting when the site is taken down
    const outcomes = await Promise.allSettled(Object.keys(this.file.services).map(readyOf));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }

  /** As the engine after a reboot of a tier's machine, which knows no order: the database comes when all have missed it. */
  async reboot(tier: TierName): Promise<void> {
    const database = `postgres-${tier}`;
    const services = [tier, `${tier}-worker`];
    await this.halt(services);
    await this.clusters.get(database)?.stop();
    for (const name of services) {
      this.output[name] = "";
      this.keepRunning(name);
    }
    const misses = (name: string) => Boolean(this.output[name]?.includes("ECONNREFUSED"));
    await Promise.all(services.map((name) => until(`${name} misses its database`, () => misses(name), LOOK_AGAIN_MS)));
    await this.startCluster(database);
    await Promise.all(services.map((name) => this.becomesHealthy(name)));
  }

  /** As `docker compose run --rm -e … SERVICE COMMAND`.
   * @returns what it printed
   * @throws where it does not end with 0 */
  async run(name: string, command = this.service(name).command ?? [], more: Record<string, string> = {}) {
    const [program, args, options] = this.invocation(name, command, more);
    const { stdout } = await promisify(execFile)(program, args, options);
    return stdout;
  }

  /** The address of a service's port on this machine. */
  addressOf(name: string, port: string): string {
    return `127.0.0.1:${this.addresses.portFor(name, name, port)}`;
  }

  /** As `docker compose stop`, but for the databases.
   * @returns the exit code of each process, null where it had to be killed */
  stop(): Promise<Record<string, number | null>> {
    return this.halt([...this.running.keys()]);
  }

  /** Ends whatever runs, and leaves nothing. */
  async dispose(): Promise<void> {
    await this.stop();
    await Promise.all([...this.folders.values()].map(removeRun));
    rmSync(this.image.dir, { recursive: true });
  }

  private async bringUp(name: string, readyOf: (name: string) => Promise<void>): Promise<void> {
    const { restart, depends_on = {} } = this.service(name);
    await Promise.all(Object.keys(depends_on).map(readyOf));
    if (name.startsWith("postgres-")) return this.startCluster(name);
    if (restart === "no") {
      this.output[name] = await this.run(name);
      return;
    }
    this.keepRunning(name);
    await this.becomesHealthy(name);
  }

  private async startCluster(name: string): Promise<void> {
    const folder = this.folders.get(name) ?? makeRunFolder();
    this.folders.set(name, folder);
    const superuserPassword = this.service(name).environment.POSTGRES_PASSWORD as string;
    const port = Number(this.addresses.portFor(name, name, "5432"));
    const dataDir = clusterOf(folder);
    this.clusters.set(name, await startPostgres({ dataDir, port, superuserPassword, ephemeral: true }));
  }

  private keepRunning(name: string): void {
    const process: Process = { stopping: false, child: undefined, ended: Promise.resolve() };
    process.ended = this.startAgainAndAgain(name, process);
    this.running.set(name, process);
  }

  private async startAgainAndAgain(name: string, process: Process): Promise<void> {
    while (!process.stopping) {
      const child = spawn(...this.invocation(name, this.service(name).command ?? []));
      process.child = child;
      const keep = (text: Buffer) => {
        this.output[name] = `${this.output[name] ?? ""}${text}`;
      };
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      await once(child, "close");
      if (!process.stopping) await pause(100); // the engine's first pause; it waits longer each time
    }
  }

  private async becomesHealthy(name: string): Promise<void> {
    const [, ...command] = this.service(name).healthcheck?.test ?? [];
    const probe = () =>
      this.run(name, command).then(
        () => true,
        () => false,
      );
    const { port } = new URL(this.addresses.translate(name, command.at(-1) ?? ""));
    try {
      // nobody is healthy who does not listen, and that is cheaper to see
      await until(`${name} listens`, () => listens(Number(port)), LISTEN_AGAIN_MS);
      await until(`${name} is healthy`, probe, LOOK_AGAIN_MS);
    } catch (error) {
      throw new Error(`${(error as Error).message}; it wrote:\n${this.output[name]}`);
    }
  }

  private async halt(names: string[]): Promise<Record<string, number | null>> {
    const codes = names.map(async (name) => {
      const process = this.running.get(name) as Process;
      this.running.delete(name);
      process.stopping = true;
      process.child?.kill("SIGTERM");
      const late = setTimeout(() => process.child?.kill("SIGKILL"), GRACE_MS);
      await process.ended;
      clearTimeout(late);
      return [name, process.child?.exitCode ?? null] as const;
    });
    return Object.fromEntries(await Promise.all(codes));
  }

  private invocation(name: string, command: string[], more: Record<string, string> = {}) {
    const [program = "", ...args] = command.map((word) => this.addresses.translate(name, word));
    const asked = { ...this.service(name).environment, ...more };
    const env = {
      PATH: process.env.PATH,
      ...this.image.environment,
      ...this.addresses.translateEnvironment(name, asked),
    };
    return [program === "node" ? process.execPath : program, args, { cwd: this.image.dir, env }] as const;
  }

  private service(name: string): Service {
    const service = this.file.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return once(socket, "connect")
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}
