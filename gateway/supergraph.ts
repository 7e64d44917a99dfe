import { readFile, stat } from "node:fs/promises";
import type { SupergraphManager } from "@apollo/gateway";
import type { Logger } from "pino";
import type { CallContext } from "./execution/callContext";
import type { Subgraph } from "./executor/run";
import type { PlanQuestion } from "./planning/messages";
import { PlannedGateway } from "./planning/plannedGateway";
import type { Planning } from "./planning/planning";

interface SupergraphOptions {
  file: string;
  /** by name; a supergraph that names another subgraph is refused */
  subgraphs: Record<string, Subgraph<CallContext>>;
  planning: Planning;
  /** the saved operations as they are now: what a new supergraph plans before it serves */
  savedOperations: () => Promise<PlanQuestion[]>;
  log: Logger;
  /** how often the file is looked at, milliseconds */
  watchEveryMs?: number;
}

/** The federated graph over one file. A new file is tried out in a thread beside the graph that serves, plans there what will
 * be asked first, and takes over only if all of it holds: a bad one is refused with a log line, and the old one keeps serving. */
export function createSupergraph(options: SupergraphOptions): PlannedGateway {
  const { subgraphs, planning, log } = options;
  // Else the gateway starts an exporter to its maker.
  process.env.APOLLO_TELEMETRY_DISABLED = "true";
  const settings = {
    buildService: ({ name }: { name: string }) => {
      if (!Object.hasOwn(subgraphs, name)) {
        throw new Error(`the supergraph names the subgraph ${name}, which this gateway does not know`);
      }
      return { process: neverAsked };
    },
    // Else a header shows the query plan to whoever asks, unless NODE_ENV says production.
    __exposeQueryPlanExperimental: false,
    // The first file is what the check composed, and each later one was tried out: to validate it again takes a gateway that
    // starts a quarter of its time. What is served must still be a valid schema.
    validateSupergraph: false,
    logger: quiet(log),
  };
  return new PlannedGateway({ ...settings, supergraphSdl: new SupergraphFile(options) }, planning, subgraphs);
}

/** The library wants somebody to ask for each subgraph; the executor asks them itself. */
function neverAsked(): never {
  throw new Error("plans are carried out by the executor");
}

/** Watches by looking, since change events get lost where a file is replaced by renaming or lives on a mounted volume. */
class SupergraphFile implements SupergraphManager {
  private seen = "";

  constructor(private readonly options: SupergraphOptions) {}

  async initialize({ update }: { update(sdl: string): void }) {
    const { file, planning, watchEveryMs = 1_000 } = this.options;
    this.seen = await fingerprint(file);
    const supergraphSdl = await readFile(file, "utf8");
    planning.begin(supergraphSdl);
    let looking = Promise.resolve();
    const timer = setInterval(() => {
      looking = looking.then(() => this.look(update));
    }, watchEveryMs);
    const cleanup = async () => {
      clearInterval(timer);
      await looking;
    };
    return { supergraphSdl, cleanup };
  }

  private async look(update: (sdl: string) => void): Promise<void> {
    const { file, log } = this.options;
    try {
      const now = await fingerprint(file);
      if (now === this.seen) return;
      this.seen = now;
      const supergraphSdl = await readFile(file, "utf8");
      await this.serve(supergraphSdl, update);
      log.info("a new supergraph serves");
    } catch (error) {
      log.error({ err: error }, "the new supergraph is refused; the old one keeps serving");
    }
  }

  private async serve(supergraphSdl: string, update: (sdl: string) => void): Promise<void> {
    const { subgraphs, planning, savedOperations } = this.options;
    const successor = await planning.tryOut(supergraphSdl, await savedOperations());
    try {
      const unknown = successor.subgraphs.find((name) => !Object.hasOwn(subgraphs, name));
      if (unknown) throw new Error(`it names the subgraph ${unknown}, which this gateway does not know`);
      update(supergraphSdl);
    } catch (cause) {
      successor.thread.stop();
      throw cause;
    }
    planning.takeOver(successor);
  }
}

async function fingerprint(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.mtimeMs}:${found.size}:${found.ino}` : "missing";
}

/** The library tells at the level info what concerns only its developers. */
function quiet(log: Logger) {
  const say = (level: "debug" | "warn" | "error") => (message?: unknown) => log[level](String(message));
  return { debug: say("debug"), info: say("debug"), warn: say("warn"), error: say("error") };
}
