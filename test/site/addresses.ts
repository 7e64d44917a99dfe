import { freePort } from "../../scripts/supervisor/ports";
import type { ComposeFile } from "./composeFile";

/** What a service listens on; it has the machine's loopback here, where in Docker each has an address of its own. */
const OWN_PORTS = ["TIER_PORT", "WORKER_PORT", "GATEWAY_PORT"];
const POSTGRES_PORT = "5432";

export type Addresses = Awaited<ReturnType<typeof giveAddresses>>;

/** Gives every port of every service a port of this machine. */
export async function giveAddresses({ services }: ComposeFile) {
  const ports = new Map<string, number>();
  for (const [name, { environment }] of Object.entries(services)) {
    const own = name.startsWith("postgres-") ? [POSTGRES_PORT] : OWN_PORTS.flatMap((port) => environment[port] ?? []);
    for (const port of own) ports.set(`${name}:${port}`, await otherThan([...ports.values()]));
  }

  /** @throws where no network joins the two: in Docker the name would not even be found */
  function portFor(asker: string, name: string, port: string): string {
    const reached = services[name]?.networks ?? [];
    if (asker !== name && !services[asker]?.networks.some((network) => reached.includes(network))) {
      throw new Error(`${asker} does not reach ${name}: they share no network`);
    }
    const found = ports.get(`${name}:${port}`);
    if (!found) throw new Error(`${name} does not listen on ${port}`);
    return String(found);
  }

  /** Puts a port of this machine where an address names a service, or the asker itself; nothing else changes. */
  function translate(asker: string, text: string): string {
    return text.replace(/(?<=[/@])([\w.-]+):(\d+)(?=\/|$)/g, (address, host: string, port: string) => {
      if (host in services) return `127.0.0.1:${portFor(asker, host, port)}`;
      const itself = host === "127.0.0.1" && ports.has(`${asker}:${port}`);
      return itself ? `${host}:${portFor(asker, asker, port)}` : address;
    });
  }

  return {
    portFor,
    translate,
    /** the environment of a service, for a process of this machine */
    translateEnvironment: (asker: string, environment: Record<string, string>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(environment).map(([variable, value]) => [
          variable,
          OWN_PORTS.includes(variable) ? portFor(asker, asker, value) : translate(asker, value),
        ]),
      ),
  };
}

async function otherThan(taken: number[]): Promise<number> {
  const port = await freePort();
  return taken.includes(port) ? otherThan(taken) : port;
}
