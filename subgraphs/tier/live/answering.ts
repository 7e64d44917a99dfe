import { setTimeout as pause } from "node:timers/promises";
import { unwrapResolverError } from "@apollo/server/errors";
import { type ExecutionResult, execute, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { type LiveAnswer, type LiveQuestion, MOST_EVENTS, type ResyncReason } from "../../../schema/contract/live";
import type { Standing } from "../../../schema/contract/standing";
import type { Clock } from "../../domain/deadline/deadline";
import type { FindingStatus } from "../../domain/finding/finding";
import type { OrderStatus } from "../../domain/order/order";
import { isDatabaseGone } from "../../storage/away";
import type { Db } from "../../storage/db";
import type { LiveProgress, LiveRow } from "../../storage/live/feed.repository";
import { findEvents, findMark, findProgress, type LivePlace } from "../../storage/live/live.repository";
import { Session } from "../../storage/session";
import { TierContext, type TierServices } from "../context";
import { badField } from "../graph/errors";
import { maskErrors } from "../graph/mask";
import { nameIn } from "../graph/rename";
import { type Asked, readQuestion } from "./asking";
import { Cursors, type LiveCursor } from "./cursor";
import { changedNumbers, countNumbers } from "./figures";
import type { TierEvent, TierFiguresChange } from "./live.type";
import { Sluice } from "./sluice";
import type { LiveTail } from "./tail";

/** Looks that hold a connection at once: the operations of callers need most of them. */
const LOOKS_AT_ONCE = 4;
/** What changes figures comes in bursts, and a count costs more than an event. */
const FIGURES_REST_MS = 300;

interface Found {
  events: { number: number; root: TierEvent | TierFiguresChange }[];
  end: LiveCursor;
  more: boolean;
}

/** Answers the gateway's questions for what comes after a cursor. Each look is one snapshot under the caller's rights: what it tells
 * and where it ends belong together. */
export class LiveAnswers {
  readonly #cursors: Cursors;
  readonly #looks = new Sluice(LOOKS_AT_ONCE);
  readonly #mask: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;
  readonly #figuresField: string;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly services: TierServices,
    key: string,
    private readonly tail: LiveTail,
    log: Logger,
  ) {
    const { tier } = services.profile;
    this.#cursors = new Cursors(key, tier);
    this.#mask = maskErrors(log);
    this.#figuresField = nameIn(tier, "tierFiguresChanges");
  }

  /** @param gone tells that nobody waits for the answer any more
   * @throws GraphQLError where an argument is wrong, NobodyWaits */
  async answer(question: LiveQuestion, standing: Standing, gone: AbortSignal): Promise<LiveAnswer> {
    const asked = readQuestion(this.schema, question);
    const isFigures = asked.field === this.#figuresField;
    const arrived = performance.now();
    const until = arrived + question.waitMs;
    let from = question.after === null ? undefined : this.#read(question.after, "after");
    const upTo = question.upTo === undefined ? undefined : this.#read(question.upTo, "upTo");
    for (;;) {
      const look = async () => {
        const waitedMs = Math.floor(performance.now() - arrived);
        return { ...(await this.#look(asked, { ...question, from, upTo, standing, isFigures })), waitedMs };
      };
      const answer = await this.#looks.through(look, gone);
      const left = until - performance.now();
      const isWhole = answer.events.length > 0 || answer.more || upTo || question.opening;
      if (isWhole || left <= 0 || this.tail.hasEnded) return answer;
      from = this.#cursors.open(answer.cursor);
      await this.tail.wait(asked.region, answer.number, left, gone);
      if (isFigures) await pause(FIGURES_REST_MS);
    }
  }

  #read(cursor: string, argument: string): LiveCursor {
    const read = this.#cursors.open(cursor);
    if (!read) throw badField(argument, "NOT_A_LIVE_CURSOR");
    return read;
  }

  async #look(asked: Asked, wanted: Wanted): Promise<LiveAnswer> {
    const session = new Session(this.services.dataSource, wanted.standing);
    const context = new TierContext(this.services, wanted.standing, session);
    try {
      const { events, end, more } = wanted.isFigures
        ? await this.#figures(context, asked, wanted)
        : await session.read((db) => this.#events(db, asked, wanted));
      const told = await Promise.all(events.map(({ number, root }) => this.#tell(asked, context, number, root)));
      return { events: told, cursor: this.#cursors.seal(end), number: end.number, more };
    } finally {
      await session.end();
    }
  }

  /** @throws where the database is gone meanwhile: whoever asks again is told of the event with all that it leads to */
  async #tell(asked: Asked, contextValue: TierContext, number: number, root: TierEvent | TierFiguresChange) {
    const { data, errors } = (await execute({ ...asked.execution, rootValue: root, contextValue })) as ExecutionResult;
    const lost = errors?.map(unwrapResolverError).find(isDatabaseGone);
    if (lost) throw lost;
    return {
      number,
      body: { data, ...(errors && { errors: errors.map((error) => this.#mask(error.toJSON(), error)) }) },
    };
  }

  async #events(db: Db, { region }: Asked, { from, upTo, opening }: Wanted): Promise<Found> {
    const progress = await findProgress(db);
    if (!from) return this.#only(progress, "STARTED", null);
    if (opening) return opening === "JOINS" ? this.#only(from, "STARTED", null) : this.#only(from, "RESYNC", opening);
    const missing = await this.#missing(db, from, progress);
    const end = upTo ?? progress;
    if (missing) return this.#only(end, "RESYNC", missing);
    const rows = await findEvents(db, { region, after: from.number, upTo: end.number, most: MOST_EVENTS });
    const events = rows.map((row) => ({ number: row.number, root: this.#eventOf(row) }));
    const last = rows.at(-1);
    if (rows.length === MOST_EVENTS && last && last.number < end.number) {
      return { events, end: { number: last.number, mark: last.mark }, more: true };
    }
    // whoever has come from another process may be ahead
    return { events, end: from.number > end.number ? from : { number: end.number, mark: end.mark }, more: false };
  }

  /** @returns why what comes after a place is not all there */
  async #missing(db: Db, from: LivePlace, progress: LiveProgress & LivePlace): Promise<ResyncReason | undefined> {
    if (from.number < progress.forgotten) return "TOO_OLD";
    return (await findMark(db, from.number)) === from.mark ? undefined : "OTHER_HISTORY";
  }

  #only({ number, mark }: LivePlace, kind: "STARTED" | "RESYNC", resync: ResyncReason | null): Found {
    const end = { number, mark };
    const root: TierEvent = { ...NO_EVENT, cursor: this.#cursors.seal(end), kind, resync };
    return { events: [{ number, root }], end, more: false };
  }

  #eventOf({ mark, findingStatus, orderStatus, clock, ...row }: LiveRow & LivePlace): TierEvent {
    const cursor = this.#cursors.seal({ number: row.number, mark });
    const statuses = {
      findingStatus: findingStatus as FindingStatus | null,
      orderStatus: orderStatus as OrderStatus | null,
      clock: clock as Clock | null,
    };
    return { ...row, ...statuses, cursor, resync: null };
  }

  /** Numbers are a state: whoever comes back needs what differs from what the cursor holds, however old that is. */
  async #figures(context: TierContext, { region }: Asked, { from, upTo, opening }: Wanted): Promise<Found> {
    const before = from?.figures?.region === region ? from.figures : undefined;
    const resync = opening && opening !== "JOINS" ? opening : null;
    if (opening && before) return this.#numbers(from as LiveCursor, before.numbers, undefined, resync, context);
    const target = upTo?.figures;
    if (upTo && target?.region === region) {
      // what the reader has may be newer than the group's; then all of the group's numbers
      const has = from && from.number <= upTo.number ? before : undefined;
      return this.#numbers(upTo, target.numbers, has, resync, context);
    }
    const { number, mark } = await context.session.read(findProgress);
    const numbers = await countNumbers(context, region);
    return this.#numbers({ number, mark, figures: { region, numbers } }, numbers, before, resync, context);
  }

  #numbers(
    end: LiveCursor,
    now: (number | null)[] | null,
    before: { numbers: (number | null)[] | null } | undefined,
    resync: ResyncReason | null,
    context: TierContext,
  ): Found {
    const changed = now && changedNumbers(now, before?.numbers);
    const same = before !== undefined && (now === null ? before.numbers === null : changed?.length === 0);
    if (same) return { events: [], end, more: false };
    const kind = resync ? "RESYNC" : before?.numbers && now ? "CHANGED" : "SNAPSHOT";
    const region = end.figures?.region as string;
    const cursor = this.#cursors.seal(end);
    const root: TierFiguresChange = { cursor, kind, resync, at: context.now(), numbers: changed, region };
    return { events: [{ number: end.number, root }], end, more: false };
  }
}

interface Wanted extends Pick<LiveQuestion, "opening"> {
  from: LiveCursor | undefined;
  upTo: LiveCursor | undefined;
  standing: Standing;
  isFigures: boolean;
}

const NO_EVENT = {
  at: null,
  findingStatus: null,
  region: null,
  office: null,
  targetId: null,
  publicationId: null,
  findingId: null,
  alertId: null,
  orderId: null,
  orderStatus: null,
  supervisionId: null,
  releaseId: null,
  clock: null,
};
