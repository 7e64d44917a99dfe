import { createServer, type Server } from "node:net";

/** Outside of the range from which systems give out ports by themselves. */
const [FIRST, AFTER_LAST] = [20_000, 32_000];
/** Processes that look for ports at once begin at different places and go on from there: two that drew each port by lot would now and
 * then find the same one free, before either listens on it. */
let next = FIRST + Math.floor(Math.random() * (AFTER_LAST - FIRST));

/** A port, with the environment variable that names it. */
export interface NamedPort {
  host: string;
  port: number;
  setting: string;
}

/** @throws where something else listens, with a line for each port */
export async function refuseTakenPorts(ports: readonly NamedPort[]): Promise<void> {
  const found = await Promise.all(ports.map(faultOf));
  const faults = found.filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

async function faultOf({ host, port, setting }: NamedPort): Promise<string | undefined> {
  try {
    await close(await listen(port, host));
    return undefined;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === "EADDRINUSE" ? "is in use by another program" : `can't be used (${code})`;
    return `Port ${port} of ${host} ${reason}. Stop that program, or name another port (${setting}).`;
  }
}

/** A port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  return (await freePorts(1))[0] as number;
}

/** Different ports of 127.0.0.1 that nothing listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = next++;
    if (next === AFTER_LAST) next = FIRST;
    const probe = await listen(port).catch(() => undefined);
    if (probe) held.set(port, probe);
  }
  await Promise.all([...held.values()].map(close));
  return [...held.keys()];
}

/** Holds the port until the server is closed.
 * @throws where it is taken */
export function listen(port: number, host = "127.0.0.1"): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
