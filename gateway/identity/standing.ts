import type { Logger } from "pino";
import * as v from "valibot";
import { homeTierOfAccount } from "../../schema/contract/ids";
import { normaliseRegionCode } from "../../schema/contract/regionCode";
import { RECUSAL_SCOPES, ROLES, type Standing } from "../../schema/contract/standing";
import { nameOfTier, TIER_NAMES, TIERS, type TierName } from "../../schema/contract/tier";
import { PlatformError } from "../errors";
import type { TierConnection } from "../execution/tierConnection";
import { failureOfStatus } from "../execution/tierFailure";
import { guardTier, type TierGuard } from "../execution/tierGuard";

/** Asks for the standing of a person.
 * @throws PlatformError UNAUTHENTICATED where the home tier knows no such active account
 * @throws PlatformError STANDING_UNAVAILABLE where the home tier does not answer */
export type StandingClient = (person: string, requestId: string) => Promise<Standing>;

interface StandingOptions {
  tiers: Record<TierName, TierConnection>;
  log: Logger;
  /** how long an answer may serve: what the home tier takes away is gone at most so much later */
  keptMs: number;
  /** milliseconds, for tests; by default a clock that nobody can set back */
  now?: () => number;
}

const ASKED = { deadlineMs: 3_000, repeatable: true };
const MAXIMAL_KEPT = 10_000;

const StandingAnswer = v.strictObject({
  person: v.string(),
  tier: v.picklist(TIERS),
  office: v.pipe(
    v.string(),
    v.check((code) => normaliseRegionCode(code) === code),
  ),
  unit: v.optional(v.pipe(v.string(), v.nonEmpty())),
  roles: v.array(v.picklist(ROLES)),
  recusals: v.array(v.strictObject({ scope: v.picklist(RECUSAL_SCOPES), subject: v.pipe(v.string(), v.nonEmpty()) })),
  rightsEpoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

export function createStandingClient({
  tiers,
  log,
  keptMs,
  now = () => performance.now(),
}: StandingOptions): StandingClient {
  const kept = new Map<string, { askedAt: number; standing: Promise<Standing> }>();

  /** Counted from the asking, not from the answer: a slow answer is already old when it arrives. */
  function recall(person: string): Promise<Standing> | undefined {
    const entry = kept.get(person);
    return entry && now() - entry.askedAt <= keptMs ? entry.standing : undefined;
  }

  function keep(person: string, standing: Promise<Standing>): void {
    const entry = { askedAt: now(), standing };
    kept.delete(person);
    kept.set(person, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= MAXIMAL_KEPT) break;
      kept.delete(oldest);
    }
    standing.catch(() => {
      if (kept.get(person) === entry) kept.delete(person);
    });
  }

  const guards = Object.fromEntries(TIER_NAMES.map((tier) => [tier, guardTier({ connection: tiers[tier], log })]));

  return async (person, requestId) => {
    const known = recall(person);
    if (known) return known;
    const asked = askHomeTier(guards as Record<TierName, TierGuard>, person, requestId, log);
    keep(person, asked);
    return asked;
  };
}

async function askHomeTier(
  guards: Record<TierName, TierGuard>,
  person: string,
  requestId: string,
  log: Logger,
): Promise<Standing> {
  const home = homeTierOfAccount(person);
  if (!home) throw noActiveAccount();
  const tier = nameOfTier(home);
  try {
    const body = JSON.stringify({ person });
    const answer = await guards[tier].ask(async (replica, ms) => {
      const given = await replica.post("/standing", body, { requestId }, ms, ASKED);
      if (given.status === 404 || given.status === 200) return given;
      throw failureOfStatus(tier, given.status);
    }, ASKED);
    if (answer.status === 404) throw noActiveAccount();
    const standing = readStanding(answer.text);
    if (standing.person !== person || standing.tier !== home) throw new Error("the standing of somebody else");
    return standing;
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    log.warn({ requestId, tier, err: cause }, "the home tier gave no standing");
    throw standingUnavailable(tier, requestId);
  }
}

const StandingsAnswer = v.strictObject({ standings: v.array(StandingAnswer) });

/** @param asked of whom it may say something
 * @throws Error where it says something else, for the log */
export function readStandings(text: string, asked: ReadonlySet<string>): Standing[] {
  const read = v.safeParse(StandingsAnswer, JSON.parse(text));
  if (!read.success) throw new Error("malformed standings");
  const { standings } = read.output;
  if (standings.some(({ person, tier }) => !asked.has(person) || homeTierOfAccount(person) !== tier)) {
    throw new Error("the standing of somebody else");
  }
  return standings;
}

/** @throws Error for the log, which names the bad place and never what stands there */
function readStanding(text: string): Standing {
  const read = v.safeParse(StandingAnswer, JSON.parse(text));
  if (read.success) return read.output;
  throw new Error(`a malformed standing: ${read.issues.map((issue) => v.getDotPath(issue) ?? "all of it").join(", ")}`);
}

function noActiveAccount(): PlatformError {
  return new PlatformError(
    "UNAUTHENTICATED",
    "没有有效的账户，请联系本级管理员。There is no active account; ask the administrator of your office.",
    { status: 401, headers: { "www-authenticate": "Bearer" } },
  );
}

function standingUnavailable(tier: TierName, reference: string): PlatformError {
  return new PlatformError(
    "STANDING_UNAVAILABLE",
    `账户所在层级（${tier}）的系统暂时没有应答，无法确认权限，请稍后再试。The home tier of the account (${tier}) does not answer, so your rights cannot be confirmed. Try again later.`,
    { status: 503, headers: { "retry-after": "1" }, tier, reference },
  );
}
