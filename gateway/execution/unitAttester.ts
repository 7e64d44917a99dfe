import type { Logger } from "pino";
import * as v from "valibot";
import {
  ATTEST_PATH,
  type Attestation,
  type AttestedUnit,
  MOST_PEOPLE_WANTED,
  MOST_UNITS_WANTED,
  type WantedAnswer,
} from "../../schema/contract/attestation";
import { homeTierOfAccount, isId, tierOfId } from "../../schema/contract/ids";
import { isUnder, normaliseRegionCode, type RegionCode, tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, TIER_NAMES, TIERS, type Tier, type TierName } from "../../schema/contract/tier";
import type { CallContext } from "./callContext";
import type { TierConnection } from "./tierConnection";
import { failureOfStatus, TierFailure } from "./tierFailure";
import { guardTier, type TierGuard } from "./tierGuard";

/** Reads units from the registers of their own tiers, in the caller's name: one question to each tier, all at once. A tier
 * that does not answer is named as silent; then the change is refused, with nothing written. */
export type UnitAttester = (ids: readonly string[], context: CallContext) => Promise<Attestation>;

interface UnitAttesterOptions {
  tiers: Record<TierName, TierConnection>;
  log: Logger;
}

/** Somebody waits for a change behind it, whose own deadline has not begun. */
const ASKED = { deadlineMs: 3_000, repeatable: true };

export function createUnitAttester({ tiers, log }: UnitAttesterOptions): UnitAttester {
  // a breaker of its own: whether registers are read says nothing about findings
  const guards = Object.fromEntries(
    TIER_NAMES.map((tier) => [tier, guardTier({ connection: tiers[tier], log })]),
  ) as Record<TierName, TierGuard>;

  async function ask(tier: Tier, ids: string[], { requestId, standing }: CallContext): Promise<AttestedUnit[]> {
    const name = nameOfTier(tier);
    const body = JSON.stringify({ ids });
    return guards[name].ask(async (replica, deadlineMs) => {
      const { status, text } = await replica.post(ATTEST_PATH, body, { requestId, standing }, deadlineMs, ASKED);
      if (status !== 200) throw failureOfStatus(name, status);
      return readUnits(tier, new Set(ids), text);
    }, ASKED);
  }

  return async (ids, context) => {
    const asked = TIERS.map((tier) => ({ tier, ids: ids.filter((id) => tierOfId(id) === tier) }));
    const silent: Tier[] = [];
    const units = await Promise.all(
      asked.map(async ({ tier, ids }) => {
        if (ids.length === 0) return [];
        try {
          return await ask(tier, ids, context);
        } catch (error) {
          if (!(error instanceof TierFailure)) throw error;
          const { reason, cause } = error;
          log.warn({ requestId: context.requestId, tier, reason, err: cause }, "a tier attests no units");
          silent.push(tier);
          return [];
        }
      }),
    );
    return { asked: [...ids], units: units.flat(), silent };
  };
}

const Region = v.pipe(
  v.string(),
  v.check((code) => normaliseRegionCode(code) === code),
);
const Id = v.pipe(v.string(), v.check(isId));
const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));
const Words = v.pipe(v.string(), v.maxLength(1_000));
const Answer = v.array(
  v.object({
    id: Id,
    office: Region,
    region: Region,
    code: Words,
    name: v.pipe(Words, v.nonEmpty()),
    kind: Words,
    superiorBody: v.nullable(Words),
    superior: v.nullable(v.object({ id: Id, name: Words })),
    cadreLevel: v.nullable(Words),
    validFrom: Day,
    validTo: v.nullable(Day),
  }),
);

/** A tier speaks of units of its own offices, inside the areas of these, and of none that it was not asked for. What a newer
 * one says besides is left out.
 * @throws TierFailure where it does not; the cause names the bad place and never what stands there */
function readUnits(tier: Tier, asked: ReadonlySet<string>, text: string): AttestedUnit[] {
  const read = v.safeParse(Answer, parse(text));
  const isOwn = (id: string) => tierOfId(id) === tier;
  const isSound = ({ id, office, region, superior }: AttestedUnit) =>
    asked.has(id) && isOwn(id) && (superior === null || isOwn(superior.id)) && isAreaOf(tier, office, region);
  if (read.success && read.output.every(isSound)) return read.output;
  const places = read.issues?.map((issue) => v.getDotPath(issue) ?? "all of it") ?? ["not of its own registers"];
  throw new TierFailure(nameOfTier(tier), "NO_GRAPHQL", {
    cause: new Error(`malformed units: ${places.slice(0, 10).join(", ")}`),
  });
}

function isAreaOf(tier: Tier, office: RegionCode, region: RegionCode): boolean {
  return tierOfOffice(office) === tier && isUnder(region, office);
}

const Account = v.pipe(
  v.string(),
  v.check((id) => homeTierOfAccount(id) !== undefined),
);
const Wanted = v.object({
  units: v.optional(v.pipe(v.array(Id), v.maxLength(MOST_UNITS_WANTED)), []),
  people: v.optional(v.pipe(v.array(Account), v.maxLength(MOST_PEOPLE_WANTED)), []),
});

/** @returns the units and the people that a tier wants to be attested, none of whom is its own
 * @throws TierFailure where it says nothing of the kind */
export function readWanted(tier: TierName, text: string): WantedAnswer {
  const read = v.safeParse(Wanted, parse(text));
  if (read.success) {
    const { units, people } = read.output;
    const tiers = [...units.map(tierOfId), ...people.map(homeTierOfAccount)];
    if (tiers.length > 0 && tiers.every((each) => nameOfTier(each as Tier) !== tier)) {
      return { units: [...new Set(units)], people: [...new Set(people)] };
    }
  }
  throw new TierFailure(tier, "NO_GRAPHQL", { cause: new Error("a malformed wish for units or people") });
}

/** @returns undefined where the text is no JSON */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
