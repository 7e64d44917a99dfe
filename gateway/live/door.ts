import { randomUUID } from "node:crypto";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Standing } from "../../schema/contract/standing";
import { Bounded } from "../../schema/process/bounded";
import { Tally } from "../../schema/process/tally";
import { defect, PlatformError } from "../errors";
import type { Row } from "../executor/rows";
import type { CallerIdentifier } from "../identity/caller";
import type { StandingClient } from "../identity/standing";
import type { Limits, RequestBody } from "../limits";
import { hashOf } from "../limits/documents";
import { asUserInput } from "../operations";
import { overloaded } from "../overload/admission";
import { conditionsMet } from "../planning/conditions";
import { keyOf, type PlanQuestion } from "../planning/messages";
import type { PlannedGateway } from "../planning/plannedGateway";
import type { Planner } from "../planning/planning";
import { presentError } from "../presentError";
import { valuesIn } from "../requestFaults";
import type { Hub, Subscription } from "./hub";
import type { Reader } from "./messages";
import { cursorOf, type LiveOperation, type ReadSubscription, readSubscription, rootOf } from "./operation";

export interface DoorParts {
  graph: PlannedGateway;
  identifyCaller: CallerIdentifier;
  findStanding: StandingClient;
  limits: Limits;
  hub: Hub;
  /** queries and mutations of one person under way, as many as are carried out and wait by POST */
  mostPosts: number;
  /** carries a query or a mutation out as if it had come by POST */
  post(authorization: string, body: string): Promise<{ status: number; text: string }>;
  log: Logger;
}

/** Who signed in. */
export interface SignedIn {
  person: string;
  authorization: string;
  /** milliseconds since 1970 */
  expiresAt: number;
}

/** What the operation's text makes of memory, roughly: a syntax tree takes some fifty times the characters. */
const KEPT_CHARACTERS = 500_000;

/** What WebSocket and SSE have in common: who comes in, and what becomes of an operation. */
export class Door {
  #schema: GraphQLSchema | undefined;
  #read = new Bounded<ReadSubscription>(KEPT_CHARACTERS);

  readonly #planning = new Map<string, ReturnType<PlannedGateway["planToFollow"]>>();
  readonly #posts = new Tally();

  constructor(private readonly parts: DoorParts) {}

  /** @throws PlatformError UNAUTHENTICATED or STANDING_UNAVAILABLE */
  async signIn(authorization: string | undefined): Promise<SignedIn> {
    const { standing, expiresAt } = await this.parts.identifyCaller(authorization, randomUUID());
    return { person: standing.person, authorization: authorization as string, expiresAt: expiresAt * 1000 };
  }

  subscribes(body: RequestBody): boolean {
    return this.parts.limits.subscribes(body);
  }

  /** What is beyond is refused here: everybody's queries share the way to the door, and those whose answer nobody waits for any more
   * are still on it.
   * @throws PlatformError OVERLOADED */
  async post({ person, authorization }: SignedIn, body: RequestBody): Promise<{ status: number; text: string }> {
    if (this.#posts.of(person) >= this.parts.mostPosts) throw overloaded();
    this.#posts.up(person);
    try {
      return await this.parts.post(authorization, JSON.stringify(body));
    } finally {
      this.#posts.down(person);
    }
  }

  /** @throws PlatformError, or {@link Faults} */
  async follow(caller: SignedIn, body: RequestBody, reader: Reader): Promise<Subscription> {
    const { limits, hub, findStanding } = this.parts;
    const { person } = caller;
    const requestId = randomUUID();
    await limits.count(person);
    const accepted = await limits.accept(body, person);
    const name = typeof body.operationName === "string" ? body.operationName : undefined;
    const sent: Row = { ...(accepted.body.variables as object) };
    const { operation, coerced } = await this.#operationOf(
      { text: accepted.body.query, name, sent },
      { person, requestId },
    );
    const standing: Standing = await findStanding(person, requestId);
    return hub.follow(operation, cursorOf(operation, sent, coerced), reader, standing);
  }

  present(error: unknown): object {
    const { graph, log } = this.parts;
    return presentError(error, randomUUID(), log, (type) => valuesIn(graph.schema, type));
  }

  /** @returns how everything that goes wrong with an operation is told, one entry for each fault */
  faultsOf(error: unknown): object[] {
    if (error instanceof Faults) return error.errors.map((one) => this.present(one));
    return [this.present(error)];
  }

  /** @throws Faults where the text or the variables are wrong */
  async #operationOf(
    { text, name, sent }: { text: string; name: string | undefined; sent: Row },
    planner: Planner,
  ): Promise<{ operation: LiveOperation; coerced: Row }> {
    const [hash, operationName] = [hashOf(text), name ?? null];
    const read = this.#readOnce(text, hash, name);
    const { coerced, errors } = read.read(sent);
    if (errors) throw new Faults(errors.map(asUserInput));
    const question = { hash, text, operationName, met: conditionsMet(read.document, operationName, sent) };
    const { plan, executor } = await this.#planOnce(question, planner);
    const operation = { ...read, key: keyOf(question), operationName, plan, executor, ...rootOf(plan) };
    return { operation, coerced };
  }

  /** A herd that comes back after a restart asks for one plan, not for a thousand, of which all but some would be turned away. */
  #planOnce(question: PlanQuestion, planner: Planner): ReturnType<PlannedGateway["planToFollow"]> {
    const key = keyOf(question);
    const known = this.#planning.get(key);
    if (known) return known;
    const planned = this.parts.graph.planToFollow(question, planner).finally(() => this.#planning.delete(key));
    this.#planning.set(key, planned);
    return planned;
  }

  /** Each text is validated once for a schema. */
  #readOnce(text: string, hash: string, operationName: string | undefined): ReadSubscription {
    const { limits, graph } = this.parts;
    const { schema } = graph;
    if (!schema) throw defect(hash);
    if (schema !== this.#schema) {
      this.#schema = schema;
      this.#read = new Bounded(KEPT_CHARACTERS);
    }
    const key = keyOf({ hash, operationName: operationName ?? null, met: [] });
    const known = this.#read.find(key);
    if (known) return known;
    const document = limits.documents.read(text, hash);
    if (!("document" in document)) throw new PlatformError("BAD_USER_INPUT", "查询语句有语法错误。A syntax error.");
    const read = readSubscription(schema, document.document, operationName);
    if ("errors" in read) throw new Faults(read.errors);
    this.#read.keep(key, read, text.length);
    return read;
  }
}

/** Several things that are wrong with one operation. */
export class Faults extends Error {
  constructor(readonly errors: readonly unknown[]) {
    super("an operation is not valid");
  }
}
