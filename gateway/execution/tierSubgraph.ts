import type { Logger } from "pino";
import { ATTESTATION_WANTED, type Attestation, type WantedAnswer } from "../../schema/contract/attestation";
import { NO_DATABASE } from "../../schema/contract/noDatabase";
import type { Step, Traces } from "../../schema/traces";
import { type PlatformError, tierUnavailable } from "../errors";
import type { Row } from "../executor/rows";
import type { Found, Question, Subgraph } from "../executor/run";
import { NOBODY_LEAVES } from "../gone";
import type { Metrics } from "../metrics";
import { FairQueue } from "../people/fairQueue";
import type { CallContext, TierCall } from "./callContext";
import type { TierAnswer } from "./exchange";
import { pathsOfFetch } from "./fetchPaths";
import type { PersonAttester } from "./personAttester";
import { translateSubgraphErrors } from "./subgraphErrors";
import { type TierConnection, wellOf } from "./tierConnection";
import { CallerGone, DatabaseLost, failureOfStatus, TierFailure } from "./tierFailure";
import { guardTier, type TierGuard } from "./tierGuard";
import { readAll, readReply, type TierReply } from "./tierReply";
import { readWanted, type UnitAttester } from "./unitAttester";

interface TierSubgraphOptions {
  connection: TierConnection;
  /** from the question, its wait for a turn included, until the last byte of the answer */
  deadlineMs: number;
  /** questions that each process of the tier has in hand at once: more would only wait there, where nobody takes turns */
  questionsAtOnce: number;
  log: Logger;
  metrics: Pick<Metrics, "tierAsked">;
  traces: Traces;
  attestUnits: UnitAttester;
  attestPeople: PersonAttester;
}

/** Until when an answer counts, and the step around. */
interface Asked {
  until: number;
  trace: string | undefined;
}

/** Sends the fetches of a plan to one tier, in the name of the caller, and turns every failure into errors with paths. People
 * take turns in front of it: several who each keep their share of it busy delay another by one question, not by all. */
export class TierSubgraph implements Subgraph<CallContext> {
  readonly guard: TierGuard;
  private readonly connection: TierConnection;
  private readonly log: Logger;
  private readonly turns: FairQueue;

  constructor(private readonly options: TierSubgraphOptions) {
    const { connection, log, questionsAtOnce } = options;
    this.connection = connection;
    this.log = log;
    this.guard = guardTier({ connection, log });
    // those of a process that is away would wait at the others
    this.turns = new FairQueue(
      () => questionsAtOnce * wellOf(connection),
      questionsAtOnce * connection.replicas.length,
    );
    for (const replica of connection.replicas) replica.onWellAgain(() => this.turns.fill());
  }

  async ask(question: Question, context: CallContext): Promise<Found> {
    const { tier: name } = this.connection;
    const step = this.options.traces.step(name, "CLIENT", context.step?.traceparent);
    const note = this.noting(context, step);
    try {
      const { status, reply } = await this.askInTurn(question, context, step);
      if (!reply.errors?.length) {
        note(status, "ALL");
        return { data: reply.data };
      }
      const errors = translateSubgraphErrors(reply.errors, this.connection.tier, context.requestId, this.log);
      note(status, arrivedBeside(errors, reply.data));
      return { data: reply.data ?? null, errors: errors.flatMap((error) => withPaths(error, question)) };
    } catch (error) {
      if (error instanceof CallerGone) {
        note("CALLER_GONE", "NOTHING");
        return { data: null };
      }
      if (!(error instanceof TierFailure)) throw error;
      const { tier, reason, cause } = error;
      note(reason, "NOTHING");
      this.log.warn({ requestId: context.requestId, tier, reason, err: cause }, "a tier does not answer");
      return { data: null, errors: withPaths(tierUnavailable(tier, context.requestId), question) };
    }
  }

  private noting({ tierCalls }: CallContext, step: Step | undefined) {
    const { tier } = this.connection;
    const [askedAt, started] = [Date.now(), performance.now()];
    return (status: number | string, arrived: TierCall["arrived"]) => {
      const call = { tier, status, ms: Math.round(performance.now() - started), askedAt, arrived };
      tierCalls.push(call);
      this.options.metrics.tierAsked(call);
      step?.end({ status, arrived }, arrived !== "ALL");
    };
  }

  private async askInTurn(question: Question, context: CallContext, step: Step | undefined): Promise<Replied> {
    const { deadlineMs } = this.options;
    const { person } = context.standing;
    const until = performance.now() + deadlineMs;
    // nothing has begun yet: a change too is given up where its caller goes while it waits
    const gone = context.gone ?? NOBODY_LEAVES;
    if (!(await this.turns.enter(person, deadlineMs, gone))) {
      throw gone.aborted ? new CallerGone() : new TierFailure(this.connection.tier, "NO_TURN");
    }
    try {
      return await this.carryThrough(question, context, { until, trace: step?.traceparent });
    } finally {
      this.turns.leave(person);
    }
  }

  /** A change that names units or people of other tiers is asked back for: nothing of it was carried out then, and what was beside
   * it in the request has a key of its own, by which it is not carried out twice. */
  private async carryThrough(question: Question, context: CallContext, asked: Asked): Promise<Replied> {
    const first = await this.send(question, context, asked);
    if (!("wanted" in first)) return first;
    const attestation = await this.attest(first.wanted, context);
    const second = await this.send(question, context, asked, attestation);
    if (!("wanted" in second)) return second;
    throw new TierFailure(this.connection.tier, "NO_GRAPHQL", { cause: new Error("it asked back twice") });
  }

  private async attest({ units, people }: WantedAnswer, context: CallContext): Promise<Attestation> {
    const { attestUnits, attestPeople } = this.options;
    const [ofUnits, ofPeople] = await Promise.all([
      attestUnits(units, context),
      people.length > 0 ? attestPeople(people, context) : undefined,
    ]);
    return ofPeople ? { ...ofUnits, people: ofPeople } : ofUnits;
  }

  private send(
    question: Question,
    { requestId, standing, ...context }: CallContext,
    { until, trace }: Asked,
    attestation?: Attestation,
  ) {
    const { tier } = this.connection;
    // the gateway's own words, all of them: what a caller sent besides does not get into this body
    const body = attestation ? withAttestation(question.body, attestation) : question.body;
    const behalf = { requestId, standing, trace, ...(attestation && { attests: true as const }) };
    const deadlineMs = Math.max(1, Math.floor(until - performance.now()));
    const repeatable = question.fetch.operationKind !== "mutation";
    // a change is carried through: whoever comes back with its key is told how it ended
    const asking = { repeatable, gone: repeatable ? context.gone : undefined };
    const asked = this.guard.ask<Replied | { wanted: WantedAnswer }>(
      async (replica, leftMs) => {
        const answer = await replica.post("/graphql", body, behalf, leftMs, asking);
        const { status } = answer;
        if (status === ATTESTATION_WANTED && !repeatable) return { wanted: readWanted(tier, answer.text) };
        return { status, reply: this.read(answer, question) };
      },
      { deadlineMs, repeatable },
    );
    return asked.catch((error) => {
      if (error instanceof DatabaseLost) return { status: NO_DATABASE, reply: error.reply };
      throw error;
    });
  }

  private read(answer: TierAnswer, question: Question): TierReply {
    const { tier } = this.connection;
    const { status, body } = answer;
    const lost = status === NO_DATABASE ? readAll(answer.text) : undefined;
    if (lost?.errors?.some(({ extensions }) => extensions?.code === "TIER_UNAVAILABLE"))
      throw new DatabaseLost(tier, lost);
    // 401 and 403 say that this gateway is not trusted, which is nothing that the caller could mend.
    if (status >= 500 || status === 401 || status === 403) throw failureOfStatus(tier, status);
    const reply = readReply(body, question);
    if (!reply) throw new TierFailure(tier, "NO_GRAPHQL", { cause: new Error(`status ${status}`) });
    return reply;
  }
}

interface Replied {
  status: number;
  reply: TierReply;
}

/** Behind all else in the body. */
function withAttestation(body: Buffer, attestation: Attestation): Buffer {
  const vouched = Buffer.from(`,"attestation":${JSON.stringify(attestation)}}`);
  return Buffer.concat([body.subarray(0, -1), vouched]);
}

/** A refusal is an answer; a defect or a tier without its database leaves something out. */
function arrivedBeside(errors: readonly PlatformError[], data: Row | null | undefined): TierCall["arrived"] {
  const missing = errors.some(({ code }) => code === "TIER_UNAVAILABLE" || code === "INTERNAL_SERVER_ERROR");
  if (!missing) return "ALL";
  return Object.values(data ?? {}).some(holdsSomething) ? "PART" : "NOTHING";
}

/** Entities come as a list, with a null for each that is missing. */
function holdsSomething(part: unknown): boolean {
  return Array.isArray(part) ? part.some((row) => row !== null) : part !== null;
}

/** An error without a path stands for the whole fetch: it is told once for each field that is missing because of it. */
function withPaths(error: PlatformError, question: Question): PlatformError[] {
  if (error.path) return [error];
  return pathsOfFetch(question.fetch.operation, question.variables).map((path) => error.at(path));
}
