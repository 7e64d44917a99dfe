import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { LiveAnswer, ResyncReason } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import type { Tier, TierName } from "../../schema/contract/tier";
import { Tally } from "../../schema/process/tally";
import { translateSubgraphErrors } from "../execution/subgraphErrors";
import type { TierConnection } from "../execution/tierConnection";
import { writeAnswer } from "../executor/written";
import { overloaded } from "../overload/admission";
import { Group, type GroupParts } from "./group";
import type { Member } from "./member";
import type { LiveMessage, Reader } from "./messages";
import type { cursorOf, LiveOperation } from "./operation";
import { type EffectiveRights, effectiveRights } from "./rightsKey";
import { someAtATime } from "./someAtATime";
import { StandingsWatch } from "./standingsWatch";
import { Upstream } from "./upstream";

export interface HubOptions {
  tiers: Record<TierName, TierConnection>;
  /** how an error is told */
  present(error: unknown): object;
  mostGroups: number;
  rightsEveryMs?: number;
  log: Logger;
}

/** Events of a page for which other tiers are asked at once: they have others to answer. */
const WRITTEN_AT_ONCE = 8;
/** How often people's rights are looked at where nothing happens that would ask for them. */
const RIGHTS_EVERY_MS = 60_000;
/** Else one person with a hundred sockets would leave none to anybody. */
const MOST_OF_PERSON = 0.1;

/** One reader's part in a group, whichever it is in at the moment. */
export interface Subscription {
  leave(): void;
}

/** All subscriptions of this process. */
export class Hub {
  readonly #groups = new Map<string, Group>();
  /** groups that there are because of a person, who began them */
  readonly #begunBy = new Tally();
  readonly #upstream: Upstream;
  readonly #watch: StandingsWatch;
  readonly #looks: NodeJS.Timeout;
  /** home tiers that are being asked who their people are now */
  readonly #looked = new Set<Tier>();

  constructor(private readonly options: HubOptions) {
    this.#looks = setInterval(() => this.#look(), options.rightsEveryMs ?? RIGHTS_EVERY_MS).unref();
    this.#upstream = new Upstream(options.tiers, options.log);
    this.#watch = new StandingsWatch(options.tiers, options.log);
  }

  /** different subscriptions: (operation, variables, rights) */
  get groups(): number {
    return this.#groups.size;
  }

  /** questions that are with a tier now */
  get asking(): number {
    return this.#upstream.asking;
  }

  /** @param after the cursor that the reader gives back, null for from now on
   * @param rest the variables without it
   * @throws PlatformError OVERLOADED where there are too many different subscriptions */
  follow(
    operation: LiveOperation,
    { after, rest }: ReturnType<typeof cursorOf>,
    reader: Reader,
    standing: Standing,
  ): Subscription {
    const place = new Place(this, operation, rest, reader);
    place.enter(standing, after);
    return place;
  }

  /** @param person who begins it where there is none: nobody begins more than a tenth of all
   * @returns the group of equal subscriptions */
  groupFor(
    operation: LiveOperation,
    variables: Record<string, unknown>,
    rights: EffectiveRights,
    person: string,
  ): Group {
    const key = JSON.stringify([operation.key, sorted(variables), rights.key]);
    const known = this.#groups.get(key);
    if (known) return known;
    const { mostGroups } = this.options;
    if (this.#groups.size >= mostGroups || this.#begunBy.of(person) >= mostGroups * MOST_OF_PERSON) throw overloaded();
    const made: Group = new Group({
      ...this.#partsOf(operation, variables, rights),
      ended: () => {
        if (this.#groups.get(key) !== made) return;
        this.#groups.delete(key);
        this.#begunBy.down(person);
      },
    });
    this.#groups.set(key, made);
    this.#begunBy.up(person);
    return made;
  }

  close(): void {
    clearInterval(this.#looks);
    this.#watch.close();
  }

  /** Whoever is recused or loses a role stops reading soon, however quiet the region is: one question to each home tier, for all groups. */
  #look(): void {
    const people = new Map<Tier, Set<string>>();
    for (const group of this.#groups.values()) {
      for (const { reader } of group.members) {
        const home = homeTierOfAccount(reader.person);
        if (!home || this.#looked.has(home)) continue;
        const own = people.get(home) ?? new Set();
        people.set(home, own.add(reader.person));
      }
    }
    for (const [home, own] of people) void this.#lookAt(home, own);
  }

  async #lookAt(home: Tier, people: ReadonlySet<string>): Promise<void> {
    this.#looked.add(home);
    const at = performance.now();
    try {
      const confirmed = await this.#watch.confirm(people);
      for (const group of [...this.#groups.values()]) group.confirmed(confirmed, at);
    } catch (cause) {
      this.options.log.debug({ err: cause }, "nobody's rights are looked at any more: the gateway stops");
    } finally {
      this.#looked.delete(home);
    }
  }

  #partsOf(
    operation: LiveOperation,
    variables: Record<string, unknown>,
    rights: EffectiveRights,
  ): Omit<GroupParts, "ended"> {
    const { tier, primary, operationName } = operation;
    const usages = (primary.variableUsages ?? []).filter((name) => variables[name] !== undefined);
    const fetch = {
      query: primary.operation,
      operationName: primary.operationName,
      variables: Object.fromEntries(usages.map((name) => [name, variables[name]])),
    };
    return {
      ask: (question, gone) => this.#upstream.ask(tier, { ...fetch, ...question }, rights.standing, gone),
      confirm: (people) => this.#watch.confirm(people),
      write: (events, gone) => {
        const asked = { operationName, variables, standing: rights.standing };
        return someAtATime(events, WRITTEN_AT_ONCE, gone, (event) => this.#write(event, operation, asked));
      },
    };
  }

  async #write(
    { number, body: { data, errors: told } }: LiveAnswer["events"][number],
    { tier, plan, executor, document }: LiveOperation,
    asked: { operationName: string | null; variables: Record<string, unknown>; standing: Standing },
  ): Promise<LiveMessage> {
    const { present, log } = this.options;
    const { operationName, variables, standing } = asked;
    const requestId = randomUUID();
    const context = { requestId, standing, tierCalls: [], apart: { ms: 0 } };
    const known = told && translateSubgraphErrors(told as object[], tier, requestId, log);
    const answer = await executor.carryOut(
      plan,
      { document, operationName, variables, context },
      { data, errors: known },
    );
    const errors = answer.errors?.map(present);
    return { number, body: writeAnswer({ ...answer, errors }) };
  }
}

/** Where one reader is: it changes groups when the person's rights change. */
class Place implements Subscription {
  #group: Group | undefined;
  #member: Member | undefined;
  #rights = "";
  /** as it was confirmed last */
  #standing: Standing | undefined;
  #left = false;

  constructor(
    private readonly hub: Hub,
    private readonly operation: LiveOperation,
    private readonly variables: Record<string, unknown>,
    private readonly reader: Reader,
  ) {}

  enter(standing: Standing, after: string | null, missed?: ResyncReason): void {
    const rights = effectiveRights(standing, this.operation.personal);
    this.#rights = rights.key;
    this.#group = this.hub.groupFor(this.operation, this.variables, rights, this.reader.person);
    this.#member = this.#group.join(this.reader, { after, missed, confirmed: (now) => this.confirmed(now) });
  }

  confirmed(standing: Standing): void {
    if (standing === this.#standing) return;
    this.#standing = standing;
    if (effectiveRights(standing, this.operation.personal).key === this.#rights) return;
    this.leave();
    this.#left = false;
    try {
      this.enter(standing, null, "RIGHTS_CHANGED");
    } catch (cause) {
      this.reader.fail([cause]);
    }
  }

  leave(): void {
    if (this.#left) return;
    this.#left = true;
    if (this.#member) this.#group?.leave(this.#member);
  }
}

/** The same values in another order are the same variables. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}
