import { TIER_NAMES, type TierName } from "../../schema/contract/tier";
import type { Configuration } from "../supervisor/configuration";
import { subgraphPorts } from "../supervisor/configuration";
import type { PortSetting } from "../supervisor/platformProcesses";
import { Line } from "./cuts";

/** All ways between the processes of a platform, each of which can be cut, alone or with others. */
export class Lines {
  private constructor(
    private readonly lines: ReadonlyMap<string, Line>,
    private readonly routes: ReadonlyMap<string, Line>,
    readonly ofReaders: readonly string[],
  ) {}

  /** @param readers by how many lines readers reach the gateway */
  static async open(configuration: Configuration, databases: Record<TierName, number>, readers = 0): Promise<Lines> {
    const lines = new Map<string, Line>();
    const routes = new Map<string, Line>();
    const worker = (tier: TierName): PortSetting => `${upper(tier)}_WORKER_PORT`;
    for (const from of TIER_NAMES) {
      for (const to of TIER_NAMES.filter((other) => other !== from)) {
        const line = await Line.open(configuration[worker(to)]);
        lines.set(`${from} worker → ${to} worker`, line);
        routes.set(`${from} worker ${worker(to)} 0`, line);
      }
      for (const [i, port] of subgraphPorts(configuration, from).entries()) {
        const line = await Line.open(port);
        lines.set(`gateway → ${from} subgraph${i ? ` ${i + 1}` : ""}`, line);
        routes.set(`gateway ${upper(from)}_PORT ${i}`, line);
      }
      for (const part of ["subgraph", "worker"]) {
        lines.set(`${from} ${part} → ${from} database`, await Line.open(databases[from]));
      }
    }
    const ofReaders = Array.from({ length: readers }, (_, i) => `readers ${i + 1} → gateway`);
    for (const name of ofReaders) lines.set(name, await Line.open(configuration.GATEWAY_PORT));
    return new Lines(lines, routes, ofReaders);
  }

  /** Single lines, and `city alone`: a tier with its database that nobody reaches and that reaches nobody. */
  get names(): string[] {
    return [...this.lines.keys(), ...TIER_NAMES.map((tier) => `${tier} alone`)];
  }

  /** Where the gateway is, over one of the readers' lines. */
  urlOver(name: string): string {
    return `http://127.0.0.1:${this.portOf(this.lines.get(name))}`;
  }

  of(name: string): Line[] {
    const line = this.lines.get(name);
    if (line) return [line];
    const [tier] = name.split(" ");
    const between = [...this.lines].filter(([each]) => each.includes(`${tier} `) && !each.endsWith("database"));
    return between.map(([, each]) => each);
  }

  /** For the processes' settings: by which port one reaches another. */
  readonly reach = (from: string, setting: PortSetting, replica: number): number =>
    this.portOf(this.routes.get(`${from} ${setting} ${replica}`));

  /** A connection URL of a tier's database, over the line of one of its processes. */
  through(url: string, tier: TierName, part: "subgraph" | "worker"): string {
    const over = new URL(url);
    over.port = String(this.portOf(this.lines.get(`${tier} ${part} → ${tier} database`)));
    return over.href;
  }

  async close(): Promise<void> {
    await Promise.all([...this.lines.values()].map((line) => line.close()));
  }

  private portOf(line: Line | undefined): number {
    if (!line) throw new Error("there is no such line");
    return line.port;
  }
}

function upper(tier: TierName): Uppercase<TierName> {
  return tier.toUpperCase() as Uppercase<TierName>;
}
