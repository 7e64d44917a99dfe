import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { Pool } from "undici";
import type { Admission } from "../overload/admission";
import { Door, type DoorParts } from "./door";
import { Hub, type HubOptions } from "./hub";
import type { LiveSettings } from "./settings";
import { Sockets } from "./sockets";
import { Streams } from "./streams";

interface LiveParts extends Omit<DoorParts, "hub" | "post">, Pick<HubOptions, "tiers"> {
  settings: LiveSettings;
  admission: Admission;
  /** somebody has signed in over the connection: it is counted here alone from now on */
  upgraded(socket: Duplex): void;
}

/** Subscriptions of this process. */
export interface Live {
  readonly sockets: number;
  readonly streams: number;
  readonly groups: number;
  readonly asking: number;
  /** Tells everybody to come back elsewhere, and asks nothing more. */
  close(): Promise<void>;
}

/** Queries and mutations of a socket go through the very door that everybody's do: limits, places, log line and all. */
class OwnDoor {
  #pool: Pool | undefined;

  constructor(private readonly app: FastifyInstance) {}

  async post(authorization: string, body: string): Promise<{ status: number; text: string }> {
    const address = this.app.server.address();
    if (!address || typeof address === "string") throw new Error("the gateway does not listen");
    const host = address.family === "IPv6" ? "[::1]" : "127.0.0.1";
    this.#pool ??= new Pool(`http://${host}:${address.port}`, { connections: 64, keepAliveTimeout: 4_000 });
    const headers = { authorization, "content-type": "application/json", accept: "application/json" };
    const answer = await this.#pool.request({ method: "POST", path: "/graphql", headers, body });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
  }
}

export function serveLive(app: FastifyInstance, { settings, upgraded, admission, tiers, ...parts }: LiveParts): Live {
  const own = new OwnDoor(app);
  const { groups: mostGroups, rightsEveryMs } = settings;
  const hub = new Hub({ tiers, present: (error) => door.present(error), mostGroups, rightsEveryMs, log: parts.log });
  const door = new Door({ ...parts, hub, post: (authorization, body) => own.post(authorization, body) });
  const bounds = { door, most: settings.sockets, mostOfPerson: settings.socketsPerPerson };
  const sockets = new Sockets({ ...bounds, signInsPerSecond: settings.signInsPerSecond, upgraded });
  const streams = new Streams({ ...bounds, admission });
  sockets.attach(app.server);
  streams.attach(app);
  return {
    get sockets() {
      return sockets.count;
    },
    get streams() {
      return streams.count;
    },
    get groups() {
      return hub.groups;
    },
    get asking() {
      return hub.asking;
    },
    async close() {
      sockets.close();
      streams.close();
      hub.close();
      await own.close();
    },
  };
}
